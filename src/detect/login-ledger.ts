import type { Detach } from '../domain/detach.ts';
import { openDetach } from '../domain/detach.ts';
import type { AuthEvent, Event } from '../domain/event.ts';
import { DAY, failed, FORGIVEN, HOSTS_LISTED, succeeded } from './attempts.ts';
import type { AccountRecord, FailureRecord, SourceRecord, SubnetRecord } from './ledger-records.ts';
import { openAccount, openSource, openSubnet } from './ledger-records.ts';
import type { Suspicion } from './login-suspicion.ts';
import { suspect } from './login-suspicion.ts';
import { setSourcePace, setSubnetPace } from './pace.ts';
import { subnetOf } from './subnet.ts';
import type { TallyRules } from './tally.ts';
import { bump, capName, forget, keepFew, openTally, timesOf } from './tally.ts';
import { extend, openTrail, timeOf } from './trail.ts';
import type { Keyed } from './window.ts';
import { openKeyed } from './window.ts';

/** Sources, accounts and subnets remembered, each; all three full take about 60 MB. */
const LIMIT = 32_768;
/** Failures further apart than this are not one series. */
const SERIES_BREAK = DAY;
/** Tries that count as few: at each account for a source, from each source for an account or subnet. */
const FEW_AT_ACCOUNT = 3;
const FEW_OF_SOURCE = 4;
/** A source with more failures is judged by itself; its subnet and the accounts it tries are not counted on for it. */
const LOUD = 20;
/** A record that already tells something is not started over. */
const NOTABLE_NAMES = 5;
const NAMES_KEPT = 64;
const GOOD_KEPT = 16;
/** Records with this many failures outlive a flood of sources that try once. */
const KEPT_ATTEMPTS = 3;

/**
 * What every detector of logins needs to know of the failures before, counted once for all of them: the hot path of a
 * log full of guessing. The engine notes an event here before any detector sees it.
 */
export interface LoginLedger {
  note(event: Event): void;
  /** What was suspicious about the success noted last; null where it was no success, or an innocent one. */
  suspicion(): Suspicion | null;
  /** Number of the last change; records changed after `turn`, oldest record first. */
  turn(): number;
  sources(turn: number): readonly SourceRecord[];
  accounts(turn: number): readonly AccountRecord[];
  subnets(turn: number): readonly SubnetRecord[];
  evicted(): number;
}

interface State {
  readonly rules: TallyRules;
  readonly detach: Detach;
  readonly sources: Keyed<SourceRecord>;
  readonly accounts: Keyed<AccountRecord>;
  readonly subnets: Keyed<SubnetRecord>;
  turn: number;
  suspicion: Suspicion | null;
  /** The source of the event before: the records of one attempt follow one another. */
  last: SourceRecord | null;
}

const isNotable = ({ pace, peak, strangers }: FailureRecord): boolean =>
  pace !== null || peak.names >= NOTABLE_NAMES || (strangers !== null && strangers.size >= NOTABLE_NAMES);
const worthKeeping = (record: FailureRecord): boolean =>
  isNotable(record) || record.attempts >= KEPT_ATTEMPTS || record.good.length > 0;

export function openLoginLedger(): LoginLedger {
  const detach = openDetach();
  const state: State = {
    detach, rules: { limit: NAMES_KEPT, detach }, sources: openKeyed<SourceRecord>(LIMIT, worthKeeping),
    accounts: openKeyed<AccountRecord>(LIMIT, worthKeeping), subnets: openKeyed<SubnetRecord>(LIMIT, worthKeeping),
    turn: 0, suspicion: null, last: null,
  };
  const { sources, accounts, subnets } = state;
  return {
    note: (event) => {
      state.suspicion = null;
      if (event.source === null || event.forged !== null) return;
      if (failed(event)) noteFailure(state, event, event.source);
      else if (event.kind !== 'auth') return;
      else if (event.action === 'unknown-user') noteStatement(state, event, event.source);
      else if (event.user !== null && succeeded(event)) noteSuccess(state, event, event.source, event.user);
    },
    suspicion: () => state.suspicion,
    turn: () => state.turn,
    sources: (turn) => changedAfter(sources, turn),
    accounts: (turn) => changedAfter(accounts, turn),
    subnets: (turn) => changedAfter(subnets, turn),
    evicted: () => sources.evicted() + accounts.evicted() + subnets.evicted(),
  };
}

