import type { Detach } from '../domain/detach.ts';
import type { Event } from '../domain/event.ts';
import type { FindingDraft } from '../domain/finding.ts';
import { HOSTS_LISTED, LOGIN_TAINT, remember, USERS_LISTED } from './attempts.ts';
import type { Tally, TallyRules } from './tally.ts';
import { bump, openTally, sizeOf, topNames } from './tally.ts';
import type { Trail } from './trail.ts';
import { extend, openTrail, timeOrNull } from './trail.ts';
import { between, lasting, listed, plural } from './wording.ts';

/** What detectors of password guessing keep of one guesser, whatever they mean by one. */
export interface Guessing {
  readonly name: string;
  trail: Trail;
  /** Times of the newest attempts, for windows. */
  times: number[];
  users: Tally;
  hosts: string[];
  inferred: boolean;
  /** Changed since the last drain, and worth telling. */
  due: boolean;
}

export interface GuessRules extends TallyRules {
  readonly detach: Detach;
}

export const openGuessing = (event: Event, name: string): Guessing => ({
  name, trail: { ...openTrail(event), count: 0 }, times: [], users: openTally(), hosts: [], inferred: false, due: false,
});

/** Answers how often this account was tried with it; 0 where it is not counted. */
export function countAttempt(one: Guessing, event: Event, rules: GuessRules): number {
  if (one.trail.count === 0) one.trail = openTrail(event);
  else extend(one.trail, event);
  if (one.hosts[0] !== event.host) remember(one.hosts, event.host, HOSTS_LISTED, rules.detach);
  if (event.inferred) one.inferred = true;
  return event.user === null ? 0 : bump(one.users, event.user, event.count, rules);
}

/** Queues a guesser for the next drain, once. */
export function markDue<One extends Guessing>(due: One[], one: One): void {
  if (one.due) return;
  one.due = true;
  due.push(one);
}

/** Empties the queue, in the order in which its members became worth telling. */
export function takeDue<One extends Guessing>(due: One[]): readonly One[] {
  const taken = due.splice(0);
  for (const one of taken) one.due = false;
  return taken;
}

/** ` against 3 accounts (root, admin, test)`, or nothing where no names are known. */
export function accountsTried(users: Tally): string {
  const known = sizeOf(users);
  const many = users.beyond > 0 ? `${known} or more accounts` : plural(known, 'account');
  return known === 0 ? '' : ` against ${many} (${listed(topNames(users, known), 3)})`;
}

export function pacing({ first, last }: Trail, attempts: number): string {
  const span = last - first;
  const each = attempts > 1 && span > 0 ? `, one every ${lasting(span / (attempts - 1))} on average` : '';
  return `${between(first, last)}${each}`;
}

type GuessFields = Pick<FindingDraft,
  'severity' | 'progress' | 'targets' | 'users' | 'hosts' | 'first' | 'last' | 'taint'>;

/** What every finding of failed guessing has in common: no sign of success, so low. */
export const guessFields = (one: Guessing): GuessFields => ({
  severity: 'low', progress: 'attempt', targets: [], users: topNames(one.users, USERS_LISTED), hosts: [...one.hosts],
  first: timeOrNull(one.trail.first), last: timeOrNull(one.trail.last), taint: LOGIN_TAINT,
});
