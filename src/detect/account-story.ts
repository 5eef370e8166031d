import type { Attack, Confidence, FindingDraft } from '../domain/finding.ts';
import type { Severity } from '../domain/severity.ts';
import { isAdminGroup, isRootGroup, isServiceAccount } from './account-names.ts';
import { isPrivate } from './subnet.ts';
import type { Telling, Trail } from './trail.ts';
import { citedLines, timeOrNull } from './trail.ts';
import { between, listed } from './wording.ts';

/** What the records say about one account of one host. */
export interface AccountStory {
  readonly key: string;
  readonly name: string;
  readonly host: string | null;
  readonly trail: Trail;
  readonly lines: Telling[];
  /** Time of creation, NaN where it was not seen. */
  created: number;
  /** Made for a service: low uid, or a shell that lets nobody in. */
  system: boolean;
  uidZero: boolean;
  password: 'none' | 'set' | 'by-other';
  unlocked: boolean;
  removed: boolean;
  /** A service account was given a shell a person can use. */
  shellGiven: boolean;
  readonly groups: string[];
  /** Who did it, as far as the records say. */
  actor: string | null;
  established: boolean;
  /** Where the new account was then used from. */
  usedFrom: string | null;
  usedAt: number;
  /** Made while the machine was set up at its first boot, before anybody had come. */
  setUp: boolean;
  /** Used by password, or in a way no key explains. */
  byPassword: boolean;
  inferred: boolean;
}

interface Judgement {
  readonly family: string;
  readonly severity: Severity;
  readonly title: string;
  readonly attack: Attack;
}

const CREATE: Attack = { tactic: 'persistence', technique: 'T1136.001' };
const CHANGE: Attack = { tactic: 'persistence', technique: 'T1098' };
const GROUPS: Attack = { tactic: 'privilege-escalation', technique: 'T1098.007' };

/** One step down: an administrator known to this log at work is the likely reading. */
const milder = (severity: Severity): Severity =>
  ({ critical: 'high', high: 'medium', medium: 'low', low: 'info', info: 'info' } as const)[severity];

/** The gravest that the story shows; null where it is everyday. */
function judge(story: AccountStory): Judgement | null {
  const { name, groups } = story;
  const created = !Number.isNaN(story.created);
  const rootGroups = groups.filter(isRootGroup);
  if (story.uidZero && name !== 'root') {
    return { family: 'uid-0', severity: 'critical', title: `Second root: account ${name} has uid 0`, attack: CREATE };
  }
  if (created && story.usedFrom !== null) {
    const severity = rootGroups.length > 0 ? 'critical' : isPrivate(story.usedFrom) ? 'medium' : 'high';
    return { family: 'new-account-used', severity, title: `New account ${name} was used from ${story.usedFrom}`, attack: CREATE };
  }
  if (story.shellGiven) {
    return { family: 'service-shell', severity: 'high', title: `Service account ${name} was given a shell`, attack: CHANGE };
  }
  if (rootGroups.length > 0) {
    return { family: 'admin-group', severity: 'high', title: `${name} was added to ${listed(rootGroups, 3)}`, attack: GROUPS };
  }
  return judgeLesser(story, created);
}

function judgeLesser(story: AccountStory, created: boolean): Judgement | null {
  const { name, groups } = story;
  if (created && story.removed) {
    return { family: 'short-lived', severity: 'medium', title: `Account ${name} was made and removed again`, attack: CREATE };
  }
  if (created) {
    return { family: 'new-account', severity: story.system ? 'low' : 'medium', title: `New account ${name}`, attack: CREATE };
  }
  if (groups.some(isAdminGroup)) {
    return { family: 'admin-group', severity: 'low', title: `${name} was added to ${listed(groups.filter(isAdminGroup), 3)}`, attack: GROUPS };
  }
  if (story.unlocked) {
    const severity = isServiceAccount(name) ? 'medium' : 'low';
    return { family: 'unlocked', severity, title: `Account ${name} was unlocked`, attack: CHANGE };
  }
  if (story.password === 'by-other' || (story.password === 'set' && name === 'root')) {
    return { family: 'password', severity: name === 'root' ? 'medium' : 'low', title: `Password of ${name} was changed by another`, attack: CHANGE };
  }
  return null;
}

/** Group memberships, passwords and locks in the order they matter. */
function deeds(story: AccountStory): string {
  const done = [
    ...(Number.isNaN(story.created) ? [] : [story.system ? 'made as a system account' : 'made']),
    ...(story.uidZero ? ['given uid 0'] : []),
    ...(story.groups.length > 0 ? [`added to ${listed(story.groups, 5)}`] : []),
    ...(story.password === 'none' ? [] : ['given a password']),
    ...(story.shellGiven ? ['given a login shell'] : []),
    ...(story.unlocked ? ['unlocked'] : []),
    ...(story.removed ? ['removed'] : []),
  ];
  const used = story.usedFrom === null ? '' : `, and then logged in from ${story.usedFrom}`;
  return `${done.join(', ')}${used}`;
}

function severityOf(story: AccountStory, severity: Severity): Severity {
  // Nothing makes a second uid 0 everyday.
  if (story.uidZero) return severity;
  if (story.setUp) return story.byPassword ? 'medium' : 'low';
  if (!story.established) return severity;
  return milder(severity);
}

function whoDid({ actor, established, setUp }: AccountStory): string {
  if (setUp) return 'It was done at the first boot of the machine, before anybody had come.';
  if (actor === null) return 'No record says who did it.';
  if (isServiceAccount(actor)) return `It was done as ${actor}, an account that a service runs as.`;
  return established
    ? `It was done by ${actor}, whom this log shows at work before.`
    : `It was done by ${actor}, of whom this log shows no earlier work.`;
}

const confidenceOf = ({ inferred, actor }: AccountStory): Confidence => (inferred ? 'low' : actor === null ? 'medium' : 'high');

export function accountDraft(detector: string, story: AccountStory): FindingDraft | null {
  const judged = judge(story);
  if (judged === null) return null;
  const severity = severityOf(story, judged.severity);
  const grave = severity === 'high' || severity === 'critical';
  const { name, trail, host } = story;
  return {
    detector, key: story.key, category: 'account-change', family: judged.family, title: judged.title, severity,
    confidence: confidenceOf(story), progress: grave ? 'action' : 'cannot-tell', attack: [judged.attack],
    sources: story.usedFrom === null ? [] : [story.usedFrom], targets: [name],
    users: [name, ...(story.actor === null || story.actor === name ? [] : [story.actor])],
    hosts: host === null ? [] : [host], count: trail.count, first: timeOrNull(trail.first), last: timeOrNull(trail.last),
    lines: citedLines(trail, story.lines), taint: [],
    reason: `Account ${name}${host === null ? '' : ` on ${host}`} was ${deeds(story)} ${between(trail.first, trail.last)}. ${whoDid(story)}`,
    benign: story.system
      ? 'A package or service set up by hand; the package log that would prove it was not read or shows nothing.'
      : 'An administrator, or the set-up of the machine, making an account on purpose.',
  };
}
