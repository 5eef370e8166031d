import type { LogRecord } from './record.ts';

/**
 * Reading a record by its codes. Every function takes places in the record's text. None reads past the end of the
 * line: what stands there is another line.
 */
const SPACE = 32;
const ZERO = 48;
/** Codes compared at once. */
const FOUR = 4;

/** Codes to compare with, and to read four of them at once. */
export interface CodeWord {
  readonly length: number;
  readonly codes: Uint8Array;
  readonly view: DataView;
}

/** A word over codes that may change: it is compared with what they are then. */
export const wordOver = (codes: Uint8Array): CodeWord =>
  ({ length: codes.length, codes, view: new DataView(codes.buffer, codes.byteOffset, codes.length) });

/** A word of ASCII to compare with. */
export const codesOf = (word: string): CodeWord => wordOver(Uint8Array.from(Buffer.from(word)));

/** As `codesOf`, for words of a log; null where the word holds other characters, which codes cannot tell apart. */
export function asciiCodes(word: string): CodeWord | null {
  const codes = Buffer.from(word);
  return codes.length === word.length ? codesOf(word) : null;
}

/** Puts what stands at a place into a word's codes. */
export function takeInto(codes: Uint8Array, record: LogRecord, start: number): void {
  const from = record.from + start;
  for (let at = 0; at < codes.length; at += 1) codes[at] = record.codes[from + at] ?? 0;
}

/** Whether the word stands at a place; compared from its end, where names and times differ first. */
export function hasAt(record: LogRecord, start: number, { length, codes, view }: CodeWord): boolean {
  if (start + length > record.text.length) return false;
  const from = record.from + start;
  let at = length;
  for (; at >= FOUR; at -= FOUR) if (record.view.getInt32(from + at - FOUR) !== view.getInt32(at - FOUR)) return false;
  while (at > 0) {
    at -= 1;
    if (record.codes[from + at] !== codes[at]) return false;
  }
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
