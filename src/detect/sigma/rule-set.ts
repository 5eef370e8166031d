import type { Event, EventKind } from '../../domain/event.ts';
import type { Rule } from './rule.ts';
import type { RuleGroup, RuleRoute } from './rule-group.ts';
import { openRuleGroup } from './rule-group.ts';
import { sourceOf } from './sources.ts';
import { placeKey } from './windows-sources.ts';

/** Places of the event log remembered with their rules: more come only from forged records. */
const MOST_PLACES = 10_000;

/** Rules ready to be asked of events. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  /** Kinds of events that some rule is about. */
  readonly kinds: ReadonlySet<EventKind>;
  /** Kinds whose lines some rule looks for keywords in. */
  readonly textKinds: ReadonlySet<EventKind>;
  /** Rules that match by the event's fields. */
  match(event: Event): readonly Rule[];
  /** Rules that match by the line the event came from. */
  matchLine(event: Event, text: string): readonly Rule[];
}

export function openRuleSet(rules: readonly Rule[]): RuleSet {
  const groups = groupsOf(rules);
  const byFields = groups.filter(({ source }) => source.values !== null);
  const byLine = groups.filter(({ source }) => source.values === null);
  const lineRoutes = byLine.map(({ route }) => route);
  let places = new Map<string, readonly RuleRoute[]>();
  const routesFor = (event: Event): readonly RuleRoute[] => {
    const key = placeKey(event);
    const known = places.get(key);
    if (known) return known;
    if (places.size >= MOST_PLACES) places = new Map();
    const found = byFields.flatMap((group) => (group.source.mayHold(event) ? group.routeFor(event) ?? [] : []));
    places.set(key, found);
    return found;
  };
  return {
    rules,
    kinds: new Set(byFields.flatMap(({ source }) => source.kinds)),
    textKinds: new Set(byLine.flatMap(({ source }) => source.kinds)),
    match: (event) => matches(routesFor(event), event, null),
    matchLine: (event, text) => matches(lineRoutes, event, text),
  };
}

function matches(routes: readonly RuleRoute[], event: Event, text: string | null): readonly Rule[] {
  const hits: Rule[] = [];
  for (const route of routes) {
    if (!route.source.holds(event)) continue;
    route.match(event, text, (rule) => { if (!hits.includes(rule)) hits.push(rule); });
  }
  return hits;
}

/** Rules of sources by one name are of one group. */
function groupsOf(rules: readonly Rule[]): readonly RuleGroup[] {
  const bySource = new Map<string, { readonly source: RuleGroup['source']; readonly rules: Rule[] }>();
  for (const rule of rules) {
    const source = sourceOf(rule.source);
    if (!source) continue;
    const known = bySource.get(source.name);
    if (known) known.rules.push(rule);
    else bySource.set(source.name, { source, rules: [rule] });
  }
  return [...bySource.values()].map(({ source, rules: own }) => openRuleGroup(source, own));
}
