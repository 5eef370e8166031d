import type { AuthEvent } from '../domain/event.ts';
import type { Confidence } from '../domain/finding.ts';
import type { Severity } from '../domain/severity.ts';
import { isGuessedByAll } from './account-names.ts';
import { byKey, FORGIVEN, HOUR } from './attempts.ts';
import type { AccountRecord, FailureRecord, SourceRecord, SubnetRecord } from './ledger-records.ts';
import { isPrivate } from './subnet.ts';
import { ranked, sizeOf, timesOf } from './tally.ts';
import { timeOf } from './trail.ts';

/** More than a person mistypes before asking for a new password. */
const GUESSES = FORGIVEN + 1;
/** Names tried from one source before the one that worked: a person has one, perhaps two. */
const NAMES = 3;
/** Somebody who got in from here before may mistype more often. */
const KNOWN_PERSON_GUESSES = 10;
/** So many people get in from one source that it is a gateway: then only failures at the very account count. */
const GATEWAY_PEOPLE = 3;
/** Addresses that try one account a few times each before it opens to another; a crowd where all scanners try it. */
const ACCOUNT_SOURCES = 5;
const ACCOUNT_GUESSES = 10;
const CROWD = 20;
/** A success that the guessing of others made likely comes soon after it. */
const SOON = HOUR;
/** Guesses of root no person makes. */
const MACHINE_GUESSES = 20;

/** Why a success looks like the end of guessing. */
export interface Suspicion {
  readonly family: 'source' | 'subnet' | 'account' | 'key';
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** Whose failures they were, as counted so far. */
  readonly record: FailureRecord;
  readonly failures: number;
  readonly names: number;
}

/** The failures that bear on a login: of its source, its subnet, its account. */
export interface Before {
  readonly source: SourceRecord;
  readonly subnet: SubnetRecord | null;
  readonly account: AccountRecord;
}

/** Judges a login by what failed before it; null where it looks like the work of the account's owner. */
export function suspect(before: Before, event: AuthEvent, source: string, user: string): Suspicion | null {
  const own = recent(before.source, event);
  if (byKey(event)) return own ? keyAfterGuessing(own, user) : null;
  const success = { own, source, user };
  return (own && bySource(own, source, user))
    ?? bySubnet(recent(before.subnet, event), success)
    ?? byAccount(recent(before.account, event, SOON), success);
}

function recent<Kind extends FailureRecord>(record: Kind | null, event: AuthEvent, window = 24 * HOUR): Kind | null {
  if (!record || record.series === 0) return null;
  return timeOf(event) - record.trail.last > window ? null : record;
}

/** Names of an older series may still be kept. */
const namesIn = ({ names, series }: FailureRecord): number => Math.min(series, sizeOf(names));

const isGuessing = (source: SourceRecord): boolean => source.series >= GUESSES || namesIn(source) >= NAMES;

function bySource(source: SourceRecord, name: string, user: string): Suspicion | null {
  if (!isGuessing(source)) return null;
  const atUser = timesOf(source.names, user);
  const names = namesIn(source);
  const said = { family: 'source', record: source, failures: source.series, names } as const;
  if (source.good.includes(user) && names === 1 && atUser < KNOWN_PERSON_GUESSES) return null;
  if (source.good.filter((other) => other !== user).length >= GATEWAY_PEOPLE) {
    const strange = atUser >= GUESSES || (names >= 2 * NAMES && !isPrivate(name));
    return strange ? { ...said, severity: 'medium', confidence: 'low' } : null;
  }
  return { ...said, severity: severityOf(source, user), confidence: isSure(source) ? 'high' : 'medium' };
}

const isSure = (source: SourceRecord): boolean => source.series >= 2 * GUESSES || namesIn(source) >= NAMES;
const severityOf = ({ series }: SourceRecord, user: string): Severity =>
  (user === 'root' && series >= MACHINE_GUESSES ? 'critical' : 'high');

/** A key is not guessed: either somebody else works behind the same address, or the key was put there. */
function keyAfterGuessing(source: SourceRecord, user: string): Suspicion | null {
  if (!isGuessing(source) || source.good.length >= GATEWAY_PEOPLE || source.good.includes(user)) return null;
  const same = timesOf(source.names, user) > 0;
  const said = { family: 'key', record: source, failures: source.series, names: namesIn(source) } as const;
  return { ...said, severity: same ? 'medium' : 'low', confidence: 'low' };
}

/** Neighbours failed at this account, or at many; this address, which had not failed enough itself, got in. */
function bySubnet(subnet: SubnetRecord | null, { own, source, user }: Success): Suspicion | null {
  if (!subnet || subnet.good.length > 0 || isPrivate(source)) return null;
  const names = namesIn(subnet);
  const neighbours = names - (own && own.series > 0 ? 1 : 0);
  if (subnet.series < GUESSES || neighbours < 2) return null;
  const said = { family: 'subnet', record: subnet, failures: subnet.series, names } as const;
  if (timesOf(subnet.tried, user) > 0) return { ...said, severity: 'high', confidence: names >= NAMES ? 'medium' : 'low' };
  return sizeOf(subnet.tried) >= NAMES ? { ...said, severity: 'medium', confidence: 'low' } : null;
}

interface Success {
  readonly own: SourceRecord | null;
  readonly source: string;
  readonly user: string;
}

/** Many strangers failed at the account, then a source without a past got in. */
function byAccount(account: AccountRecord | null, { own, source, user }: Success): Suspicion | null {
  if (!account || account.good.includes(source)) return null;
  const quiet = ranked(account.names).filter(([, times]) => times <= FORGIVEN);
  const failures = quiet.reduce((sum, [, times]) => sum + times, 0);
  const crowd = isGuessedByAll(user);
  if (quiet.length < (crowd ? CROWD : ACCOUNT_SOURCES) || failures < ACCOUNT_GUESSES) return null;
  const tookPart = own !== null && timesOf(own.names, user) > 0;
  if (!tookPart && isPrivate(source)) return null;
  const said = { family: 'account', record: account, failures, names: quiet.length } as const;
  if (crowd && !tookPart) return { ...said, severity: 'medium', confidence: 'low' };
  return { ...said, severity: 'high', confidence: tookPart ? 'high' : 'medium' };
}
