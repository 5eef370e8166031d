import type { LogRecord } from '../record.ts';

/** Places of the table, a power of two; a text takes the place of its print, and turns out whoever was there. */
const PLACES = 8_192;
const SHIFT = 19;
/** Spread numbers over the upper bits (multiplicative hashing, after Knuth and Murmur). */
const [GOLDEN, OTHER, THIRD] = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35] as const;
const WORD = 4;
/** Shorter texts are judged as fast as they are found; longer ones seldom come again. */
const [SHORTEST, LONGEST] = [12, 192] as const;
const NOT_ASCII = 128;

/** A text, and what was found in it. */
export interface Known<Judged> {
  readonly text: string;
  readonly judged: Judged;
}

export type ReadKnown<Judged> = (record: LogRecord, start: number, end: number) => Known<Judged>;

/**
 * Addresses, agents and referers come again and again: what was judged once is found by its bytes, without cutting the
 * text out. A text is kept, apart from its chunk, when its print comes twice in a row at its place.
 */
export function openKnownTexts<Judged>(judge: (text: string) => Judged): ReadKnown<Judged> {
  const prints = new Int32Array(PLACES);
  const lengths = new Uint8Array(PLACES);
  const kept: (Known<Judged> | null)[] = Array.from({ length: PLACES }, () => null);
  // Room for the bytes of each, in one piece: a buffer apiece would cost more than judging.
  const room = Buffer.alloc(PLACES * LONGEST);
  const view = new DataView(room.buffer, room.byteOffset, room.length);
  const fresh = (record: LogRecord, start: number, end: number): Known<Judged> => {
    const text = record.text.slice(start, end);
    return { text, judged: judge(text) };
  };
  return (record, start, end) => {
    const length = end - start;
    if (length < SHORTEST || length > LONGEST) return fresh(record, start, end);
    const print = printOf(record, start, end);
    const place = print >>> SHIFT;
    const at = place * LONGEST;
    if (prints[place] !== print) {
      prints[place] = print;
      kept[place] = null;
      return fresh(record, start, end);
    }
    const known = kept[place];
    if (known && lengths[place] === length && isSame(record, start, { view, at, length })) return known;
    if (!takeAscii(record, start, room.subarray(at, at + length))) return fresh(record, start, end);
    const text = room.toString('latin1', at, at + length);
    lengths[place] = length;
    return kept[place] = { text, judged: judge(text) };
  };
}

/** From the length and twelve of its characters: numbers in addresses stand at their end and around the middle. */
function printOf({ view, from }: LogRecord, start: number, end: number): number {
  const last = view.getInt32(from + end - WORD);
  const before = view.getInt32(from + end - 2 * WORD - 1);
  const middle = view.getInt32(from + start + ((end - start) >> 1) - 2);
  const mixed = Math.imul(last ^ (end - start), GOLDEN) ^ Math.imul(before, OTHER) ^ Math.imul(middle, THIRD);
  return Math.imul(mixed ^ (mixed >>> 15), GOLDEN);
}

interface Bytes {
  readonly view: DataView;
  readonly at: number;
  readonly length: number;
}

/** Four bytes at once, the first four last: they may have been compared before. */
function isSame({ view: own, from }: LogRecord, start: number, { view, at, length }: Bytes): boolean {
  let left = length - WORD;
  for (; left > 0; left -= WORD) if (own.getInt32(from + start + left) !== view.getInt32(at + left)) return false;
  return own.getInt32(from + start) === view.getInt32(at);
}

/** Copies bytes; false where one is no character by itself. */
function takeAscii({ codes, from }: LogRecord, start: number, into: Uint8Array): boolean {
  let all = 0;
  for (let index = 0; index < into.length; index += 1) {
    const code = codes[from + start + index] ?? 0;
    into[index] = code;
    all |= code;
  }
  return all < NOT_ASCII;
}
