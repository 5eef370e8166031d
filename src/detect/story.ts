import { GUESSING, WEB } from '../domain/category-groups.ts';
import type { Finding } from '../domain/finding.ts';
import { atLeast, severityRank } from '../domain/finding.ts';
import type { TimelineStep } from '../domain/incident.ts';
import { spanText } from '../domain/times.ts';
import { tacticOf, tacticRank } from './attack-tactics.ts';
import type { EvidenceOf } from './cited-line.ts';
import { linesOf, loginLine, loginWord, momentOf } from './cited-line.ts';

/** Parts of a title; more is read in the timeline. */
const TITLE_PARTS = 3;
/** An account name in a title is the log's text: it gets this much room. */
const NAME_LENGTH = 32;
/** Evidence ids a timeline step cites. */
const STEP_EVIDENCE = 4;

interface Stage {
  readonly finding: Finding;
  readonly at: number | null;
}

/** What one stage adds to the title; null where it adds nothing. `first` is the login or first success before it. */
type Phrase = (stage: Stage, story: Story) => string | null;
interface Story {
  readonly stages: readonly Stage[];
  /** The login or first web success everything after it is measured from. */
  readonly entry: Stage | null;
  readonly guessed: boolean;
}

const short = (name: string): string => (name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH - 1)}…` : name);
const whose = ({ users }: Finding): string => {
  const [first, ...rest] = users;
  return first === undefined ? 'an account' : rest.length > 2 ? 'several accounts' : users.map(short).join(' and ');
};
const from = ({ sources }: Finding): string => {
  const [first, ...rest] = sources;
  return first === undefined ? '' : rest.length === 0 ? ` from ${short(first)}` : ` from ${sources.length} sources`;
};
const later = ({ at }: Stage, { entry }: Story): string =>
  at === null || entry?.at === null || entry?.at === undefined || at < entry.at ? '' : ` ${spanText(at - entry.at)} later`;

const loggedIn: Phrase = ({ finding }, { guessed }) =>
  guessed ? `${whose(finding)}'s password guessed` : `${whose(finding)} logged in${from(finding)}`;
const FAMILY_WORDS: ReadonlyMap<string, string> = new Map([
  ['sqli', 'SQL injection'], ['xss', 'script injection'], ['cmdi', 'command injection'],
  ['rce', 'code execution'], ['path-traversal', 'path traversal'], ['lfi', 'file inclusion'],
]);
const webSuccess: Phrase = ({ finding }) => {
  if (finding.category === 'web-shell') return 'a web shell used';
  const family = finding.family ?? '';
  return `${FAMILY_WORDS.get(family) ?? 'a web attack'} answered as if it worked`;
};
const rooted: Phrase = (stage, story) => {
  const { users, targets } = stage.finding;
  return `${[...users, ...targets].includes('root') ? 'root' : 'more rights'}${later(stage, story)}`;
};
const foothold: Phrase = ({ finding }, { entry }) => {
  if (entry && atLeast(finding.severity, 'high')) return 'a backdoor left';
  const name = finding.targets[0];
  return finding.category === 'account-change' && name !== undefined ? `account ${short(name)} changed` : 'a foothold made';
};
const said = (text: string): Phrase => () => text;

const PHRASES: Partial<Record<Finding['category'], Phrase>> = {
  'brute-force': loggedIn, 'password-spray': loggedIn, 'user-enumeration': loggedIn, 'suspicious-login': loggedIn,
  'web-exploit': webSuccess, 'web-shell': webSuccess, 'web-scan': webSuccess, 'privilege-escalation': rooted,
  'account-change': foothold, persistence: foothold, execution: said('commands run'),
  'credential-access': said('credentials read'), 'defense-evasion': said('traces covered'),
  discovery: said('a look around'), 'command-and-control': said('contact to a control server'),
  exfiltration: said('data taken'), malware: said('malicious software'), ransomware: said('files encrypted'),
  cryptomining: said('a miner run'), 'denial-of-service': said('a service made unavailable'), spam: said('spam sent'),
  'prompt-injection': said('text written to mislead a reader'), 'log-tampering': said('records tampered with'),
  'lateral-movement': ({ finding }) => `moved on to ${short(finding.targets[0] ?? finding.hosts[0] ?? 'another host')}`,
};

const succeeded = ({ finding: { progress } }: Stage): boolean => progress === 'access' || progress === 'action';

