import { AGAINST_RECORDS, GUESSING, WEB } from '../domain/category-groups.ts';
import type { Context } from '../domain/context.ts';
import type { Category, Confidence, Finding, FindingDraft } from '../domain/finding.ts';
import type { Severity } from '../domain/severity.ts';
import { atLeast, SEVERITIES, severityRank } from '../domain/severity.ts';
import { proxyOf, scannerAt, sharedPlaceOf } from '../domain/known-places.ts';
import { sameHost, withinAny } from '../domain/within.ts';

export type Adjustment = Finding['adjusted'][number];
/** Adjusted findings may be judged again: earlier adjustments stay. */
type Judgeable = Omit<FindingDraft, 'key' | 'lines'> & { readonly adjusted?: readonly Adjustment[] };
/** What a finding comes to in the analyst's context. */
export interface Judgement {
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly adjusted: Adjustment[];
}

interface Change {
  readonly by: string;
  /** Not worse than this. */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  /** What the context says that severity and confidence cannot: the reading before, and after. */
  readonly note?: readonly [from: string, to: string];
}
type Rule = (finding: Judgeable, context: Context) => Change | null;

/** No job, window or shared address is a reason to do these. */
const NEVER_ROUTINE: ReadonlySet<Category> = new Set<Category>([
  'web-shell', 'command-and-control', 'exfiltration', 'malware', 'ransomware', 'cryptomining', 'prompt-injection',
]);
/** What people and their tools do to a host when they work on it. */
const UPKEEP: ReadonlySet<Category> = new Set<Category>([
  'privilege-escalation', 'account-change', 'persistence', 'execution', 'discovery', 'policy', 'defense-evasion',
  'log-tampering',
]);
const CONFIDENCE_DOWN: Record<Confidence, Confidence> = { high: 'medium', medium: 'low', low: 'low' };

/**
 * What the analyst's context changes in a finding, written down in `adjusted`. Only the context lowers: nothing here
 * looks at the text of a log. Severity is lowered, never raised; what an asset is worth belongs to triage.
 */
export function judge(draft: Judgeable, context: Context): Judgement {
  let [severity, confidence] = [draft.severity, draft.confidence];
  const adjusted = [...draft.adjusted ?? []];
  // Judging twice lowers once.
  const told = new Set(adjusted.map(({ by }) => by));
  let now: Judgeable = draft;
  for (const rule of RULES) {
    const change = rule(now, context);
    if (!change || told.has(change.by)) continue;
    const lower = change.severity ? milder(severity, change.severity) : severity;
    const sure = change.confidence ?? confidence;
    if (lower !== severity) adjusted.push({ by: change.by, from: severity, to: lower });
    if (sure !== confidence) {
      adjusted.push({ by: change.by, from: `${confidence} confidence`, to: `${sure} confidence` });
    }
    if (change.note) adjusted.push({ by: change.by, from: change.note[0], to: change.note[1] });
    [severity, confidence] = [lower, sure];
    now = { ...draft, severity, confidence };
  }
  return { severity, confidence, adjusted };
}

const milder = (a: Severity, b: Severity): Severity => (severityRank(a) >= severityRank(b) ? a : b);

function stepDown(severity: Severity): Severity {
  return SEVERITIES[severityRank(severity) + 1] ?? 'info';
}

const approvedScanner: Rule = ({ sources, last }, context) => {
  const scanner = scannerAt(sources, last, context);
  return scanner && { by: `scanner ${scanner.name}`, severity: 'info' };
};

const automation: Rule = (finding, context) => {
  if (context.automation.length === 0 || finding.users.length === 0 || NEVER_ROUTINE.has(finding.category)) return null;
  const entry = context.automation.find((one) => isWorkOf(one, finding));
  if (!entry) return null;
  return { by: `automation ${entry.name}`, severity: finding.progress === 'attempt' ? 'info' : 'low' };
};

/**
 * Its accounts alone, from its places. Where no place is listed, only what was done on the host counts: whoever guesses
 * the name of such an account from outside is not the automation.
 */
function isWorkOf(entry: Context['automation'][number], { users, sources }: Judgeable): boolean {
  const own = users.filter((user) => entry.users.includes(user));
  const becomes = users.every((user) => user === 'root' || entry.users.includes(user));
  if (own.length === 0 || !becomes) return false;
  return entry.places.length === 0 ? sources.length === 0
    : sources.every((source) => withinAny(source, entry.places));
}

/** Many people share the address: what it did is not what one person did. */
const sharedSource: Rule = (finding, context) => {
  const place = sharedPlaceOf(finding.sources, context);
  if (!place || place.kind === 'proxy') return null;
  const crowd = GUESSING.has(finding.category) && finding.users.length !== 1;
  return {
    by: `${place.kind} ${place.name}`,
    ...(crowd ? { severity: finding.progress === 'attempt' ? 'low' : stepDown(finding.severity) } : {}),
    confidence: CONFIDENCE_DOWN[finding.confidence],
    note: ['one source', 'an address many people share: accuses no single person'],
  };
};

const proxied: Rule = (finding, context) => {
  const proxy = proxyOf(finding.sources, context);
  if (!proxy) return null;
  const volume = finding.progress === 'attempt' && (finding.category === 'web-scan' || GUESSING.has(finding.category));
  return {
    by: `proxy ${proxy.name}`,
    ...(volume ? { severity: 'low' } : {}),
    confidence: CONFIDENCE_DOWN[finding.confidence],
    note: [`source ${finding.sources.join(', ')}`,
      WEB.has(finding.category) || GUESSING.has(finding.category)
        ? `source is the proxy ${proxy.name}, client unknown unless forwarded` : `source is the proxy ${proxy.name}`],
  };
};

/** Explains work on a host inside the window, never an attack that merely falls into it. */
const maintenance: Rule = ({ first, last, category, hosts, severity }, context) => {
  const login = category === 'suspicious-login';
  if (first === null || last === null || !(login ? !atLeast(severity, 'high') : UPKEEP.has(category))) return null;
  const window = context.maintenance.find((one) =>
    Date.parse(one.from) <= first && last <= Date.parse(one.to) && coversHosts(one.hosts, hosts));
  if (!window) return null;
  const careful = login || AGAINST_RECORDS.has(category);
  return { by: `maintenance ${window.name}`, severity: careful ? stepDown(severity) : 'low' };
};

const coversHosts = (listed: readonly string[], hosts: readonly string[]): boolean =>
  listed.length === 0 || (hosts.length > 0 && hosts.every((host) => listed.some((one) => sameHost(one, host))));

const RULES: readonly Rule[] = [approvedScanner, automation, sharedSource, proxied, maintenance];
