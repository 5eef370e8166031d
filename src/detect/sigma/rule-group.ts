import type { Event } from '../../domain/event.ts';
import type { Ask, SlotOf } from './ask.ts';
import { compileQuestion, compileTest } from './ask.ts';
import type { LiteralIndex } from './literal-index.ts';
import { openLiteralIndex } from './literal-index.ts';
import type { KnownTest } from './possible.ts';
import { isPossible } from './possible.ts';
import type { Atom } from './required.ts';
import { requiredAtoms } from './required.ts';
import type { Rule } from './rule.ts';
import type { Source } from './sources.ts';
import type { EventView } from './view.ts';
import { openView } from './view.ts';

/** All rules of one log source, asked together. */
export interface RuleGroup {
  readonly source: Source;
  /** Those of its rules that events like this one can meet; null where there are none. */
  routeFor(event: Event): RuleRoute | null;
  /** All of its rules. */
  readonly route: RuleRoute;
}

/** Rules to be asked of events that agree in kind, channel and number. */
export interface RuleRoute {
  readonly source: Source;
  /** Calls `hit` for each rule that matches; `text` is the line, where keywords are looked for in it. */
  match(event: Event, text: string | null, hit: (rule: Rule) => void): void;
}

/** What the rules of a group share. */
interface Group {
  readonly source: Source;
  readonly rules: readonly Rule[];
  readonly asks: readonly Ask[];
  readonly view: EventView;
  readonly always: readonly number[];
  readonly indexed: readonly Indexed[];
  readonly keywords: Keywords | null;
}

interface Indexed {
  readonly slot: number;
  readonly rules: readonly number[];
  readonly find: (value: string) => Found;
}

interface Keywords {
  readonly rules: readonly number[];
  readonly index: LiteralIndex;
}

export function openRuleGroup(source: Source, rules: readonly Rule[]): RuleGroup {
  const slots = new Map<string, number>();
  const slotOf: SlotOf = (field) => {
    const known = slots.get(field);
    if (known !== undefined) return known;
    slots.set(field, slots.size);
    return slots.size - 1;
  };
  const asks = rules.map(({ question }): Ask => compileQuestion(question, slotOf));
  const { always, byField, keywords } = indexOf(rules);
  const indexed = [...byField].map(([field, entries]): Indexed =>
    ({ slot: slotOf(field), rules: entries.map(({ rule }) => rule), find: openFinder(openLiteralIndex(entries)) }));
  const group: Group = {
    source, rules, asks, always, indexed, view: openView([...slots.keys()], source.values),
    keywords: keywords.length === 0 ? null : { rules: keywords.map(({ rule }) => rule), index: openLiteralIndex(keywords) },
  };
  const route = openRoute(group, null);
  return {
    source, route,
    routeFor: (event) => {
      if (source.fixed.length === 0) return route;
      const possible = possibleFor(event, group);
      return possible.size === 0 ? null : possible.size === rules.length ? route : openRoute(group, possible);
    },
  };
}

function possibleFor(event: Event, { source, rules }: Group): ReadonlySet<number> {
  const known: KnownTest = (field, test) => {
    if (!source.fixed.includes(field)) return null;
    const view = openView([field], null);
    return source.views.some((read) => {
      view.turnTo(event, read, null);
      return compileTest(field, test, () => 0)(view);
    });
  };
  return new Set(rules.flatMap(({ question }, number) => (isPossible(question, known) ? [number] : [])));
}

/** `possible` null is all of them. */
function openRoute({ source, rules, asks, view, ...all }: Group, possible: ReadonlySet<number> | null): RuleRoute {
  const some = (own: readonly number[]): boolean => possible === null || own.some((number) => possible.has(number));
  const always = all.always.filter((number) => some([number]));
  const indexed = all.indexed.filter(({ rules: own }) => some(own));
  const keywords = all.keywords && some(all.keywords.rules) ? all.keywords.index : null;
  const asked = Int32Array.from(rules, (_, number) => (some([number]) ? 0 : NEVER));
  let turn = 0;
  let hit: (rule: Rule) => void = () => undefined;
  const ask = (number: number): void => {
    const before = asked[number];
    if (before === turn || before === NEVER) return;
    asked[number] = turn;
    const rule = rules[number];
    if (rule && asks[number]?.(view)) hit(rule);
  };
  const askAll = (): void => {
    for (const { slot, find } of indexed) {
      const value = view.raw(slot);
      if (value === null) continue;
      const { lower, rules: found } = find(value);
      view.setLower(slot, lower);
      for (const number of found) ask(number);
    }
    if (keywords) for (const text of view.texts()) keywords.withinAnyCase(text, ask);
    for (const number of always) ask(number);
  };
  return {
    source,
    match: (event, text, onHit) => {
      hit = onHit;
      for (const read of source.views) {
        turn = turn % LAST_TURN + 1;
        view.turnTo(event, read, text);
        askAll();
      }
    },
  };
}

/** Where the turn stands at which a rule was asked: a rule that no such event can meet. */
const NEVER = -1;
const LAST_TURN = 0x7fff_fffe;

interface Found {
  readonly lower: string;
  readonly rules: readonly number[];
}

/** Values remembered for one field, and how long they may be: programs, users, keys and call stacks come again. */
const MOST_VALUES = 4_096;
const MOST_CHARACTERS = 2_000_000;
const LONGEST_VALUE = 4_096;

function openFinder(index: LiteralIndex): (value: string) => Found {
  let known = new Map<string, Found>();
  let characters = 0;
  const look = (value: string): Found => {
    const lower = value.toLowerCase();
    const rules: number[] = [];
    const add = (rule: number): void => { if (!rules.includes(rule)) rules.push(rule); };
    index.whole(lower, add);
    if (index.hasTexts) index.within(lower, add);
    return { lower, rules };
  };
  return (value) => {
    if (value.length > LONGEST_VALUE) return look(value);
    const before = known.get(value);
    if (before) return before;
    characters += value.length;
    if (known.size >= MOST_VALUES || characters > MOST_CHARACTERS) {
      known = new Map();
      characters = value.length;
    }
    const found = look(value);
    known.set(value, found);
    return found;
  };
}

interface Entry {
  readonly rule: number;
  readonly atom: Atom;
}

function indexOf(rules: readonly Rule[]) {
  const always: number[] = [];
  const byField = new Map<string, Entry[]>();
  const keywords: Entry[] = [];
  for (const [rule, { question }] of rules.entries()) {
    const atoms = requiredAtoms(question);
    if (atoms === null) always.push(rule);
    for (const atom of atoms ?? []) {
      if (atom.field === null) keywords.push({ rule, atom });
      else byField.set(atom.field, [...(byField.get(atom.field) ?? []), { rule, atom }]);
    }
  }
  return { always, byField, keywords };
}
