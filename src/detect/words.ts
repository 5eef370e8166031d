import type { Detach } from '../domain/detach.ts';
import { sameAt } from './same-at.ts';

/** Slots of the table, a power of two; a word takes the slot of its ends and length, and turns out whoever was there. */
const SLOTS = 4_096;
/** Longer words are rarely seen twice. */
const WORD_LIMIT = 48;

/** Reads the word between two places of a text. */
export type ReadWord = (text: string, start: number, end: number) => string;

/**
 * One string object for all equal words, found without cutting the word out first: what is looked up later by it has
 * its hash at hand and is compared by identity. Words are detached from their chunk, unless they are long.
 */
export function openWords(detach: Detach): ReadWord {
  const words: string[] = Array.from({ length: SLOTS }, () => '');
  return (text, start, end) => {
    const length = end - start;
    if (length === 0 || length > WORD_LIMIT) return text.slice(start, end);
    const ends = Math.imul(text.charCodeAt(start), 31) + text.charCodeAt(end - 1);
    const mixed = Math.imul(ends * 31 + text.charCodeAt(start + (length >> 1)), 31) + length;
    const slot = (mixed ^ (mixed >> 12)) & (SLOTS - 1);
    const known = words[slot];
    if (known?.length === length && sameAt(text, start, known)) return known;
    const word = detach(text.slice(start, end));
    words[slot] = word;
    return word;
  };
}
