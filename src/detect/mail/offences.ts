import type { Detach } from '../../domain/detach.ts';
import { openDetach } from '../../domain/detach.ts';
import type { Event } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { remember, STATE_LIMIT } from '../attempts.ts';
import type { DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import type { Trail } from '../trail.ts';
import { citedLines, extend, openTrail, timeOf, timeOrNull } from '../trail.ts';
import { openKeyed } from '../window.ts';

const LISTED = 16;

/** What counts as an offence, and how many of them within which time are told. */
export interface OffenceRules {
  /** The distinct thing an event adds (a recipient, a mail, a break of the protocol); null where it is none. */
  readonly of: (event: Event) => Offence | null;
  /** Weight of distinct things within the window. */
  readonly least: number;
  readonly window: number;
  readonly draft: (offender: Offender) => FindingDraft;
}

export interface Offence {
  readonly kind: string;
  /** Counted once each; null where every event is one of its own. */
  readonly thing: string | null;
  readonly weight: number;
}

/** One source and what it did since its window began; once told, all it does after. */
export interface Offender {
  readonly source: string;
  trail: Trail;
  readonly things: Set<string>;
  /** Offences, each thing once. */
  count: number;
  weight: number;
  readonly kinds: Map<string, number>;
  readonly targets: string[];
  readonly hosts: string[];
  told: boolean;
  due: boolean;
}

/** Things told apart for one source: what is past it is counted. */
const THINGS = 512;
const LONGEST = 200;

export function openOffences(rules: OffenceRules): DetectorRun {
  const detach = openDetach();
  const offenders = openKeyed<Offender>(STATE_LIMIT, ({ told }) => told);
  const due: Offender[] = [];
  return {
    on: (event) => {
      const { source } = event;
      const offence = source === null || event.forged !== null ? null : rules.of(event);
      if (offence === null || source === null) return;
      let offender = offenders.get(source);
      if (!offender || isOver(offender, event, rules.window)) {
        offender = openOffender(event, detach(source));
        offenders.set(offender.source, offender);
      } else extend(offender.trail, event);
      note(offender, event, offence, detach);
      remember(offender.targets, targetOf(event), LISTED, detach);
      remember(offender.hosts, event.host, LISTED / 2, detach);
      offender.told ||= offender.weight >= rules.least;
      if (offender.told) markDue(due, offender);
    },
    drain: (emit) => {
      for (const offender of takeDue(due)) emit(rules.draft(offender));
    },
    evicted: () => offenders.evicted(),
  };
}

const targetOf = ({ target }: Event): string | null => target?.slice(0, LONGEST) ?? null;

/** Windows are renewed, not slid: what is enough to tell fills one of them. */
const isOver = ({ told, trail }: Offender, event: Event, window: number): boolean => !told && timeOf(event) - trail.first > window;

const openOffender = (event: Event, source: string): Offender => ({
  source, trail: openTrail(event), things: new Set(), count: 0, weight: 0, kinds: new Map(), targets: [], hosts: [], told: false, due: false,
});

// Four parameters on purpose: an object for each event would be built to be thrown away.
function note(offender: Offender, event: Event, { kind, thing, weight }: Offence, detach: Detach): void {
  if (thing !== null && offender.things.has(thing.slice(0, LONGEST))) return;
  if (thing !== null && offender.things.size < THINGS) offender.things.add(detach(thing.slice(0, LONGEST)));
  offender.count += event.count;
  offender.weight += event.count * weight;
  offender.kinds.set(kind, (offender.kinds.get(kind) ?? 0) + event.count);
}

type OffenceFields = Pick<
  FindingDraft, 'key' | 'severity' | 'progress' | 'sources' | 'targets' | 'users' | 'hosts' | 'count' | 'first' | 'last' | 'lines'
>;

/** What findings about an offender share. */
export const offenceFields = ({ source, trail, targets, hosts }: Offender): OffenceFields => ({
  key: source, severity: 'low', progress: 'attempt', sources: [source], targets: [...targets], users: [], hosts: [...hosts],
  count: Math.max(1, trail.count), first: timeOrNull(trail.first), last: timeOrNull(trail.last), lines: citedLines(trail),
});

/** What was done and how often, most frequent first. */
export const kindsOf = ({ kinds }: Offender, words: Readonly<Record<string, string>>): string =>
  [...kinds].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1)).map(([kind, count]) => `${words[kind] ?? kind} (${count})`).join(', ');
