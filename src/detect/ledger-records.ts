import type { Event } from '../domain/event.ts';
import type { FewTimes, Tally } from './tally.ts';
import { openTally } from './tally.ts';
import type { Trail } from './trail.ts';
import { openTrail } from './trail.ts';

/** `fast` within minutes, `slow` within a day or by the sum alone. */
export type Pace = 'fast' | 'slow';

/** Failed logins of one source, at one account, or out of one subnet. */
export interface FailureRecord {
  readonly name: string;
  /** Order in which records were opened, and the turn of the ledger that changed it last: for telling what is new. */
  readonly since: number;
  changed: number;
  attempts: number;
  /** Failures of the current series: a day without one begins another. */
  series: number;
  trail: Trail;
  /** Accounts a source tried; sources that tried an account or belong to a subnet. */
  names: Tally;
  /** Of those, the ones with few tries each, and the most of them there were at once. */
  few: FewTimes;
  peak: FewTimes;
  /** Accounts a source tried that do not exist; they are not among `few`. */
  strangers: Set<string> | null;
  /** Who got in without suspicion: users of a source or subnet, sources of an account. */
  good: readonly string[];
  hosts: readonly string[];
  inferred: boolean;
  pace: Pace | null;
  times: number[] | null;
}

export interface SourceRecord extends FailureRecord {
  readonly subnet: SubnetRecord | null;
  /** Attempts decided, and statements that the account does not exist: one attempt may be recorded as both. */
  logins: number;
  unknowns: number;
  /** Connections counted already: by a key offered, by a statement. */
  keyPid: string | null;
  statedPid: string | null;
}

export type AccountRecord = FailureRecord;

export interface SubnetRecord extends FailureRecord {
  /** Accounts tried out of the subnet. */
  tried: Tally;
}

const NOBODY: readonly string[] = [];

// Written out field by field: these are made once for each stranger, and spreading one object into another is slow.
export const openSource = (event: Event, name: string, since: number, subnet: SubnetRecord | null): SourceRecord => ({
  name, since, changed: since, attempts: 0, series: 0, trail: openTrail(event), names: openTally(),
  few: { names: 0, sightings: 0 }, peak: { names: 0, sightings: 0 }, good: NOBODY, hosts: NOBODY, inferred: false,
  pace: null, times: null, strangers: null, subnet, logins: 0, unknowns: 0, keyPid: null, statedPid: null,
});

export const openAccount = (event: Event, name: string, since: number): AccountRecord => ({
  name, since, changed: since, attempts: 0, series: 0, trail: openTrail(event), names: openTally(),
  few: { names: 0, sightings: 0 }, peak: { names: 0, sightings: 0 }, good: NOBODY, hosts: NOBODY, inferred: false,
  pace: null, times: null, strangers: null,
});

export const openSubnet = (event: Event, name: string, since: number): SubnetRecord => ({
  name, since, changed: since, attempts: 0, series: 0, trail: openTrail(event), names: openTally(),
  few: { names: 0, sightings: 0 }, peak: { names: 0, sightings: 0 }, good: NOBODY, hosts: NOBODY, inferred: false,
  pace: null, times: null, strangers: null, tried: openTally(),
});
