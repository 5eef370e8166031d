import type { SessionState } from '../../../domain/session-state.ts';
import { lookUp } from '../../../intel/look-up.ts';
import type { Match } from '../../../intel/weigh/match.ts';
import type { Sighting } from '../../../intel/weigh/sighting.ts';
import type { OpenFeeds } from './load-feeds.ts';
import { matchAt, warnedBy } from './sightings.ts';

/** Digests of what the session holds itself: a log, or a file taken as evidence, may be what a feed names. */
export async function digestSightings(state: SessionState, feeds: OpenFeeds): Promise<readonly Sighting[]> {
  const held = state.reads.flatMap((read) => {
    const at = state.logs.findIndex(({ id }) => id === read.log);
    return at < 0 || read.lines === 0 ? [] : [{ value: read.sha256, log: at }];
  });
  const sightings: Sighting[] = [];
  for (const { value, log } of held) {
    const matches: Match[] = [];
    for (const feed of feeds.threats) {
      for (const at of lookUp(feed.open, { kind: 'sha256', value })) matches.push(...[await matchAt(feed, at, { value, portUnseen: false })].filter((one) => one !== null));
    }
    if (matches.length === 0) continue;
    sightings.push({
      kind: 'sha256', value, role: 'on-host', matches, warned: await warnedBy({ kind: 'sha256', value }, feeds.warnings), count: 1, first: null, last: null,
      lines: [{ log, line: 1, offset: 0, role: 'first', time: null }], hosts: [], users: [], sources: [], taint: [],
    });
  }
  return sightings;
}
