import type { Detach } from '../domain/detach.ts';
import type { AuthEvent, Event } from '../domain/event.ts';
import { DAY, remember, STATE_LIMIT } from './attempts.ts';
import { subnetOf } from './subnet.ts';
import type { Tally, TallyRules } from './tally.ts';
import { bump, capName, forget, openTally, sizeOf, timesOf } from './tally.ts';
import type { Trail } from './trail.ts';
import { extend, openTrail, timeOf } from './trail.ts';
import type { Keyed } from './window.ts';
import { openKeyed } from './window.ts';

/** Failures further apart than this do not belong to one attack that a success could end. */
const WINDOW = DAY;
/** A source with more failures is judged by itself; its subnet and the accounts it tries are no longer counted for it. */
const LOUD = 20;
const NAMES_KEPT = 64;
const GOOD_KEPT = 16;
/** Mistyping taken back when the same user then gets in. */
export const FORGIVEN = 4;

/** Failures of one source, subnet or account, and who got in there. */
export interface History {
  trail: Trail;
  failures: number;
  /** Names on the other side: accounts tried by a source, sources that tried an account. */
  names: Tally;
  /** Of those, who got in, before or between. */
  readonly good: string[];
}

/** Of a subnet, `names` are its sources. */
export interface SubnetHistory extends History {
  readonly tried: Tally;
}

export interface SourceHistory extends History {
  readonly name: string;
  readonly subnet: SubnetHistory | null;
  /** Connections already counted: by a key offered, by the statement that the account does not exist. */
  pid: string | null;
  statedPid: string | null;
}

export interface LoginHistory {
  fail(event: Event, source: string, user: string): void;
  source(name: string): SourceHistory | undefined;
  account(name: string): History | undefined;
  subnet(source: string): SubnetHistory | undefined;
  /** Notes a success that was judged innocent: the user's own mistyping is taken back. */
  succeed(event: AuthEvent, source: string, user: string): void;
  evicted(): number;
}

const openHistory = (event: Event): History =>
  ({ trail: { ...openTrail(event), count: 0 }, failures: 0, names: openTally(), good: [] });

function count(history: History, event: Event, name: string, rules: TallyRules): void {
  if (timeOf(event) - history.trail.last > WINDOW) {
    history.failures = 0;
    history.names = openTally();
  }
  if (history.failures === 0) history.trail = openTrail(event);
  else extend(history.trail, event);
  history.failures += event.count;
  bump(history.names, name, event.count, rules);
}

const worthKeeping = ({ failures, good }: History): boolean => failures > FORGIVEN || good.length > 0;

export function openLoginHistory(detach: Detach): LoginHistory {
  const rules: TallyRules = { limit: NAMES_KEPT, detach };
  const sources = openKeyed<SourceHistory>(STATE_LIMIT, worthKeeping);
  const subnets = openKeyed<SubnetHistory>(STATE_LIMIT, worthKeeping);
  const accounts = openKeyed<History>(STATE_LIMIT, worthKeeping);
  const sourceOf = (event: Event, name: string): SourceHistory => {
    const known = sources.get(name);
    if (known) return known;
    const kept = detach(name);
    const source = {
      ...openHistory(event), name: kept, subnet: subnetHistory(event, subnetOf(kept)), pid: null, statedPid: null,
    };
    sources.set(kept, source);
    return source;
  };
  const subnetHistory = (event: Event, name: string | null): SubnetHistory | null => {
    if (name === null) return null;
    const known = subnets.get(name);
    if (known) return known;
    const fresh = { ...openHistory(event), tried: openTally() };
    subnets.set(name, fresh);
    return fresh;
  };
  const have = (all: Keyed<History>, event: Event, name: string): History => {
    const known = all.get(name);
    if (known) return known;
    const fresh = openHistory(event);
    all.set(detach(name), fresh);
    return fresh;
  };
  return {
    fail(event, sourceName, user) {
      const source = sourceOf(event, sourceName);
      if (event.kind === 'auth' && event.pid !== null && countedBefore(source, event, detach)) return;
      count(source, event, user, rules);
      if (source.failures > LOUD) return;
      if (source.subnet) {
        count(source.subnet, event, source.name, rules);
        bump(source.subnet.tried, user, event.count, rules);
      }
      count(have(accounts, event, capName(user)), event, source.name, rules);
    },
    source: (name) => sources.get(name),
    account: (name) => accounts.get(capName(name)),
    subnet: (name) => sources.get(name)?.subnet ?? subnets.get(subnetOf(name) ?? ''),
    succeed(event, sourceName, user) {
      const source = sourceOf(event, sourceName);
      const account = have(accounts, event, capName(user));
      takeBack(source, account, user);
      remember(source.good, capName(user), GOOD_KEPT, detach);
      remember(account.good, sourceName, GOOD_KEPT, detach);
      if (source.subnet) remember(source.subnet.good, capName(user), GOOD_KEPT, detach);
    },
    evicted: () => sources.evicted() + subnets.evicted() + accounts.evicted(),
  };
}

/** True where this connection was counted by an earlier record of it. */
function countedBefore(source: SourceHistory, event: AuthEvent, detach: Detach): boolean {
  const { pid } = event;
  if (event.action === 'unknown-user') {
    if (pid === source.statedPid) return true;
    source.statedPid = pid === null ? null : detach(pid);
    return pid === null;
  }
  if (event.unknownUser && pid === source.statedPid) {
    source.statedPid = null;
    return true;
  }
  // An agent offers each of its keys in turn: one connection, one try.
  if (event.method !== 'publickey') return false;
  if (pid === source.pid) return true;
  source.pid = pid === null ? null : detach(pid);
  return false;
}

function takeBack(source: SourceHistory, account: History, user: string): void {
  const own = timesOf(source.names, user);
  if (own === 0 || own > FORGIVEN) return;
  forget(source.names, user);
  source.failures = Math.max(0, source.failures - own);
  if (source.subnet) source.subnet.failures = Math.max(0, source.subnet.failures - own);
  account.failures = Math.max(0, account.failures - own);
  forget(account.names, source.name);
}

export const namesIn = (history: History | undefined): number => (history ? sizeOf(history.names) : 0);