function storyOf(findings: readonly Finding[], evidenceOf: EvidenceOf): Story {
  const stages = findings.map((finding) => ({ finding, at: momentOf(finding, evidenceOf) })).sort(inOrder);
  const entry = stages.find(({ finding }) => finding.progress === 'access') ?? null;
  return { stages, entry, guessed: entry !== null && ledByGuessing(entry.finding, findings, evidenceOf) };
}

/** Failures from the same source precede the login: another finding says so, or this finding's own lines do. */
export function ledByGuessing(entry: Finding, findings: readonly Finding[], evidenceOf: EvidenceOf): boolean {
  if (GUESSING.has(entry.category)) return true;
  const login = momentOf(entry, evidenceOf);
  const earlier = findings.some(({ category, sources, first }) =>
    GUESSING.has(category) && sources.some((source) => entry.sources.includes(source))
    && (first === null || login === null || first <= login));
  return earlier || linesOf(entry, evidenceOf).some(({ text }) => loginWord(text) === 'refused');
}

/** `deploy's password guessed, root 15 s later, a backdoor left`. */
export function titleOf(findings: readonly Finding[], evidenceOf: EvidenceOf): string {
  const story = storyOf(findings, evidenceOf);
  const successes = story.stages.filter(succeeded);
  if (successes.length === 0) return attemptTitle(story.stages);
  const parts = successes.flatMap((stage) => PHRASES[stage.finding.category]?.(stage, story) ?? []);
  const told = distinct(parts);
  return told.length <= TITLE_PARTS ? told.join(', ') : `${told.slice(0, TITLE_PARTS).join(', ')} and more`;
}

/** Parts that tell the same thing once, whatever their time. */
const distinct = (parts: readonly string[]): readonly string[] => {
  const seen = new Map<string, string>();
  for (const part of parts) {
    const key = part.replace(/ [0-9].* later$/, '');
    if (!seen.has(key)) seen.set(key, part);
  }
  return [...seen.values()];
};

function attemptTitle(stages: readonly Stage[]): string {
  const sources = new Set(stages.flatMap(({ finding }) => finding.sources));
  const [only] = sources;
  const by = sources.size === 0 ? '' : sources.size === 1 ? ` from ${short(only ?? '')}` : ` from ${sources.size} sources`;
  const worst = stages.map(({ finding }) => finding).sort((a, b) => severityRank(a.severity) - severityRank(b.severity))[0];
  if (!worst) return 'attempts';
  const kind = WEB.has(worst.category) ? 'attacks on the web site' : GUESSING.has(worst.category) ? 'password guessing'
    : worst.category.replaceAll('-', ' ');
  return `${kind}${by}, ${worst.progress === 'cannot-tell' ? 'success cannot be told' : 'no sign of success'}`;
}

const rank = ({ finding }: Stage): number =>
  (finding.progress === 'attempt' ? -1 : tacticRank(tacticOf(finding)));
const number = ({ id }: Finding): number => Number(id.slice(1));
const inOrder = (a: Stage, b: Stage): number =>
  (a.at ?? Number.POSITIVE_INFINITY) - (b.at ?? Number.POSITIVE_INFINITY) || rank(a) - rank(b)
  || number(a.finding) - number(b.finding);

/** In order of time, then of ATT&CK tactics; a login that took attempts shows where these begin. */
export function timelineOf(findings: readonly Finding[], evidenceOf: EvidenceOf): TimelineStep[] {
  const steps = findings.flatMap((finding) => stepsOf(finding, evidenceOf));
  return steps
    .map((step) => ({ step, stage: { finding: step.of, at: step.time } }))
    .sort((a, b) => inOrder(a.stage, b.stage))
    .map(({ step: { of: _of, ...step } }) => step);
}

type Step = TimelineStep & { readonly of: Finding };

function stepsOf(finding: Finding, evidenceOf: EvidenceOf): readonly Step[] {
  const at = momentOf(finding, evidenceOf);
  const tactic = tacticOf(finding);
  const step = {
    time: at, tactic, text: finding.title, finding: finding.id, evidence: finding.evidence.slice(0, STEP_EVIDENCE),
    of: finding,
  };
  const begins = finding.progress === 'access' && finding.first !== null && at !== null && finding.first < at;
  if (!begins) return [step];
  const login = loginLine(finding, evidenceOf);
  return [
    { ...step, time: finding.first, tactic: 'credential-access', text: 'attempts begin', evidence: finding.evidence.slice(0, 1) },
    { ...step, evidence: login ? [login.id] : step.evidence },
  ];
}
