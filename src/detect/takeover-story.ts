import type { AuthEvent } from '../domain/event.ts';
import type { Attack, FindingDraft, Severity } from '../domain/finding.ts';
import { byKey, LOGIN_TAINT, lowered } from './attempts.ts';
import type { Suspicion } from './login-suspicion.ts';
import type { Act } from './session-acts.ts';
import { capName, topNames } from './tally.ts';
import type { Telling, Trail } from './trail.ts';
import { citedLines, openTrail, telling, timeOrNull } from './trail.ts';
import { between, listed, plural } from './wording.ts';

/** Acts kept and told; the rest is counted. */
const ACTS_TOLD = 8;

/** A login that worked after guessing, and its story since. */
export interface Takeover {
  readonly key: string;
  readonly source: string;
  readonly user: string;
  readonly host: string | null;
  readonly keyed: boolean;
  readonly suspicion: Suspicion;
  /** The failures, as they stood when the login worked. */
  readonly failures: Trail;
  readonly tried: readonly string[];
  readonly loginLine: Telling;
  readonly logins: Trail;
  readonly inferred: boolean;
  readonly acts: Act[];
  actsBeyond: number;
  /** Became root by sudo or su, or logged in as it. */
  root: boolean;
  grave: boolean;
}

type Detach = (text: string) => string;

export function openTakeover(key: string, event: AuthEvent, suspicion: Suspicion, detach: Detach): Takeover {
  const user = detach(capName(event.user ?? ''));
  return {
    key: detach(key), source: detach(event.source ?? ''), user,
    host: event.host === null ? null : detach(event.host), keyed: byKey(event), suspicion,
    failures: { ...suspicion.history.trail }, tried: topNames(suspicion.history.names, 8), loginLine: telling(event),
    logins: openTrail(event), inferred: event.inferred, acts: [], actsBeyond: 0, root: user === 'root', grave: false,
  };
}

export function addAct(one: Takeover, act: Act): void {
  if (one.acts.some(({ line }) => line.log === act.line.log && line.line === act.line.line)) return;
  if (one.acts.length < ACTS_TOLD) one.acts.push(act);
  else one.actsBeyond += 1;
  one.grave ||= act.grave;
}

const FAMILIES: Record<Suspicion['family'], string> = {
  source: 'after-guessing', subnet: 'after-guessing-nearby', account: 'after-distributed-guessing',
  key: 'key-after-guessing',
};

function severityOf({ suspicion, grave }: Takeover): Severity {
  return suspicion.severity === 'high' && grave ? 'critical' : suspicion.severity;
}

function failuresTold({ suspicion, failures, tried, source, user }: Takeover): string {
  const when = between(failures.first, failures.last);
  const count = plural(suspicion.failures, 'failed login');
  switch (suspicion.family) {
    case 'source': case 'key':
      return `${count} from ${source} (${listed(tried, 4)}) ${when}`;
    case 'subnet':
      return `${count} from ${plural(suspicion.names, 'address', 'addresses')} of its subnet (${listed(tried, 4)}) ${when}`;
    case 'account':
      return `${count} as ${user} from ${plural(suspicion.names, 'source')} (${listed(tried, 4)}) ${when}`;
    default: return suspicion.family satisfies never;
  }
}

function benignOf({ suspicion, keyed }: Takeover): string {
  if (keyed) return 'Keys are not guessed: most likely another person behind the same address.';
  if (suspicion.severity === 'medium') return 'An address shared by many people, or an account that everybody guesses.';
  return 'The owner mistyped for long, or a stored old password was corrected; ask them about this very time.';
}

const attacksOf = (one: Takeover): Attack[] => {
  const all: Attack[] = [
    { tactic: 'credential-access', technique: one.suspicion.names >= 3 ? 'T1110.003' : 'T1110.001' },
    { tactic: 'initial-access', technique: 'T1078.003' },
  ];
  for (const { attack } of one.acts) {
    if (attack && !all.some(({ technique }) => technique === attack.technique)) all.push(attack);
  }
  return all;
};

function afterwards({ acts, actsBeyond }: Takeover): string {
  if (acts.length === 0) return ' No record shows what the session did next.';
  const more = actsBeyond > 0 ? `; and ${actsBeyond} more` : '';
  return ` After that: ${acts.map(({ did }) => did).join('; ')}${more}.`;
}

export function takeoverDraft(detector: string, one: Takeover): FindingDraft {
  const { suspicion, failures, logins, acts } = one;
  const sure = suspicion.severity === 'high' || suspicion.severity === 'critical';
  const progress = acts.length > 0 ? 'action' : 'access';
  const where = one.host === null ? '' : ` on ${one.host}`;
  const lastLine = acts.at(-1)?.line ?? { log: logins.lastLog, line: logins.lastLine, offset: logins.lastOffset, time: timeOrNull(logins.last) };
  const whole: Trail = {
    ...failures, last: lastLine.time ?? logins.last, lastLog: lastLine.log, lastLine: lastLine.line,
    lastOffset: lastLine.offset,
  };
  return {
    detector, key: one.key, category: 'suspicious-login', family: FAMILIES[suspicion.family],
    title: `Login as ${one.user} from ${one.source} after ${plural(suspicion.failures, 'failure')}`,
    severity: severityOf(one), confidence: lowered(suspicion.confidence, one.inferred),
    progress: sure ? progress : 'cannot-tell', attack: attacksOf(one),
    sources: [one.source], targets: one.host === null ? [] : [one.host],
    users: [one.user, ...new Set(acts.flatMap(({ account }) => (account === null || account === one.user ? [] : [account])))],
    hosts: one.host === null ? [] : [one.host], count: suspicion.failures + logins.count,
    first: timeOrNull(whole.first), last: timeOrNull(whole.last),
    lines: citedLines(whole, [one.loginLine, ...acts.map(({ line }) => line)]), taint: LOGIN_TAINT,
    reason: `${failuresTold(one)}; then ${one.source} logged in as ${one.user}${where} by `
      + `${one.keyed ? 'key' : 'password'} ${between(logins.first, logins.last)}.${afterwards(one)}`,
    benign: benignOf(one),
  };
}
