import { openDetach } from '../../domain/detach.ts';
import type { AlertEvent } from '../../domain/event.ts';
import type { Attack, FindingDraft, Progress } from '../../domain/finding.ts';
import type { Severity } from '../../domain/severity.ts';
import { atLeast, worse } from '../../domain/severity.ts';
import { HOSTS_LISTED, remember, STATE_LIMIT, USERS_LISTED } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import type { AlertClass } from '../network/alert-classes.ts';
import { classOf } from '../network/alert-classes.ts';
import { isPrivate } from '../subnet.ts';
import type { Tally } from '../tally.ts';
import { bump, copyText, openTally, topNames } from '../tally.ts';
import type { Telling, Trail } from '../trail.ts';
import { citedLines, extend, openTrail, telling, TELLING_LIMIT, timeOrNull } from '../trail.ts';
import { openKeyed } from '../window.ts';
import { between, listed, plural, quoted } from '../wording.ts';

const TITLES = 32;
const TARGETS = 8;
const TECHNIQUES = 6;
/** Classes of rules remembered: products have some ten thousand rules, a log shows a few. */
const RULES_KNOWN = 4_096;

interface Group {
  readonly key: string;
  readonly product: string;
  readonly source: string | null;
  readonly kind: AlertClass;
  readonly trail: Trail;
  readonly titles: Tally;
  readonly techniques: string[];
  readonly users: string[];
  readonly targets: string[];
  readonly hosts: string[];
  readonly worst: Telling[];
  severity: Severity;
  /** The worst word the product itself used, and whether any of these got past it. */
  word: AlertEvent['severity'];
  blocked: number;
  due: boolean;
}

export const productAlert: Detector = {
  name: 'product-alert',
  looksFor: 'what other security products report',
  kinds: ['alert'],
  open: openProductAlert,
};

function openProductAlert(): DetectorRun {
  const detach = openDetach();
  const groups = openKeyed<Group>(STATE_LIMIT / 4, ({ severity }) => severity !== 'low' && severity !== 'info');
  const kinds = new Map<string, AlertClass>();
  const due: Group[] = [];
  const kindOf = (event: AlertEvent): AlertClass => {
    const words = `${event.title} ${event.techniques.join(' ')}`;
    const known = kinds.get(words);
    if (known) return known;
    const kind = classOf(words);
    if (kinds.size >= RULES_KNOWN) kinds.clear();
    kinds.set(copyText(words), kind);
    return kind;
  };
  return {
    on: (event) => {
      // A product that calls it information has found nothing.
      if (event.kind !== 'alert' || event.severity === 'info' || event.forged !== null) return;
      const kind = kindOf(event);
      const key = `${event.product} ${kind.category} ${event.source ?? event.host ?? event.user ?? ''}`;
      let group = groups.get(key);
      if (!group) {
        group = openGroup(event, copyText(key), kind);
        groups.set(group.key, group);
      }
      note(group, event, detach);
      markDue(due, group);
    },
    drain: (emit) => {
      for (const group of takeDue(due)) emit(draftOf(group));
    },
    evicted: () => groups.evicted(),
  };
}

const openGroup = (event: AlertEvent, key: string, kind: AlertClass): Group => ({
  key, product: copyText(event.product), source: event.source === null ? null : copyText(event.source), kind,
  trail: { ...openTrail(event), count: 0 }, titles: openTally(), techniques: [], users: [], targets: [], hosts: [], worst: [],
  severity: 'info', word: 'info', blocked: 0, due: false,
});

function note(group: Group, event: AlertEvent, detach: (text: string) => string): void {
  extend(group.trail, event);
  bump(group.titles, event.title, event.count, { limit: TITLES, detach });
  if (event.blocked) group.blocked += event.count;
  const severity = severityOf(event, group.kind);
  if (!atLeast(group.severity, severity)) {
    group.severity = severity;
    if (group.worst.length < TELLING_LIMIT) group.worst.push(telling(event));
  }
  group.word = worse(group.word, event.severity);
  for (const technique of event.techniques) remember(group.techniques, technique, TECHNIQUES, detach);
  remember(group.users, event.user, USERS_LISTED, detach);
  remember(group.targets, event.target?.slice(0, 200) ?? null, TARGETS, detach);
  remember(group.hosts, event.host, HOSTS_LISTED, detach);
}

/**
 * Never worse than the product says, and less where its words do not bear it: what is tried all day, or was stopped,
 * stays low; an attempt stays medium; high takes that it happened, or that a sensor on the host saw an act.
 */
function severityOf({ severity, blocked, source }: AlertEvent, { weather, happened }: AlertClass): Severity {
  const onHost = source === null;
  const most: Severity = weather ? 'low' : blocked ? (source !== null && isPrivate(source) && happened ? 'medium' : 'low') : happened || onHost ? 'high' : 'medium';
  return atLeast(severity, most) ? most : severity;
}

function progressOf({ source, kind, severity, blocked, trail }: Group): Progress {
  if (blocked >= trail.count || kind.weather) return 'attempt';
  if (source === null) return severity === 'high' ? 'action' : 'cannot-tell';
  return kind.happened ? 'cannot-tell' : 'attempt';
}

const techniquesOf = ({ techniques, kind }: Group): Attack[] => (techniques.length === 0 ? [kind.attack]
  : techniques.map((technique) => ({ tactic: kind.attack.tactic, technique })));

function draftOf(group: Group): FindingDraft {
  const { product, source, trail, titles, blocked, word, severity, kind } = group;
  const names = topNames(titles, TITLES);
  const count = Math.max(1, trail.count);
  const actor = source ?? group.hosts[0] ?? null;
  return {
    detector: productAlert.name, category: kind.category, family: product, key: group.key, severity, progress: progressOf(group), confidence: 'medium',
    title: `${product} reports: ${(names[0] ?? 'an alert').slice(0, 100)}${actor === null ? '' : source === null ? ` on ${actor}` : ` from ${actor}`}`,
    attack: techniquesOf(group), sources: source === null ? [] : [source], targets: [...group.targets], users: [...group.users], hosts: [...group.hosts],
    count, first: timeOrNull(trail.first), last: timeOrNull(trail.last), lines: citedLines(trail, group.worst), taint: [],
    reason: `${plural(count, 'alert')} of ${product} ${between(trail.first, trail.last)}: ${listed(names.map(quoted), 3)}. By its own word ${word}; `
      + `${blocked === 0 ? 'nothing says that it was stopped' : blocked >= count ? 'all stopped' : `${blocked} of them stopped`}. What it rests on stands in that product.`,
    benign: 'A rule of that product which is too broad for this place: its own record shows what it matched.',
  };
}