const changedAfter = <Kind extends FailureRecord>(records: Keyed<Kind>, turn: number): readonly Kind[] =>
  [...records.values()].filter(({ changed }) => changed > turn).sort((a, b) => a.since - b.since);

function sourceOf(state: State, event: Event, name: string): SourceRecord {
  if (state.last?.name === name && !isLoopback(name)) return state.last;
  const key = isLoopback(name) ? `${name} of ${event.host ?? `log ${event.log}`}` : name;
  const known = state.sources.get(key);
  if (known) {
    state.last = known;
    return known;
  }
  const kept = state.detach(name);
  const source = openSource(event, kept, state.turn, subnetRecord(state, event, subnetOf(kept)));
  state.sources.set(key === name ? kept : key, source);
  state.last = source;
  return source;
}

/** Every host has this address, and none is another's. */
const isLoopback = (name: string): boolean => name.startsWith('127.') || name === '::1';

function subnetRecord({ subnets, turn }: State, event: Event, name: string | null): SubnetRecord | null {
  if (name === null) return null;
  const known = subnets.get(name);
  if (known) return known;
  const subnet = openSubnet(event, name, turn);
  subnets.set(name, subnet);
  return subnet;
}

function accountOf({ accounts, detach, turn }: State, event: Event, name: string): AccountRecord {
  const known = accounts.get(name);
  if (known) return known;
  const account = openAccount(event, detach(name), turn);
  accounts.set(account.name, account);
  return account;
}

function noteFailure(state: State, event: Event, name: string): void {
  const source = sourceOf(state, event, name);
  // An agent offers each of its keys in turn: one connection, one try.
  if (event.kind === 'auth' && event.method === 'publickey' && event.pid !== null) {
    if (event.pid === source.keyPid) return;
    source.keyPid = state.detach(event.pid);
  }
  source.logins += event.count;
  countFailure(state, event, source);
}

/** Where passwords are not asked, that the account does not exist is all that is recorded: once for a connection. */
function noteStatement(state: State, event: AuthEvent, name: string): void {
  const source = sourceOf(state, event, name);
  if (event.pid !== null) {
    if (event.pid === source.statedPid) return;
    source.statedPid = state.detach(event.pid);
  }
  source.unknowns += event.count;
  countFailure(state, event, source);
}

function countFailure(state: State, event: Event, source: SourceRecord): void {
  state.turn += 1;
  const fresh = Math.max(source.logins, source.unknowns) - source.attempts;
  if (fresh <= 0) {
    // The other record of an attempt already counted.
    extend(source.trail, event);
    source.changed = state.turn;
    return;
  }
  count(state, source, event, fresh);
  const unknown = event.kind === 'auth' && (event.unknownUser || event.action === 'unknown-user');
  if (event.user !== null) countName(state, source, { event, fresh, unknown });
  if (source.pace !== 'fast') setSourcePace(source, event, fresh);
  if (source.attempts > LOUD) return;
  if (source.subnet) countSubnet(state, source.subnet, source, { event, fresh, unknown });
  // Nobody can get into an account that does not exist, and attackers make up such names without end.
  if (event.user !== null && !unknown) countAccount(state, source, event, fresh);
}

function count(state: State, record: FailureRecord, event: Event, fresh: number): void {
  if (timeOf(event) - record.trail.last > SERIES_BREAK) startOver(record);
  if (record.attempts === 0) record.trail = openTrail(event);
  else extend(record.trail, event);
  record.attempts += fresh;
  record.series += fresh;
  record.changed = state.turn;
  if (event.inferred) record.inferred = true;
  if (event.host !== null && record.hosts[0] !== event.host) record.hosts = withName(record.hosts, event.host, HOSTS_LISTED, state.detach);
}

