import { FOOTHOLD, LOGINS, SCOUTING, WEB } from '../domain/category-groups.ts';
import type { Context } from '../domain/context.ts';
import { succeeded } from '../domain/progress.ts';
import type { Category, Finding } from '../domain/finding.ts';
import type { EvidenceId } from '../domain/ids.ts';
import type { Incident, Triage } from '../domain/incident.ts';
import type { Asset } from '../domain/known-places.ts';
import { assetOf } from '../domain/known-places.ts';

export type Term = Triage['terms'][number];

/** Weights of the impact sum, 100 together. Method after NCISS (CISA): a weighted mean; the weights are our own. */
const WEIGHTS = { progress: 25, asset: 20, function: 15, info: 15, privilege: 10, spread: 10, recover: 5 } as const;
export type TermName = keyof typeof WEIGHTS;

export const CRITICALITY: Record<Asset['criticality'], number> = {
  lab: 0.1, workstation: 0.3, server: 0.5, important: 0.75, 'crown-jewel': 1,
};
const UNKNOWN_ASSET = 0.5;

const SCOUTED = 0.1;
const TRIED = 0.25;
const ACCESS = 0.5;
const EXECUTION = 0.7;
/** How far an act brings its actor; categories not named are worth what an execution is. */
const REACHED: Partial<Record<Category, number>> = {
  'brute-force': ACCESS, 'password-spray': ACCESS, 'suspicious-login': ACCESS, policy: ACCESS,
  'privilege-escalation': 0.85, 'lateral-movement': 0.85,
  exfiltration: 1, ransomware: 1, cryptomining: 1, 'denial-of-service': 1, spam: 1,
};
const SUPERUSERS: ReadonlySet<string> = new Set(['root', 'Administrator', 'SYSTEM']);

export interface Subject {
  readonly incident: Incident;
  readonly members: readonly Finding[];
  readonly context: Context;
}

/** One candidate for a term: the largest value wins, the first of equals is told. */
interface Candidate {
  readonly value: number;
  readonly why: string;
  readonly evidence: readonly EvidenceId[];
}

const CITED = 4;
const none = (why: string): Candidate => ({ value: 0, why, evidence: [] });
const from = (finding: Finding, value: number, why: string): Candidate => ({ value, why, evidence: finding.evidence });

function term(name: TermName, candidates: readonly Candidate[], otherwise: Candidate): Term {
  const best = candidates.reduce((a, b) => (b.value > a.value ? b : a), otherwise);
  return { name, weight: WEIGHTS[name], value: best.value, why: best.why, evidence: best.evidence.slice(0, CITED) };
}

const acted = ({ progress }: Finding): boolean => progress === 'action';
const successes = ({ members }: Subject): readonly Finding[] => members.filter(succeeded);
const is = (finding: Finding, ...categories: readonly Category[]): boolean => categories.includes(finding.category);

/** The seven terms of the sum, in the order they are printed. */
export const termsOf = (subject: Subject): readonly Term[] => [
  progressTerm(subject), assetTerm(subject), functionTerm(subject), infoTerm(subject), privilegeTerm(subject),
  spreadTerm(subject), recoverTerm(subject),
];

function progressTerm({ members }: Subject): Term {
  return term('progress', members.map((one) => {
    const what = one.category.replaceAll('-', ' ');
    if (acted(one)) return from(one, reachedBy(one), `${what}: done`);
    if (succeeded(one)) return from(one, ACCESS, `${what}: got in`);
    return SCOUTING.has(one.category) ? from(one, SCOUTED, `${what}: looked around`) : from(one, TRIED, `${what}: tried`);
  }), none('nothing is on record'));
}

/** A login's own finding may tell what its session did: then the tactics it names say how far that went. */
const session = (finding: Finding, tactic: string): boolean =>
  acted(finding) && LOGINS.has(finding.category) && finding.attack.some((one) => one.tactic === tactic);

function reachedBy(finding: Finding): number {
  if (session(finding, 'privilege-escalation')) return 0.85;
  return session(finding, 'persistence') || session(finding, 'execution') ? EXECUTION : REACHED[finding.category] ?? EXECUTION;
}

function assetTerm({ incident, context }: Subject): Term {
  const known = incident.hosts.flatMap((host) => {
    const asset = assetOf(host, context);
    return asset ? [{ value: CRITICALITY[asset.criticality], why: `${asset.name} is ${asset.criticality}`, evidence: [] }] : [];
  });
  const unknown = known.length < Math.max(1, incident.hosts.length);
  const guess = { value: UNKNOWN_ASSET, why: 'criticality unknown: not in the context', evidence: [] };
  return term('asset', known, unknown ? guess : none(''));
}

function functionTerm({ members }: Subject): Term {
  return term('function', members.flatMap((one) => {
    if (is(one, 'ransomware') && acted(one)) return [from(one, 1, 'files encrypted: the service is denied')];
    if (is(one, 'denial-of-service')) return [from(one, succeeded(one) ? 0.7 : 0.4, 'the service is under load')];
    return is(one, 'cryptomining', 'spam') && acted(one) ? [from(one, 0.4, 'the machine works for somebody else')] : [];
  }), none('no sign that a service suffers'));
}

function infoTerm(subject: Subject): Term {
  return term('info', successes(subject).map((one) => {
    if (is(one, 'exfiltration') && acted(one)) return from(one, 1, 'data is shown to have left');
    if (is(one, 'credential-access') && acted(one)) return from(one, 0.8, 'credentials were read');
    if (is(one, 'web-exploit', 'exfiltration', 'discovery')) return from(one, 0.5, 'internal data was answered');
    return from(one, 0.25, 'whoever is in can read what the account can');
  }), none('no sign of access to data'));
}

function privilegeTerm(subject: Subject): Term {
  return term('privilege', successes(subject).map((one) => {
    const becomes = is(one, 'privilege-escalation') ? one.targets : [];
    const superuser = [...one.users, ...becomes].find((name) => SUPERUSERS.has(name));
    if (superuser !== undefined) return from(one, 0.9, `${superuser} is theirs`);
    if (session(one, 'privilege-escalation')) return from(one, 0.9, 'the session became an administrator');
    if (FOOTHOLD.has(one.category) && acted(one)) return from(one, 0.9, 'changed what only an administrator can');
    return WEB.has(one.category) ? from(one, 0.6, 'acts as the web service') : from(one, 0.5, 'acts as a user');
  }), none('no account is shown to be taken'));
}

function spreadTerm({ incident, members }: Subject): Term {
  const count = incident.hosts.length;
  const value = count > 25 ? 1 : count > 5 ? 0.7 : count > 1 ? 0.4 : 0.1;
  const shown = members.find(succeeded) ?? members[0];
  return term('spread', [{ value, why: count > 1 ? `${count} hosts` : 'one host', evidence: shown?.evidence ?? [] }], none(''));
}

function recoverTerm(subject: Subject): Term {
  return term('recover', successes(subject).map((one) => {
    if (is(one, 'ransomware', 'exfiltration') && acted(one)) return from(one, 1, 'what is lost does not come back');
    const deep = FOOTHOLD.has(one.category) || is(one, 'privilege-escalation', 'malware', 'web-shell')
      || session(one, 'privilege-escalation') || session(one, 'persistence');
    if (acted(one) && deep) {
      return from(one, 0.6, 'the host cannot be trusted until rebuilt');
    }
    return from(one, 0.25, 'accounts and sessions must be reset');
  }), none('nothing to restore'));
}
