import type { Event } from '../../domain/event.ts';
import type { Ask } from './ask.ts';
import { compileQuestion } from './ask.ts';
import type { LiteralIndex } from './literal-index.ts';
import { openLiteralIndex } from './literal-index.ts';
import type { Atom } from './required.ts';
import { requiredAtoms } from './required.ts';
import type { Rule } from './rule.ts';
import type { Source } from './sources.ts';
import { openView } from './view.ts';

/** All rules of one log source, asked together. */
export interface RuleGroup {
  readonly source: Source;
  readonly rules: readonly Rule[];
  /** Calls `hit` for each rule that matches; `text` is the line, where keywords are looked for in it. */
  match(event: Event, text: string | null, hit: (rule: Rule) => void): void;
}

export function openRuleGroup(source: Source, rules: readonly Rule[]): RuleGroup {
  const slots = new Map<string, number>();
  const slotOf = (field: string): number => {
    const known = slots.get(field);
    if (known !== undefined) return known;
    slots.set(field, slots.size);
    return slots.size - 1;
  };
  const asks = rules.map(({ question }): Ask => compileQuestion(question, slotOf));
  const { always, byField, keywords } = indexOf(rules);
  const indexed = [...byField].map(([field, index]) => ({ slot: slotOf(field), find: openFinder(index) }));
  const view = openView([...slots.keys()], source.values);
  const asked = new Int32Array(rules.length);
  let turn = 0;
  let hit: (rule: Rule) => void = () => undefined;
  const ask = (number: number): void => {
    if (asked[number] === turn) return;
    asked[number] = turn;
    const rule = rules[number];
    if (rule && asks[number]?.(view)) hit(rule);
  };
  const findCandidates = (): void => {
    for (const { slot, find } of indexed) {
      const value = view.raw(slot);
      if (value === null) continue;
      const { lower, rules: found } = find(value);
      view.setLower(slot, lower);
      for (const number of found) ask(number);
    }
    if (keywords) for (const text of view.lowerTexts()) keywords.within(text, ask);
    for (const number of always) ask(number);
  };
  return {
    source, rules,
    match: (event, text, onHit) => {
      hit = onHit;
      for (const read of source.views) {
        turn += 1;
        view.turnTo(event, read, text);
        findCandidates();
      }
    },
  };
}

interface Found {
  readonly lower: string;
  readonly rules: readonly number[];
}

/** Values remembered for one field, and how long they may be: programs, users and keys come again and again. */
const MOST_VALUES = 4_096;
const LONGEST_VALUE = 200;

function openFinder(index: LiteralIndex): (value: string) => Found {
  let known = new Map<string, Found>();
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
    if (known.size >= MOST_VALUES) known = new Map();
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
  const entries = new Map<string, Entry[]>();
  const keywords: Entry[] = [];
  for (const [rule, { question }] of rules.entries()) {
    const atoms = requiredAtoms(question);
    if (atoms === null) always.push(rule);
    for (const atom of atoms ?? []) {
      const { field } = atom;
      if (field === null) keywords.push({ rule, atom });
      else entries.set(field, [...(entries.get(field) ?? []), { rule, atom }]);
    }
  }
  const byField = new Map<string, LiteralIndex>([...entries].map(([field, own]) => [field, openLiteralIndex(own)]));
  return { always, byField, keywords: keywords.length > 0 ? openLiteralIndex(keywords) : null };
}
