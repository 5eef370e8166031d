import { openDetach } from '../../domain/detach.ts';
import type { Event } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { DAY, HOSTS_LISTED, LOGIN_TAINT, lowered, MINUTE, remember, STATE_LIMIT } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import type { Trail } from '../trail.ts';
import { citedLines, extend, openTrail, timeOf, timeOrNull } from '../trail.ts';
import { noteTime, openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

/** So many in this time are more than a mistake; those who keep at it all day come to the other. */
const FAST = 5;
const FAST_WINDOW = 10 * MINUTE;
const SLOW = 20;
const WORDS_LISTED = 4;

type Family = 'banned' | 'decoy' | 'refused';

interface Actor {
  readonly source: string;
  family: Family;
  readonly times: number[];
  readonly words: string[];
  readonly programs: string[];
  readonly hosts: string[];
  trail: Trail;
  inferred: boolean;
  told: boolean;
  due: boolean;
}

export const repeatedRefusals: Detector = {
  name: 'repeated-refusals',
  looksFor: 'sources that a product bans by its own word, that touch decoys, or that are refused again and again',
  kinds: ['generic', 'auth'],
  open: openRefusals,
};

function openRefusals(): DetectorRun {
  const detach = openDetach();
  const actors = openKeyed<Actor>(STATE_LIMIT, ({ told }) => told);
  const due: Actor[] = [];
  return {
    on: (event) => {
      const family = familyOf(event);
      if (family === null || event.source === null || event.forged !== null) return;
      let actor = actors.get(event.source);
      if (!actor || isOver(actor, event)) {
        actor = openActor(event, detach(event.source));
        actors.set(actor.source, actor);
      }
      note(actor, event, family);
      remember(actor.words, event.kind === 'generic' ? event.word : null, WORDS_LISTED, detach);
      remember(actor.programs, event.program, WORDS_LISTED, detach);
      remember(actor.hosts, event.host, HOSTS_LISTED, detach);
      if (actor.told) markDue(due, actor);
    },
    drain: (emit) => {
      for (const actor of takeDue(due)) emit(draftOf(actor));
    },
    evicted: () => actors.evicted(),
  };
}

/** Logins are counted elsewhere. A ban is the conclusion of a product that counted already: one line of it is enough. */
function familyOf(event: Event): Family | null {
  if (event.kind === 'auth') return event.action === 'probe' && event.format === 'honeypot' ? 'decoy' : null;
  if (event.kind !== 'generic' || !event.suspicious || event.user !== null) return null;
  return /^(?:ban|brute|rate)/.test(event.word ?? '') ? 'banned' : 'refused';
}

const openActor = (event: Event, source: string): Actor => ({
  source, family: 'refused', times: [], words: [], programs: [], hosts: [], trail: { ...openTrail(event), count: 0 }, inferred: false,
  told: false, due: false,
});

const isOver = ({ told, trail }: Actor, event: Event): boolean => !told && timeOf(event) - trail.last > DAY;

function note(actor: Actor, event: Event, family: Family): void {
  if (actor.trail.count === 0) actor.trail = openTrail(event);
  else extend(actor.trail, event);
  if (event.inferred) actor.inferred = true;
  if (actor.family === 'refused') actor.family = family;
  const took = noteTime(actor.times, timeOf(event), FAST);
  const fast = actor.trail.count >= FAST && (took <= FAST_WINDOW || Number.isNaN(took));
  if (family === 'banned' || fast || actor.trail.count >= SLOW) actor.told = true;
}

type Words = Pick<FindingDraft, 'category' | 'title' | 'attack' | 'benign'>;

function wordsFor({ family, source, trail }: Actor): Words {
  switch (family) {
    case 'banned': return {
      category: 'brute-force', title: `Banned by a product's own word: ${source}`,
      attack: [{ tactic: 'credential-access', technique: 'T1110' }],
      benign: 'A person who forgot a password, or a program with an old one, that ran into the limit.',
    };
    case 'decoy': return {
      category: 'port-scan', title: `${plural(trail.count, 'contact')} with a decoy from ${source}`,
      attack: [{ tactic: 'reconnaissance', technique: 'T1595' }],
      benign: 'A scan of the whole internet that meets every open port, or an inventory tool of your own.',
    };
    case 'refused': return {
      category: 'policy', title: `Refused again and again: ${source}`, attack: [{ tactic: 'reconnaissance', technique: 'T1595' }],
      benign: 'A program that is set up wrongly, or one that asks for more than it may.',
    };
    default: return family satisfies never;
  }
}

function draftOf(actor: Actor): FindingDraft {
  const { source, family, trail, words, programs } = actor;
  const by = programs.length === 0 ? '' : ` by ${listed(programs, 2)}`;
  const said = words.length === 0 ? '' : `, in the words ${listed(words.map((word) => `"${word}"`), 3)}`;
  return {
    ...wordsFor(actor), detector: repeatedRefusals.name, family, key: source, severity: 'low', progress: 'attempt',
    confidence: lowered('medium', actor.inferred), sources: [source], targets: [], users: [], hosts: [...actor.hosts],
    count: Math.max(1, trail.count), first: timeOrNull(trail.first), last: timeOrNull(trail.last), lines: citedLines(trail),
    taint: LOGIN_TAINT,
    reason: `${plural(trail.count, 'record')}${by} ${between(trail.first, trail.last)} ${trail.count === 1 ? 'says' : 'say'} so of ${source}${said}.`,
  };
}
