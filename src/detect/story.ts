import { GUESSING, LOGINS, WEB } from '../domain/category-groups.ts';
import type { Event } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import { atLeast, severityRank } from '../domain/severity.ts';
import type { TimelineStep } from '../domain/incident.ts';
import { spanText } from '../domain/times.ts';
import { tacticOf, tacticRank } from './attack-tactics.ts';
import type { Cited, CitedBy } from './cited-line.ts';
import { actsCited, isRefused, loginOf, momentOf } from './cited-line.ts';
import { isEntry, succeeded } from '../domain/progress.ts';

/** Parts of a title; more is read in the timeline. */
const TITLE_PARTS = 3;
/** An account name in a title is the log's text: it gets this much room. */
const NAME_LENGTH = 32;
/** A command in the timeline is the log's text: it gets this much room. */
const COMMAND_LENGTH = 120;
/** Evidence ids a timeline step cites. */
const STEP_EVIDENCE = 4;

interface Stage {
  readonly finding: Finding;
  readonly at: number | null;
}

/** What one stage adds to the title. */
type Phrase = (stage: Stage, story: Story) => string;
interface Story {
  readonly stages: readonly Stage[];
  /** The login that everything after it is measured from. */
  readonly entry: Stage | null;
  readonly guessed: boolean;
  readonly citedBy: CitedBy;
}

const short = (name: string): string => (name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH - 1)}…` : name);
/** The account entered stands first; later ones are those its session touched. */
const whose = ({ users: [first] }: Finding): string => (first === undefined ? 'an account' : short(first));
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

function storyOf(findings: readonly Finding[], citedBy: CitedBy): Story {
  const stages = findings.map((finding) => ({ finding, at: momentOf(finding, citedBy) })).sort(inOrder);
  const entry = stages.find(({ finding }) => isEntry(finding) && succeeded(finding)) ?? null;
  return { stages, entry, guessed: entry !== null && ledByGuessing(entry.finding, findings, citedBy), citedBy };
}

/** Failures from the same source precede the login: another finding says so, or this finding's own lines do. */
export function ledByGuessing(entry: Finding, findings: readonly Finding[], citedBy: CitedBy): boolean {
  if (GUESSING.has(entry.category)) return true;
  const login = momentOf(entry, citedBy);
  const earlier = findings.some(({ category, sources, first }) =>
    GUESSING.has(category) && sources.some((source) => entry.sources.includes(source))
    && (first === null || login === null || first <= login));
  return earlier || citedBy(entry).some(({ events, time }) => events.some(isRefused)
    && (time === null || login === null || time <= login));
}

/** `deploy's password guessed, root 15 s later, a backdoor left`. */
export function titleOf(findings: readonly Finding[], citedBy: CitedBy): string {
  const story = storyOf(findings, citedBy);
  const successes = story.stages.filter(({ finding }) => succeeded(finding));
  if (successes.length === 0) return attemptTitle(story.stages);
  const told = distinct(successes.flatMap((stage) => [...phraseOf(stage, story), ...sessionPhrases(stage, story)]));
  return told.length <= TITLE_PARTS ? told.join(', ') : `${told.slice(0, TITLE_PARTS).join(', ')} and more`;
}

function phraseOf(stage: Stage, story: Story): readonly string[] {
  const phrase = PHRASES[stage.finding.category];
  return phrase ? [phrase(stage, story)] : [];
}

/** What a login's own finding tells of its session, by the tactics it names beside the login's. */
function sessionPhrases(stage: Stage, story: Story): readonly string[] {
  const { finding } = stage;
  if (finding.progress !== 'action' || !LOGINS.has(finding.category)) return [];
  const names = (tactic: string): boolean => finding.attack.some((one) => one.tactic === tactic);
  const rootAt = actsCited(finding, story.citedBy).find(becomesRoot)?.time ?? null;
  return [
    ...names('privilege-escalation') || rootAt !== null ? [`root${later({ finding, at: rootAt }, story)}`] : [],
    ...names('persistence') ? ['a backdoor left'] : [],
  ];
}

const becomesRoot = ({ events }: Cited): boolean => events.some((event) =>
  event.kind === 'privilege' && event.action !== 'refused' && event.action !== 'session-close' && event.asUser === 'root');

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
  if (isEntry(worst)) return worst.title;
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

/** In order of time, then of ATT&CK tactics; a login that took attempts shows where these begin and what it went on to. */
export function timelineOf(findings: readonly Finding[], citedBy: CitedBy): TimelineStep[] {
  return findings
    .flatMap((finding) => stepsOf(finding, findings, citedBy).map((step) => ({ step, finding, at: step.time })))
    .sort(inOrder)
    .map(({ step }) => step);
}

function stepsOf(finding: Finding, all: readonly Finding[], citedBy: CitedBy): readonly TimelineStep[] {
  const time = momentOf(finding, citedBy);
  const step: TimelineStep = {
    time, tactic: tacticOf(finding), text: finding.title, finding: finding.id,
    evidence: finding.evidence.slice(0, STEP_EVIDENCE),
  };
  if (!isEntry(finding)) return [step];
  const login = loginOf(finding, citedBy);
  const begins = finding.first !== null && time !== null && finding.first < time
    && !all.some((other) => other.progress === 'attempt' && other.first !== null && other.first <= (finding.first ?? 0));
  // A line that another finding tells is told there.
  const acts = actsCited(finding, citedBy).filter(({ line }) =>
    !all.some((other) => other !== finding && !isEntry(other) && other.evidence.includes(line.id)));
  return [
    ...begins ? [{
      ...step, time: finding.first, tactic: 'credential-access', text: 'attempts begin', evidence: finding.evidence.slice(0, 1),
    }] : [],
    { ...step, ...login ? { tactic: 'initial-access', evidence: [login.line.id] } : {} },
    ...acts.flatMap((cited) => actStep(finding, cited)),
  ];
}

function actStep(finding: Finding, { line, time, events }: Cited): readonly TimelineStep[] {
  const [text] = events.flatMap((event) => actText(event) ?? []);
  if (text === undefined) return [];
  const tactic = events.some(({ kind }) => kind === 'account') ? 'persistence' : 'privilege-escalation';
  return [{ time, tactic, text, finding: finding.id, evidence: [line.id] }];
}

function actText(event: Event): string | null {
  if (event.kind === 'privilege') {
    const { user, asUser, command, action } = event;
    const did = action === 'refused' ? 'is refused to become' : 'becomes';
    return `${user ?? 'somebody'} ${did} ${asUser ?? 'another user'}${command === null ? '' : `: ${command.slice(0, COMMAND_LENGTH)}`}`;
  }
  return event.kind === 'account' ? `${event.action.replace('-', ' ')}: ${event.target ?? 'unknown'}` : null;
}
