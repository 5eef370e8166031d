import { lookUp } from '../../../intel/look-up.ts';
import { readNote } from '../../../intel/packed/notes.ts';
import { builtInWarning } from '../../../intel/warnings.ts';
import type { Match } from '../../../intel/weigh/match.ts';
import { expiryOf } from '../../../intel/weigh/match.ts';
import type { Sighting } from '../../../intel/weigh/sighting.ts';
import type { OpenFeed, OpenFeeds } from './load-feeds.ts';
import type { Tallied } from './tally.ts';

/** What was met, with what the feeds say of it and which warning list speaks for it. */
export async function sightingsOf(tallied: readonly Tallied[], { threats, warnings }: OpenFeeds): Promise<readonly Sighting[]> {
  const sightings: Sighting[] = [];
  for (const one of tallied) {
    const matches: Match[] = [];
    for (const { feed, note, portUnseen } of one.entries.values()) {
      const match = await matchAt(threats[feed], note, { value: one.value, portUnseen });
      if (match !== null) matches.push(match);
    }
    sightings.push(sightingOf(one, matches, await warnedBy(one, warnings)));
  }
  return sightings;
}

function sightingOf(one: Tallied, matches: readonly Match[], warned: string | null): Sighting {
  const { kind, value, role, count, first, last, lines, lastLine } = one;
  const ends = lastLine === null || lines.some(({ log, line }) => log === lastLine.log && line === lastLine.line) ? lines : [...lines, lastLine];
  return {
    kind, value, role, matches, warned, count, first, last, lines: ends, hosts: [...one.hosts], users: [...one.users],
    sources: [...one.sources], taint: [...one.taint],
  };
}

/** What a feed says at this place; null where its notes are damaged. */
export async function matchAt(
  feed: OpenFeed | undefined, at: number, { value, portUnseen }: { readonly value: string; readonly portUnseen: boolean },
): Promise<Match | null> {
  const line = await feed?.note(at) ?? null;
  const note = line === null ? null : readNote(line);
  if (feed === undefined || note === null) return null;
  const { info } = feed;
  return {
    kind: note.kind, value: note.value ?? value, use: note.use, feed: info.name, source: info.source, note: note.note, first: note.first,
    last: note.last, confidence: note.confidence ?? info.confidence, expires: expiryOf(note.expires, note.last ?? note.first, info),
    imported: info.imported, portUnseen: portUnseen || (note.kind === 'ip-port' && value.includes(':') && !value.startsWith('[')),
  };
}

/** The first warning list that names the value: our own facts, then those imported. */
export async function warnedBy({ kind, value }: Pick<Tallied, 'kind' | 'value'>, warnings: readonly OpenFeed[]): Promise<string | null> {
  const own = builtInWarning(value);
  if (own !== null) return own;
  for (const feed of warnings) {
    const [at] = lookUp(feed.open, { kind, value });
    if (at !== undefined) return (await matchAt(feed, at, { value, portUnseen: false }))?.note ?? feed.info.name;
  }
  return null;
}
