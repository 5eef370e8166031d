import type { Event } from '../domain/event.ts';
import type { FindingDraft } from '../domain/finding.ts';
import type { Severity } from '../domain/severity.ts';
import { isServiceAccount } from './account-names.ts';
import { copyText } from './tally.ts';
import type { TellingCommand } from './telling-commands.ts';
import type { Telling, Trail } from './trail.ts';
import { citedLines, openTrail, timeOrNull } from './trail.ts';
import { between, listed, plural, quoted } from './wording.ts';

/** Refusals of one user before they are more than a mistake about their own rights. */
const MANY_DENIED = 3;

interface Story {
  readonly key: string;
  readonly user: string;
  readonly host: string | null;
  readonly trail: Trail;
  readonly lines: Telling[];
  readonly commands: string[];
  readonly became: string[];
}

/** One kind of telling command by one user of one host. */
export interface CommandStory extends Story {
  readonly told: TellingCommand;
  /** The log had shown the user at work before. */
  readonly established: boolean;
}

/** What one user of one host was refused. */
export interface RefusalStory extends Story {
  denied: number;
  wrong: number;
  readonly times: number[];
  guessing: boolean;
  /** Rights were gained in the end. */
  gained: boolean;
}

const openStory = (event: Event, key: string, user: string): Story => ({
  key, user, host: event.host === null ? null : copyText(event.host), trail: openTrail(event), lines: [], commands: [],
  became: [],
});

type CommandParts = Pick<CommandStory, 'key' | 'user' | 'told' | 'established'>;
export const openCommandStory = (event: Event, { key, user, told, established }: CommandParts): CommandStory =>
  ({ ...openStory(event, key, user), told, established });
export const openRefusalStory = (event: Event, key: string, user: string): RefusalStory =>
  ({ ...openStory(event, key, user), denied: 0, wrong: 0, times: [], guessing: false, gained: false });

const MILDER: Record<Severity, Severity> = { critical: 'high', high: 'medium', medium: 'low', low: 'info', info: 'info' };
const WORSE: Record<Severity, Severity> = { critical: 'critical', high: 'critical', medium: 'high', low: 'high', info: 'high' };

function severityOf({ told, user, established }: CommandStory): Severity {
  // Nobody works under the account of a service: a command that tells anything was not typed by its owner.
  if (isServiceAccount(user)) return WORSE[told.severity];
  return established ? MILDER[told.severity] : told.severity;
}

const isGrave = (severity: Severity): boolean => severity === 'high' || severity === 'critical';

const fields = ({ key, user, host, trail, lines }: Story) => ({
  key, sources: [], users: [user], hosts: host === null ? [] : [host], count: Math.max(1, trail.count),
  first: timeOrNull(trail.first), last: timeOrNull(trail.last), lines: citedLines(trail, lines),
});

const where = ({ host }: Story): string => (host === null ? '' : ` on ${host}`);

function standing({ user, established }: CommandStory): string {
  if (isServiceAccount(user)) return ` ${user} is an account that a service runs as; nobody works under it.`;
  return established ? ' This log shows the user at such work before.' : ' This log shows no earlier work of the user.';
}

export function commandDraft(detector: string, story: CommandStory): FindingDraft {
  const { told, user, became, commands } = story;
  const severity = severityOf(story);
  const as = became.length === 0 ? '' : ` as ${listed(became, 2)}`;
  const ran = commands.length === 0 ? '' : ` It ran ${commands.map(quoted).join(', ')}${as}.`;
  return {
    ...fields(story), detector, category: told.category, family: told.family, title: `${user} ${told.did}`, severity,
    confidence: isServiceAccount(user) ? 'high' : story.established ? 'low' : 'medium',
    progress: isGrave(severity) ? 'action' : 'cannot-tell', attack: [told.attack], targets: [...became], taint: ['command'],
    reason: `${user}${where(story)} ${told.did}, ${plural(story.trail.count, 'time')} ${between(story.trail.first, story.trail.last)}.`
      + `${ran}${standing(story)}`,
    benign: told.benign,
  };
}

interface Refusal {
  readonly severity: Severity;
  readonly title: string;
  readonly family: string;
}

function judge({ user, denied, guessing, gained }: RefusalStory): Refusal {
  if (guessing && gained) return { severity: 'high', family: 'guessed', title: `${user} gained other rights after many wrong passwords` };
  if (isServiceAccount(user)) return { severity: 'medium', family: 'service', title: `Service account ${user} was refused other rights` };
  if (guessing) return { severity: 'medium', family: 'guessing', title: `${user} gave many wrong passwords for other rights` };
  return {
    severity: denied >= MANY_DENIED ? 'medium' : 'low', family: 'refused', title: `${user} was refused rights by sudo or su`,
  };
}

export function refusalDraft(detector: string, story: RefusalStory): FindingDraft {
  const { denied, wrong, user, commands, became, trail, gained } = story;
  const judged = judge(story);
  const told = [
    ...(denied > 0 ? [`was told ${plural(denied, 'time')} that it may not do this`] : []),
    ...(wrong > 0 ? [`gave ${plural(wrong, 'wrong password')}`] : []),
    ...(gained ? ['and then got through'] : []),
  ];
  return {
    ...fields(story), detector, category: 'privilege-escalation', family: judged.family, title: judged.title,
    severity: judged.severity, confidence: 'medium', progress: gained ? 'action' : 'attempt',
    attack: [story.guessing
      ? { tactic: 'credential-access', technique: 'T1110.001' }
      : { tactic: 'privilege-escalation', technique: 'T1548.003' }],
    targets: [...became], taint: ['command'],
    reason: `${user}${where(story)} ${told.join(', ')} ${between(trail.first, trail.last)}`
      + `${commands.length > 0 ? `, asking for ${commands.map(quoted).join(', ')}` : ''}.`,
    benign: 'Somebody who believed to have the right, or forgot a password.',
  };
}
