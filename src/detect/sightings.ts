import type { Event } from '../domain/event.ts';
import type { FindingDraft } from '../domain/finding.ts';
import { HOSTS_LISTED, LOGIN_TAINT, remember, USERS_LISTED } from './attempts.ts';
import type { Tally, TallyRules } from './tally.ts';
import { bump, openTally, topNames } from './tally.ts';
import type { Trail } from './trail.ts';
import { citedLines, extend, openTrail, timeOrNull } from './trail.ts';

/** Successful logins that belong together, whatever makes them so. */
export interface Sightings {
  readonly name: string;
  readonly trail: Trail;
  /** Times of the newest, for windows. */
  readonly times: number[];
  readonly users: Tally;
  readonly hosts: string[];
  inferred: boolean;
  /** Changed since the last drain, and worth telling. */
  due: boolean;
}

export const openSightings = (event: Event, name: string): Sightings => ({
  name, trail: { ...openTrail(event), count: 0 }, times: [], users: openTally(), hosts: [], inferred: false, due: false,
});

export function sight(one: Sightings, event: Event, rules: TallyRules): void {
  extend(one.trail, event);
  if (event.user !== null) bump(one.users, event.user, event.count, rules);
  remember(one.hosts, event.host, HOSTS_LISTED, rules.detach);
  if (event.inferred) one.inferred = true;
}

type SightingFields = Pick<FindingDraft,
  'progress' | 'targets' | 'users' | 'hosts' | 'count' | 'first' | 'last' | 'lines' | 'taint'>;

/** What findings about successful logins have in common. A login alone does not say whether its owner came. */
export const sightingFields = ({ trail, users, hosts }: Sightings): SightingFields => ({
  progress: 'cannot-tell', targets: [], users: topNames(users, USERS_LISTED), hosts: [...hosts],
  count: Math.max(1, trail.count), first: timeOrNull(trail.first), last: timeOrNull(trail.last), lines: citedLines(trail),
  taint: LOGIN_TAINT,
});
