import type { Detach } from '../../domain/detach.ts';
import type { Event } from '../../domain/event.ts';
import type { Attack, Category, FindingDraft } from '../../domain/finding.ts';
import type { Severity } from '../../domain/severity.ts';
import { isServiceAccount } from '../account-names.ts';
import { remember } from '../attempts.ts';
import { capName } from '../tally.ts';
import type { Telling, Trail } from '../trail.ts';
import { citedLines, extend, openTrail, telling, TELLING_LIMIT, timeOrNull } from '../trail.ts';
import type { Keyed } from '../window.ts';
import { openKeyed } from '../window.ts';
import { between, listed, plural, quoted } from '../wording.ts';

/** What something done on a host tells. Severity is for a person of whom nothing is known. */
export interface Act {
  readonly family: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly attack: Attack;
  /** What was done, as the rest of "ann …". */
  readonly did: string;
  readonly benign: string;
}

/** Who did it, as far as the record says. */
export interface Actor {
  readonly user: string | null;
  readonly source: string | null;
  /** Nobody had logged in: the system itself ran it. */
  readonly system: boolean;
  /** Process id of the parent, which ties acts of one session together. */
  readonly parent: string | null;
}

interface Story {
  readonly key: string;
  readonly act: Act;
  readonly actor: Actor;
  readonly host: string | null;
  readonly trail: Trail;
  readonly lines: Telling[];
  readonly shown: string[];
  readonly targets: string[];
}

const STORIES = 8_192;
const SHOWN = 4;
const TARGETS = 8;
const SHOWN_LENGTH = 200;
const MILDER: Record<Severity, Severity> = { critical: 'high', high: 'medium', medium: 'low', low: 'info', info: 'info' };
const WORSE: Record<Severity, Severity> = { critical: 'critical', high: 'critical', medium: 'high', low: 'medium', info: 'low' };

export interface ActStories {
  tell(event: Event, act: Act, actor: Actor, what: { readonly shown: string | null; readonly target: string | null }): void;
  drafts(detector: string): readonly FindingDraft[];
  evicted(): number;
}

/** Acts of one kind by one user of one host, told as one finding. */
export function openActStories(detach: Detach): ActStories {
  const stories: Keyed<Story> = openKeyed(STORIES, () => true);
  const due = new Set<Story>();
  return {
    // Four parameters on purpose: each is a different thing.
    tell(event, act, actor, { shown, target }) {
      const key = `${act.family} ${event.host ?? ''} ${capName(actor.user ?? '')} ${actor.source ?? ''}`;
      let story = stories.get(key);
      if (story) extend(story.trail, event);
      else {
        story = openStory(event, detach(key), { act, actor }, detach);
        stories.set(story.key, story);
      }
      remember(story.shown, shown === null ? null : shown.slice(0, SHOWN_LENGTH), SHOWN, detach);
      remember(story.targets, target === null ? null : target.slice(0, SHOWN_LENGTH), TARGETS, detach);
      if (story.lines.length < TELLING_LIMIT) story.lines.push(telling(event));
      due.add(story);
    },
    drafts(detector) {
      const drafts = [...due].map((story) => draftOf(detector, story));
      due.clear();
      return drafts;
    },
    evicted: () => stories.evicted(),
  };
}

// Four parameters on purpose: each is a different thing.
function openStory(event: Event, key: string, { act, actor }: Pick<Story, 'act' | 'actor'>, detach: Detach): Story {
  const keep = (text: string | null): string | null => (text === null ? null : detach(capName(text)));
  return {
    key, act, host: keep(event.host), trail: openTrail(event), lines: [], shown: [], targets: [],
    actor: { ...actor, user: keep(actor.user), source: keep(actor.source), parent: keep(actor.parent) },
  };
}

/** Nobody works under the account of a service; what the system runs by itself is most often set up that way. */
function severityOf({ act, actor }: Story): Severity {
  if (actor.user !== null && isServiceAccount(actor.user)) return WORSE[act.severity];
  return actor.system ? MILDER[act.severity] : act.severity;
}

const isGrave = (severity: Severity): boolean => severity === 'high' || severity === 'critical';

function draftOf(detector: string, story: Story): FindingDraft {
  const { act, actor, host, trail, shown } = story;
  const severity = severityOf(story);
  const who = actor.user === null ? 'Somebody' : actor.user;
  const from = actor.source === null ? '' : ` from ${actor.source}`;
  return {
    detector, key: story.key, category: act.category, family: act.family, title: `${who} ${act.did}`, severity,
    confidence: isGrave(severity) ? 'medium' : 'low', progress: isGrave(severity) ? 'action' : 'cannot-tell', attack: [act.attack],
    sources: actor.source === null ? [] : [actor.source], targets: [...story.targets], users: actor.user === null ? [] : [actor.user],
    hosts: host === null ? [] : [host], count: Math.max(1, trail.count), first: timeOrNull(trail.first), last: timeOrNull(trail.last),
    lines: citedLines(trail, story.lines), taint: ['command', 'target'],
    reason: `${who}${from}${host === null ? '' : ` on ${host}`} ${act.did}, ${plural(trail.count, 'time')} ${between(trail.first, trail.last)}.`
      + `${shown.length === 0 ? '' : ` It was ${listed(shown.map(quoted), SHOWN)}.`}${standing(actor)}`,
    benign: act.benign,
  };
}

function standing({ user, system, parent }: Actor): string {
  const by = parent === null ? '' : ` The parent is process ${parent}.`;
  if (user !== null && isServiceAccount(user)) return `${by} ${user} is an account that a service runs as; nobody works under it.`;
  return system ? `${by} No login stands behind it: the system ran it by itself.` : by;
}