function startOver(record: FailureRecord): void {
  record.series = 0;
  if (isNotable(record)) return;
  record.names = openTally();
  record.few = { names: 0, sightings: 0 };
  record.peak = { names: 0, sightings: 0 };
  record.strangers = null;
}

function withName(list: readonly string[], name: string, limit: number, detach: Detach): readonly string[] {
  return list.length >= limit || list.includes(name) ? list : [...list, detach(name)];
}

interface Attempt {
  readonly event: Event;
  readonly fresh: number;
  /** The account does not exist. */
  readonly unknown: boolean;
}

function countName(state: State, source: SourceRecord, { event, fresh, unknown }: Attempt): void {
  const user = event.user ?? '';
  const times = bump(source.names, user, fresh, state.rules);
  if (!unknown) countFew(source, times, fresh, FEW_AT_ACCOUNT);
  else if (times === fresh) {
    source.strangers ??= new Set();
    source.strangers.add(state.detach(capName(user)));
  }
}

function countFew({ few, peak }: FailureRecord, times: number, fresh: number, limit: number): void {
  keepFew(few, times, fresh, limit);
  if (few.names < peak.names || (few.names === peak.names && few.sightings <= peak.sightings)) return;
  peak.names = few.names;
  peak.sightings = few.sightings;
}

function countSubnet(state: State, subnet: SubnetRecord, source: SourceRecord, { event, fresh }: Attempt): void {
  count(state, subnet, event, fresh);
  const times = bump(subnet.names, source.name, fresh, state.rules);
  if (event.user !== null) bump(subnet.tried, event.user, fresh, state.rules);
  countFew(subnet, times, fresh, FEW_OF_SOURCE);
  if (times > 0 && times <= FEW_OF_SOURCE && subnet.pace !== 'fast') setSubnetPace(subnet, event, fresh);
}

function countAccount(state: State, source: SourceRecord, event: Event, fresh: number): void {
  const account = accountOf(state, event, capName(event.user ?? ''));
  count(state, account, event, fresh);
  countFew(account, bump(account.names, source.name, fresh, state.rules), fresh, FEW_OF_SOURCE);
}

function noteSuccess(state: State, event: AuthEvent, name: string, user: string): void {
  const source = sourceOf(state, event, name);
  const account = accountOf(state, event, capName(user));
  state.suspicion = suspect({ source, account, subnet: source.subnet }, event, name, capName(user));
  if (state.suspicion !== null && state.suspicion.severity !== 'low') return;
  takeBack(source, account, capName(user));
  source.good = withName(source.good, account.name, GOOD_KEPT, state.detach);
  account.good = withName(account.good, source.name, GOOD_KEPT, state.detach);
  if (source.subnet) source.subnet.good = withName(source.subnet.good, account.name, GOOD_KEPT, state.detach);
}

/** Who gets in after a few failures had mistyped: those are taken back. */
function takeBack(source: SourceRecord, account: AccountRecord, user: string): void {
  const own = timesOf(source.names, user);
  if (own === 0 || own > FORGIVEN || source.pace !== null) return;
  takeFrom(source, user, own, FEW_AT_ACCOUNT);
  source.logins = Math.max(0, source.logins - own);
  source.unknowns = Math.min(source.unknowns, source.logins);
  source.attempts = Math.max(source.logins, source.unknowns);
  source.strangers?.delete(user);
  if (timesOf(account.names, source.name) === own) takeFrom(account, source.name, own, FEW_OF_SOURCE);
  if (source.subnet && timesOf(source.subnet.names, source.name) === own) takeFrom(source.subnet, source.name, own, FEW_OF_SOURCE);
}

function takeFrom(record: FailureRecord, name: string, own: number, limit: number): void {
  forget(record.names, name);
  record.attempts = Math.max(0, record.attempts - own);
  record.series = Math.max(0, record.series - own);
  if (record.times) record.times.length = Math.max(0, record.times.length - own);
  if (own > limit) return;
  record.few.names = Math.max(0, record.few.names - 1);
  record.few.sightings = Math.max(0, record.few.sightings - own);
}
