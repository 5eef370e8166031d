import type { Detach } from '../domain/detach.ts';
import type { CodeWord } from './codes.ts';
import { asciiCodes, hasAt } from './codes.ts';
import type { LogRecord } from './record.ts';

/** Slots of the table, a power of two; a word takes the slot of its ends and length, and turns out whoever was there. */
const SLOTS = 4_096;
const SHIFT = 20;
/** Spreads numbers over the upper bits (Knuth's multiplicative hashing). */
const GOLDEN = 0x9e3779b1;

/** Reads the word between two places of a record. */
export type ReadWord = (record: LogRecord, start: number, end: number) => string;

interface Word {
  readonly text: string;
  readonly codes: CodeWord;
}

/**
 * One string object for all equal words, found without cutting the word out first: what is looked up later by it has
 * its hash at hand and is compared by identity. Words are detached from their chunk, unless they are longer than `limit`.
 */
export function openWords(detach: Detach, limit: number): ReadWord {
  const words: (Word | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  return (record, start, end) => {
    const length = end - start;
    if (length <= 0 || length > limit) return record.text.slice(start, end);
    const slot = slotOf(record, start, length);
    const known = words[slot];
    if (known?.codes.length === length && hasAt(record, start, known.codes)) return known.text;
    const text = detach(record.text.slice(start, end));
    const codes = asciiCodes(text);
    if (codes) words[slot] = { text, codes };
    return text;
  };
}

function slotOf({ codes, from }: LogRecord, start: number, length: number): number {
  const at = from + start;
  const ends = ((codes[at] ?? 0) << 8) | (codes[at + length - 1] ?? 0);
  const mixed = (ends << 14) | ((codes[at + (length >> 1)] ?? 0) << 6) | length;
  return Math.imul(mixed, GOLDEN) >>> SHIFT;
}
