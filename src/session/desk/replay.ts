import { canonicalJson } from '../../domain/digest.ts';
import type { Entry, Fact } from '../../domain/fact.ts';
import { ok } from '../../domain/result.ts';
import type { SessionState } from '../../domain/session-state.ts';
import type { House } from '../house.ts';
import type { Watcher } from '../session.ts';
import { align } from './align.ts';
import { EFFECTS, openRecorded, runSession } from './run-session.ts';
import type { StoredSession } from './stored.ts';

/** Longest pause shown between two facts, milliseconds: a night of waiting is not played back. */
const LONGEST_PAUSE = 2_000;

/** Plays the facts of a session to a watcher at its own pace times `speed`; `Infinity` plays without pauses. */
export async function replay(
  house: House, { entries }: StoredSession, { speed, watcher, signal }:
  { readonly speed: number; readonly watcher: Watcher; readonly signal: AbortSignal },
): Promise<void> {
  let last = entries[0]?.at ?? 0;
  for (const entry of entries) {
    if (signal.aborted) return;
    const pause = Math.min(LONGEST_PAUSE, Math.max(0, entry.at - last)) / speed;
    if (pause >= 1) await house.clock.wait(pause, signal);
    last = entry.at;
    watcher.fact(entry);
  }
}

export interface Reproduction {
  readonly reproduced: number;
  readonly of: number;
  /** First differences, in words. */
  readonly differences: readonly string[];
  /** Sources that are gone or changed, so that no second run can show the same: not a failure. */
  readonly notReproducible: readonly string[];
}

const DIFFERENCES_TOLD = 10;

/** Runs the session again in memory, with the same sources and what was known then, and compares fact for fact, apart from ids and times. */
export async function rerun(house: House, stored: StoredSession, signal: AbortSignal): Promise<Reproduction> {
  const { started } = stored.state;
  if (!started) return { reproduced: 0, of: 0, differences: ['the session has no beginning'], notReproducible: [] };
  const again: Fact[] = [];
  await runSession(house, stored.id, [started, ...takenThen(stored.state)], {
    journals: house.scratch(), signal, effects: EFFECTS,
    watcher: { fact: ({ fact }) => again.push(fact), signal: () => undefined },
    open: (session) => openRecorded(house, session, stored.state.logs, stored.id),
    saveReport: (_session, name) => Promise.resolve(ok(name)),
  });
  const gone = again.flatMap((fact) =>
    (fact.type === 'log.unreadable' ? [`${fact.unreadable.path}: ${fact.unreadable.why}`] : []));
  const changed = changedSources(stored.entries, again);
  return { ...compare(stored.entries, again), notReproducible: [...gone, ...changed, ...await changedFeeds(house, stored.state), ...await baselineGone(house, stored.state.baseline)] };
}

const takenThen = ({ prior, feeds, baseline }: SessionState): readonly Fact[] => [
  { type: 'knowledge.taken', incidents: [...prior] },
  ...(feeds.length === 0 ? [] : [{ type: 'feeds.taken' as const, feeds: [...feeds] }]),
  ...(baseline === null ? [] : [{ ...baseline, type: 'baseline.taken' as const }]),
];

async function changedFeeds({ feeds: store }: House, { feeds }: SessionState): Promise<readonly string[]> {
  if (feeds.length === 0) return [];
  const now = new Map((await store.list()).feeds.map(({ name, sha256 }) => [name, sha256]));
  return feeds.filter(({ name, sha256 }) => now.get(name) !== sha256)
    .map(({ name }) => `feed ${name}: ${now.has(name) ? 'it is another now' : 'it is not there any more'}`);
}

async function baselineGone({ baselines }: House, taken: StoredSession['state']['baseline']): Promise<readonly string[]> {
  if (taken === null) return [];
  const stored = await baselines.read(taken.name);
  if (!stored.ok) return [`baseline ${taken.name}: ${stored.trouble}`];
  return stored.value.sha256 === taken.sha256 ? [] : [`baseline ${taken.name}: it was built anew since`];
}

function changedSources(entries: readonly Entry[], again: readonly Fact[]): readonly string[] {
  const digests = new Map(again.flatMap((fact) => (fact.type === 'log.read' ? [[fact.read.log, fact.read.sha256]] : [])));
  return entries.flatMap(({ fact }) => {
    if (fact.type !== 'log.read') return [];
    const now = digests.get(fact.read.log);
    return now !== undefined && now !== fact.read.sha256 ? [`${fact.read.log}: its bytes are others now`] : [];
  });
}

function compare(entries: readonly Entry[], again: readonly Fact[]): Omit<Reproduction, 'notReproducible'> {
  const then = entries.map(({ fact }) => fact).filter(isRepeatable);
  const now = again.filter(isRepeatable);
  const places = align(then.map(comparable), now.map(comparable));
  const taken = new Set(places);
  const differences = [
    ...then.flatMap(({ type }, index) => (places[index] === null ? [`fact ${index + 1} (${type}) does not come again`] : [])),
    ...now.flatMap(({ type }, index) => (taken.has(index) ? [] : [`${type} comes now and did not then`])),
  ];
  return {
    reproduced: places.filter((place) => place !== null).length, of: then.length,
    differences: differences.length <= DIFFERENCES_TOLD ? differences
      : [...differences.slice(0, DIFFERENCES_TOLD), `and ${differences.length - DIFFERENCES_TOLD} more`],
  };
}

/** What belongs to the occasion and not to the work: openings, seals, files written. */
const isRepeatable = ({ type }: Fact): boolean =>
  !['session.started', 'session.resumed', 'session.ended', 'log.opened', 'log.unreadable', 'report.written',
    'trouble.met'].includes(type);

function comparable(fact: Fact): string {
  const { milliseconds: _time, ...rest } = { milliseconds: 0, ...fact };
  return canonicalJson(rest);
}
