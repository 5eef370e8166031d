import type { AuthEvent } from '../domain/event.ts';
import type { Attack, Category, FindingDraft } from '../domain/finding.ts';
import type { Severity } from '../domain/severity.ts';
import { byKey, LOGIN_TAINT, lowered } from './attempts.ts';
import type { Suspicion } from './login-suspicion.ts';
import type { Act } from './session-acts.ts';
import { capName, topNames } from './tally.ts';
import type { Telling, Trail } from './trail.ts';
import { citedLines, openTrail, telling, timeOrNull, trailOf } from './trail.ts';
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
    failures: { ...suspicion.record.trail }, tried: topNames(suspicion.record.names, 8), loginLine: telling(event),
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
  return [...all, ...distinctAttacks(one.acts).filter((attack) => !all.some(({ technique }) => technique === attack.technique))];
};

const distinctAttacks = (acts: readonly Act[]): Attack[] =>
  [...new Map(acts.flatMap(({ attack }) => (attack ? [[attack.technique, attack] as const] : []))).values()];

function afterwards({ acts, actsBeyond }: Takeover): string {
  if (acts.length === 0) return ' No record shows what the session did next.';
  const more = actsBeyond > 0 ? `; and ${actsBeyond} more` : '';
  return ` After that: ${acts.map(({ did }) => did).join('; ')}${more}.`;
}

const isSure = ({ suspicion: { severity } }: Takeover): boolean => severity === 'high' || severity === 'critical';

/** What the session did, a finding for each kind of act, so that each stands in the timeline at its own time. */
export function actDrafts(detector: string, one: Takeover): readonly FindingDraft[] {
  if (!isSure(one)) return [];
  const kinds = new Map<Category, Act[]>();
  for (const act of one.acts) kinds.set(act.category, [...(kinds.get(act.category) ?? []), act]);
  return [...kinds].map(([category, acts]) => actDraft(detector, one, { category, acts }));
}

function actDraft(
  detector: string, one: Takeover, { category, acts }: { readonly category: Category; readonly acts: readonly Act[] },
): FindingDraft {
  const accounts = acts.flatMap(({ account }) => (account === null ? [] : [account]));
  const became = acts.some(({ becameRoot }) => becameRoot) ? ['root'] : [];
  const trail = trailOf(acts.map(({ line }) => line));
  return {
    detector, key: `${one.key} ${category}`, category, family: 'after-break-in',
    title: became.length > 0 && category === 'privilege-escalation'
      ? `${one.user} became root after the break-in`
      : `After the break-in ${one.user} ${acts[0]?.plain ?? 'acted'}`,
    severity: acts.some(({ grave }) => grave) ? 'high' : 'medium', confidence: one.suspicion.confidence, progress: 'action',
    attack: distinctAttacks(acts), sources: [], targets: [...new Set([...accounts, ...became])],
    users: [one.user, ...became.filter((name) => name !== one.user)], hosts: one.host === null ? [] : [one.host],
    count: acts.length, first: timeOrNull(trail.first), last: timeOrNull(trail.last),
    lines: citedLines(trail, acts.map(({ line }) => line)), taint: ['command'],
    reason: `The account ${one.user} was entered from ${one.source} after failed guessing; then: ${acts.map(({ did }) => did).join('; ')}.`,
    benign: 'The owner of the account at work, if the login before was theirs.',
  };
}

export function takeoverDraft(detector: string, one: Takeover): FindingDraft {
  const { suspicion, failures, logins, acts } = one;
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
    progress: isSure(one) ? 'access' : 'cannot-tell', attack: attacksOf(one),
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
