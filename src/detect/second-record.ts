import type { Detach } from '../domain/detach.ts';
import type { AuthEvent } from '../domain/event.ts';
import type { FindingDraft } from '../domain/finding.ts';
import { SECOND } from './attempts.ts';
import { capName } from './tally.ts';
import type { Telling, Trail } from './trail.ts';
import { citedLines, extend, openTrail, telling, TELLING_LIMIT, timeOf, timeOrNull } from './trail.ts';
import { openKeyed } from './window.ts';
import { between, listed, plural } from './wording.ts';

/** The session of a login is opened at once; a slow directory takes some seconds. */
const TOGETHER = 30 * SECOND;
/** Logins with their session seen before a lone one is odd, and the share of them that must have had one. */
const PROVEN = 5;
const PROVEN_SHARE = 0.9;
const OPEN_LIMIT = 1_024;
const USERS_LISTED = 8;

interface Waiting {
  readonly line: Telling;
  readonly count: number;
  readonly user: string;
  readonly session: boolean;
}

interface Host {
  readonly name: string;
  paired: number;
  newest: number;
  /** Records whose second has not come yet, by process, oldest first. */
  readonly waiting: Map<string, Waiting>;
  readonly lone: Waiting[];
  loneCount: number;
  told: number;
}

export interface SecondRecords {
  note(event: AuthEvent): void;
  missing(): readonly Omit<FindingDraft, 'detector'>[];
  evicted(): number;
}

/** Holds login records against the PAM session that the same process opens: who wipes one record forgets the other. */
export function openSecondRecords(detach: Detach): SecondRecords {
  const hosts = openKeyed<Host>(OPEN_LIMIT, () => true);
  const hostOf = (event: AuthEvent): Host => {
    const name = event.host ?? '';
    const known = hosts.get(name);
    if (known) return known;
    const host: Host = {
      name: detach(name), paired: 0, newest: NaN, waiting: new Map(), lone: [], loneCount: 0, told: 0,
    };
    hosts.set(host.name, host);
    return host;
  };
  return {
    note(event) {
      const session = event.action === 'session-open';
      if (event.service !== 'ssh' || event.pid === null || event.time === null) return;
      if (session || (event.action === 'login' && event.primary)) pair(hostOf(event), event, { session, detach });
    },
    missing: () => [...hosts.values()].flatMap((host) => draftsOf(host)),
    evicted: () => hosts.evicted(),
  };
}

interface PairRules {
  readonly session: boolean;
  readonly detach: Detach;
}

function pair(host: Host, event: AuthEvent, { session, detach }: PairRules): void {
  host.newest = timeOf(event);
  expire(host);
  const key = `${event.pid ?? ''} ${capName(event.user ?? '')}`;
  const other = host.waiting.get(key);
  if (other && other.session !== session) {
    host.waiting.delete(key);
    host.paired += 1;
  } else if (host.waiting.size < OPEN_LIMIT) {
    host.waiting.set(detach(key), {
      line: telling(event), count: event.count, user: detach(capName(event.user ?? '')), session,
    });
  }
}

/** Oldest first, so the first that is still young ends it. */
function expire(host: Host): void {
  for (const [key, one] of host.waiting) {
    if (host.newest - (one.line.time ?? NaN) <= TOGETHER) return;
    host.waiting.delete(key);
    host.loneCount += 1;
    if (host.lone.length < TELLING_LIMIT) host.lone.push(one);
  }
}

function draftsOf(host: Host): readonly Omit<FindingDraft, 'detector'>[] {
  const usual = host.paired >= PROVEN && host.paired >= PROVEN_SHARE * (host.paired + host.loneCount);
  const [first, ...rest] = host.lone;
  if (!usual || !first || host.told === host.loneCount) return [];
  host.told = host.loneCount;
  const trail: Trail = openTrail({ ...first.line, count: 1 });
  for (const one of rest) extend(trail, { ...one.line, count: 1 });
  const users = [...new Set(host.lone.map(({ user }) => user))].sort();
  const sessions = host.lone.filter(({ session }) => session).length;
  const what = sessions === host.lone.length ? 'sessions without a login record'
    : sessions === 0 ? 'login records without their session' : 'logins with only one of their two records';
  return [{
    key: `second ${host.name}`, category: 'log-tampering', family: 'second-record-missing', title: `SSH ${what}`,
    severity: 'medium', confidence: 'low', progress: 'cannot-tell',
    attack: [{ tactic: 'defense-evasion', technique: 'T1070.002' }], sources: [], targets: users, users: [],
    hosts: host.name === '' ? [] : [host.name], count: host.loneCount, first: timeOrNull(trail.first),
    last: timeOrNull(trail.last), lines: citedLines(trail, host.lone.map(({ line }) => line)), taint: ['all'],
    reason: `${plural(host.loneCount, 'record')} for ${listed(users, USERS_LISTED)} ${between(trail.first, trail.last)}: ${what}, `
      + `while ${plural(host.paired, 'other login')} of this host ${host.paired === 1 ? 'has' : 'have'} both. A record was removed, or written by hand.`,
    benign: 'A connection that broke between both records, or records dropped under load.',
  }];
}
