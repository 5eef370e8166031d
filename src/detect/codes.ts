import type { LogRecord } from './record.ts';

/**
 * Reading a record by its codes. Every function takes places in the record's text. None reads past the end of the
 * line: what stands there is another line.
 */
const SPACE = 32;
const ZERO = 48;

/** A word of ASCII to compare with. */
export const codesOf = (word: string): Uint8Array => Buffer.from(word);

/** As `codesOf`, for words of a log; null where the word holds other characters, which codes cannot tell apart. */
export function asciiCodes(word: string): Uint8Array | null {
  const codes = Buffer.from(word);
  return codes.length === word.length ? codes : null;
}

/** Whether the word stands at a place; compared from its end, where names and times differ first. */
export function hasAt(record: LogRecord, start: number, word: Uint8Array): boolean {
  if (start + word.length > record.text.length) return false;
  const { codes } = record;
  const base = record.from + start;
  for (let at = word.length - 1; at >= 0; at -= 1) if (codes[base + at] !== word[at]) return false;
  return true;
}

/** The code at a place; 0 past the end. */
export const codeAt = (record: LogRecord, at: number): number =>
  (at < record.text.length ? record.codes[record.from + at] ?? 0 : 0);

/** Where the next blank stands, or `end`. */
export function wordEnd({ codes, from }: LogRecord, start: number, end: number): number {
  let at = start;
  while (at < end && codes[from + at] !== SPACE) at += 1;
  return at;
}

/** So far below zero that no sum with other digits comes back above it: integers all the way, where NaN is not. */
const NO_DIGIT = -1_000_000;

/** The digit at a place; negative where there is none. */
export function digitAt(record: LogRecord, at: number): number {
  const digit = codeAt(record, at) - ZERO;
  return digit >= 0 && digit <= 9 ? digit : NO_DIGIT;
}

/** The number that two digits write; negative where there are none. */
export const twoDigitsAt = (record: LogRecord, at: number): number => digitAt(record, at) * 10 + digitAt(record, at + 1);
