import type { Atom } from './required.ts';
import { GRAM } from './required.ts';

/** Bits of the table of grams: large enough that most grams of an event meet an empty place. */
const BITS = 16;
const SPREAD = 0x9e3779b1;

/** Finds the rules whose text stands in a value, in one pass over it. */
export interface LiteralIndex {
  /** Calls `found` with the number of each rule whose text is there; the same number may come again. */
  whole(value: string, found: (rule: number) => void): void;
  within(value: string, found: (rule: number) => void): void;
  /** The same for a value in any case: it is made lower only where some text may stand in it. */
  withinAnyCase(value: string, found: (rule: number) => void): void;
  readonly hasTexts: boolean;
}

/** A text, the rules that wait for it, and where in it the last sign of the gram stands by which it is found. */
interface Text {
  readonly text: string;
  readonly end: number;
  readonly rules: readonly number[];
}

interface Gram {
  readonly gram: number;
  readonly end: number;
}

const placeOf = (gram: number): number => Math.imul(gram, SPREAD) >>> (32 - BITS);

function gramsOf(text: string): readonly Gram[] {
  const grams: Gram[] = [];
  let gram = 0;
  for (let end = 0; end < text.length; end += 1) {
    gram = (gram << 8) | (text.charCodeAt(end) & 0xff);
    if (end >= GRAM - 1) grams.push({ gram, end });
  }
  return grams;
}

export function openLiteralIndex(entries: readonly { readonly rule: number; readonly atom: Atom }[]): LiteralIndex {
  const values = new Map<string, number[]>();
  const texts = new Map<string, number[]>();
  for (const { rule, atom } of entries) {
    if ('value' in atom) add(values, atom.value, rule);
    else add(texts, atom.text, rule);
  }
  const table = openTable(texts);
  return {
    hasTexts: texts.size > 0,
    whole: (value, found) => { values.get(value)?.forEach(found); },
    within: (value, found) => { lookThrough(value, table, found); },
    withinAnyCase: (value, found) => {
      if (mayHold(value, table)) lookThrough(value.toLowerCase(), table, found);
    },
  };
}

function add(into: Map<string, number[]>, key: string, rule: number): void {
  const known = into.get(key);
  if (known) known.push(rule);
  else into.set(key, [rule]);
}

/** `starts[place]` is 0 for none, else where in `held` the texts found there begin; an empty place of `held` ends them. */
interface Table {
  readonly starts: Int32Array;
  readonly held: readonly (Text | null)[];
}

/** Each text is entered by its gram that the fewest others have. */
function openTable(texts: ReadonlyMap<string, readonly number[]>): Table {
  const grams = [...texts].map(([text, rules]) => ({ text, rules, grams: gramsOf(text) }));
  const common = new Map<number, number>();
  for (const one of grams) for (const { gram } of one.grams) common.set(gram, (common.get(gram) ?? 0) + 1);
  const places = new Map<number, Text[]>();
  for (const { text, rules, grams: own } of grams) {
    const rarest = own.reduce((best, one) => ((common.get(one.gram) ?? 0) < (common.get(best.gram) ?? 0) ? one : best));
    const place = placeOf(rarest.gram);
    places.set(place, [...(places.get(place) ?? []), { text, rules, end: rarest.end }]);
  }
  const starts = new Int32Array(1 << BITS);
  const held: (Text | null)[] = [null];
  for (const [place, own] of places) {
    starts[place] = held.length;
    held.push(...own, null);
  }
  return { starts, held };
}

const [UPPER_A, UPPER_Z, LOWER, LAST_ASCII] = [65, 90, 32, 127] as const;

/** Whether some gram of a text stands in a value, in any case; what is not ASCII changes case in ways of its own. */
function mayHold(value: string, { starts }: Table): boolean {
  let gram = 0;
  const { length } = value;
  for (let at = 0; at < length; at += 1) {
    const code = value.charCodeAt(at);
    if (code > LAST_ASCII) return true;
    gram = (gram << 8) | (code >= UPPER_A && code <= UPPER_Z ? code | LOWER : code);
    if (starts[Math.imul(gram, SPREAD) >>> (32 - BITS)] !== 0) return true;
  }
  return false;
}

function lookThrough(value: string, { starts, held }: Table, found: (rule: number) => void): void {
  let gram = 0;
  const { length } = value;
  for (let at = 0; at < length; at += 1) {
    gram = (gram << 8) | (value.charCodeAt(at) & 0xff);
    // Before the first whole gram a place may be met by chance: the texts there are compared and do not fit.
    const start = starts[Math.imul(gram, SPREAD) >>> (32 - BITS)] ?? 0;
    if (start === 0) continue;
    for (let index = start, text = held[index]; text; index += 1, text = held[index]) {
      if (at >= text.end && value.startsWith(text.text, at - text.end)) text.rules.forEach(found);
    }
  }
}
