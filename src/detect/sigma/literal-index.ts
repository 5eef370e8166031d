import type { Atom } from './required.ts';
import { GRAM } from './required.ts';

/** Bits of the table of grams: large enough that most grams of an event meet an empty place. */
const BITS = 16;
const SPREAD = 0x9e3779b1;

/** Finds the rules whose text may stand in a value, in one pass over it. */
export interface LiteralIndex {
  /** Calls `found` with the number of each rule that may match; the same number may come again. */
  whole(value: string, found: (rule: number) => void): void;
  within(value: string, found: (rule: number) => void): void;
  readonly hasTexts: boolean;
}

const hash = (gram: number): number => Math.imul(gram, SPREAD) >>> (32 - BITS);

function gramsOf(text: string): readonly number[] {
  const grams: number[] = [];
  let gram = 0;
  for (let at = 0; at < text.length; at += 1) {
    gram = (gram << 8) | (text.charCodeAt(at) & 0xff);
    if (at >= GRAM - 1) grams.push(gram);
  }
  return grams;
}

/** `common` says how many rules hold a gram: each text is entered by its rarest. */
export function openLiteralIndex(entries: readonly { readonly rule: number; readonly atom: Atom }[]): LiteralIndex {
  const values = new Map<string, number[]>();
  const texts: { readonly rule: number; readonly grams: readonly number[] }[] = [];
  for (const { rule, atom } of entries) {
    if ('value' in atom) values.set(atom.value, [...(values.get(atom.value) ?? []), rule]);
    else texts.push({ rule, grams: gramsOf(atom.text) });
  }
  const common = new Map<number, number>();
  for (const { grams } of texts) for (const gram of new Set(grams)) common.set(gram, (common.get(gram) ?? 0) + 1);
  const table = new Map<number, Set<number>>();
  for (const { rule, grams } of texts) {
    const rarest = [...grams].sort((a, b) => (common.get(a) ?? 0) - (common.get(b) ?? 0))[0] ?? 0;
    const place = hash(rarest);
    const known = table.get(place);
    if (known) known.add(rule);
    else table.set(place, new Set([rule]));
  }
  const { starts, rules } = packed(table);
  return {
    hasTexts: texts.length > 0,
    whole: (value, found) => {
      const known = values.get(value);
      if (known) for (const rule of known) found(rule);
    },
    within: (value, found) => { lookThrough(value, starts, rules, found); },
  };
}

/** `starts[place]` is 0 for none, else where in `rules` its count and its rules stand. */
function packed(table: ReadonlyMap<number, ReadonlySet<number>>) {
  const starts = new Int32Array(1 << BITS);
  const rules: number[] = [0];
  for (const [place, held] of table) {
    starts[place] = rules.length;
    rules.push(held.size, ...held);
  }
  return { starts, rules: Int32Array.from(rules) };
}

// Four parameters on purpose: this runs for every value of every event.
function lookThrough(value: string, starts: Int32Array, rules: Int32Array, found: (rule: number) => void): void {
  let gram = 0;
  const { length } = value;
  for (let at = 0; at < length; at += 1) {
    gram = (gram << 8) | (value.charCodeAt(at) & 0xff);
    if (at < GRAM - 1) continue;
    const start = starts[Math.imul(gram, SPREAD) >>> (32 - BITS)] ?? 0;
    if (start === 0) continue;
    const end = start + (rules[start] ?? 0);
    for (let place = start + 1; place <= end; place += 1) found(rules[place] ?? 0);
  }
}
