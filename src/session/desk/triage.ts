import { parseZone } from '../../detect/log-clock.ts';
import type { Fact, Request } from '../../domain/fact.ts';
import type { SessionId } from '../../domain/ids.ts';
import type { FeedStore } from '../../ports/feeds.ts';
import { takenFrom } from '../../domain/prior-knowledge.ts';
import type { Result } from '../../domain/result.ts';
import { fail, ok } from '../../domain/result.ts';
import { namesStdin } from '../../domain/stdin-names.ts';
import { Trouble } from '../../domain/trouble.ts';
import type { Journals } from '../../ports/journal.ts';
import type { LogSource } from '../../ports/log-source.ts';
import { remember } from '../remember.ts';
import type { House } from '../house.ts';
import type { Session, Watcher } from '../session.ts';
import type { RunOutcome, RunSettings } from './run-session.ts';
import { EFFECTS, openRecorded, openRequested, runSession } from './run-session.ts';

/** Farther off no clock is: beyond it a record's time would be no time any more. */
const CLOCK_OFFSET_LIMIT = 100 * 366 * 86_400_000;

export interface TriageOptions {
  readonly request: Request;
  /** False keeps nothing: the journal lives in memory and no report is written. */
  readonly save: boolean;
  /** Name of what to compare with. */
  readonly baseline?: string;
  readonly watcher: Watcher;
  readonly signal: AbortSignal;
}

export interface TriageOutcome extends RunOutcome {
  /** Why the knowledge store does not know the session; null where it does, or was not to. */
  readonly notRemembered: string | null;
}

/** Reads what the request names, lets the agents work, seals the session and remembers it. */
export async function triage(house: House, options: TriageOptions): Promise<TriageOutcome> {
  const { request, save, watcher, signal } = options;
  if (!(Math.abs(request.clockOffset) <= CLOCK_OFFSET_LIMIT)) throw new Trouble('--clock-offset: at most a hundred years, in seconds');
  const id = house.ids.session();
  const journals = save ? house.journals : house.scratch();
  const settings: RunSettings = {
    journals, watcher, signal, effects: save ? EFFECTS : ['observe'],
    open: async (session) => openRequested(house, session, request, {
      signal, spoolFolder: save ? house.places.session(session.id).sources : await house.scratchFolder(),
    }),
    saveReport: save ? reportSaver(house) : () => Promise.resolve(fail('this run is not saved')),
  };
  const first: readonly Fact[] = [{
    type: 'session.started', session: id, request, version: house.version, brain: house.brain().name,
    host: house.host, user: house.user, now: house.clock.now(),
  }, { type: 'knowledge.taken', incidents: takenFrom(await house.knowledge.read()) },
  ...await feedsTaken(house.feeds), ...await takenBaseline(house, options.baseline)];
  const outcome = await held(journals, id, () => runSession(house, id, first, settings));
  if (!outcome.ok) throw new Trouble(`session ${id}: ${outcome.trouble}`);
  return { ...outcome.value, notRemembered: save ? await remember(house, outcome.value) : null };
}

/** Nothing where no feed was imported. */
async function feedsTaken(store: FeedStore): Promise<readonly Fact[]> {
  const { feeds, damaged } = await store.list();
  return [
    ...(feeds.length === 0 ? [] : [{ type: 'feeds.taken' as const, feeds: feeds.map(({ name, role, sha256, count, imported, newest }) =>
      ({ name, role, sha256, count, imported, newest })) }]),
    ...damaged.map(({ name, why }): Fact => ({ type: 'trouble.met', where: 'feeds', what: `the feed ${name} is not used: ${why}` })),
  ];
}

async function takenBaseline({ baselines }: House, name: string | undefined): Promise<readonly Fact[]> {
  if (name === undefined) return [];
  const stored = await baselines.read(name);
  if (!stored.ok) throw new Trouble(`--baseline: ${stored.trouble}`);
  const { sha256, baseline: { built, lines } } = stored.value;
  return [{ type: 'baseline.taken', name, sha256, built, lines }];
}

/** Works on a session that nobody else may write to meanwhile. */
async function held<Value>(journals: Journals, id: SessionId, work: () => Promise<Value>): Promise<Result<Value, string>> {
  const hold = await journals.hold(id);
  if (!hold.ok) return hold;
  try {
    return ok(await work());
  } finally {
    hold.value();
  }
}

/**
 * Goes on with a session that was interrupted or died; what it already knows is not asked again. Refused while it
 * runs, and after it came to its end.
 */
export async function resume(
  house: House, id: SessionId, { watcher, signal }: Pick<TriageOptions, 'watcher' | 'signal'>,
): Promise<Result<TriageOutcome, string>> {
  const settings: RunSettings = {
    journals: house.journals, watcher, signal, effects: EFFECTS,
    open: (session) => openAgain(house, session, signal),
    saveReport: reportSaver(house),
  };
  const outcome = await held(house.journals, id, async () => (await canResume(house.journals, id)
    ? runSession(house, id, [{ type: 'session.resumed', version: house.version, why: 'asked by the analyst' }], settings)
    : null));
  if (!outcome.ok) return outcome;
  if (outcome.value === null) return fail('it came to its end');
  return ok({ ...outcome.value, notRemembered: await remember(house, outcome.value) });
}

/** The recorded logs; those asked for where the run died before it had opened any. */
async function openAgain(house: House, session: Session, signal: AbortSignal): Promise<readonly LogSource[]> {
  const { logs, unreadable, started } = session.state();
  if (!started || logs.length > 0 || unreadable.length > 0) return openRecorded(house, session, logs, session.id);
  // Standard input is now that of whoever resumes, which nobody asked to be read.
  const paths = started.request.paths.filter((path) => !namesStdin(path));
  if (paths.length < started.request.paths.length) {
    await session.append([{ type: 'log.unreadable', unreadable: {
      path: '-', why: 'what came in on standard input was not kept yet', remedy: 'pipe it into soc triage - again',
    } }]);
  }
  return openRequested(house, session, { ...started.request, paths },
    { signal, spoolFolder: house.places.session(session.id).sources });
}

const reportSaver = (house: House): RunSettings['saveReport'] => async (session, name, text) => {
  const path = `${house.places.session(session).reports}/${name}`;
  const written = await house.files.writeText(path, text);
  return written.ok ? ok(path) : fail(written.trouble.why);
};

/** Whether a session can go on: it must have begun, and not have come to its end. */
async function canResume(journals: Journals, id: SessionId): Promise<boolean> {
  const journal = await journals.open(id);
  const { entries } = await journal.read();
  await journal.close();
  const ended = entries.findLast(({ fact }) => fact.type === 'session.ended' || fact.type === 'session.resumed')?.fact;
  const complete = ended?.type === 'session.ended' && ended.state === 'complete';
  return entries.some(({ fact }) => fact.type === 'session.started') && !complete;
}

/** Why a zone cannot be used; null where it can. */
export const zoneTrouble = (zone: string | null): string | null =>
  (zone === null || parseZone(zone) !== null ? null : `${zone} is no zone; write +02:00, UTC or Europe/Berlin`);
