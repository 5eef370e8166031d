import type { LineObserver } from '../../domain/line-observer.ts';
import { KEYS } from '../packed/layout.ts';
import type { OpenIndex } from '../packed/open-index.ts';
import { CLASS, DASH, DIGIT, DOT, HEX, LETTER } from './characters.ts';
import type { Hit, LineHits } from './hit.ts';
import { textKeysIn } from './text-keys.ts';
import type { WordLookup } from './word-lookup.ts';
import { openWordLookup } from './word-lookup.ts';

const NEWLINE = 10;
const COLON = 58;
/** A longer line is looked at up to here, as the parsers do. */
const LINE_LIMIT = 1_048_576;
/** A name is no longer, nor are digests. */
const LONGEST_WORD = 260;
const BACKSLASH = 92;
const PERCENT = 37;
const DOT_BYTE = 46;

/** `lines`: how many were looked through. */
export interface LineMatcher extends LineObserver {
  lines(): number;
}

/**
 * Finds what feeds name in the raw lines of a log: whole values, never parts of longer ones. No line becomes text unless
 * it holds a hit.
 */
export function openLineMatcher(feeds: readonly OpenIndex[], onLine: (hits: LineHits) => void): LineMatcher {
  let hits: Hit[] = [];
  const lookup = openWordLookup(feeds, (hit) => hits.push(hit));
  const wanted = { six: feeds.some(({ v6RangeNotes }) => v6RangeNotes.length > 0), text: textCodes(feeds) };
  const place = { line: 0, offset: 0, long: 0 };
  let rest: Buffer | null = null;

  const end = (bytes: Buffer, from: number, to: number): void => {
    place.line += 1;
    const line = bytes.subarray(from, to);
    if (wanted.text.length > 0) textKeysIn(line, wanted.text, lookup);
    if (hits.length > 0) {
      onLine({ line: place.line, offset: place.offset, bytes: line, hits: hits.map((hit) => ({ ...hit })) });
      hits = [];
    }
    place.offset += to - from + 1 + place.long;
    place.long = 0;
  };
  /** Whole lines, each with its newline but perhaps the last. */
  const scan = (bytes: Buffer): void => {
    let from = 0;
    for (let to = bytes.indexOf(NEWLINE); from < bytes.length; to = bytes.indexOf(NEWLINE, from)) {
      const stop = to < 0 ? bytes.length : to;
      const line = bytes.subarray(from, Math.min(stop, from + LINE_LIMIT));
      scanWords(line, lookup, wanted.six);
      end(bytes, from, stop);
      from = stop + 1;
    }
  };
  return {
    push: (chunk) => {
      const last = chunk.lastIndexOf(NEWLINE);
      if (last < 0) {
        rest = keep(rest, chunk, place);
        return;
      }
      let body = chunk.subarray(0, last + 1);
      if (rest !== null) {
        const first = chunk.indexOf(NEWLINE);
        scan(Buffer.concat([rest, chunk.subarray(0, first + 1)]));
        body = chunk.subarray(first + 1, last + 1);
      }
      if (body.length > 0) scan(body);
      rest = last + 1 < chunk.length ? keep(null, chunk.subarray(last + 1), place) : null;
    },
    finish: () => {
      if (rest !== null) scan(rest);
      rest = null;
    },
    lines: () => place.line,
  };
}

/** The start of a line whose end has not come yet; of an overlong one only the first bytes are kept. */
function keep(rest: Buffer | null, more: Buffer, place: { long: number }): Buffer {
  const room = LINE_LIMIT - (rest?.length ?? 0);
  place.long += Math.max(0, more.length - room);
  const own = Buffer.from(more.subarray(0, Math.max(0, room)));
  return rest === null ? own : Buffer.concat([rest, own]);
}

const textCodes = (feeds: readonly OpenIndex[]): readonly number[] =>
  [KEYS.path, KEYS.userAgent].filter((code) => feeds.some(({ codes }) => codes.has(code)));

const classAt = (line: Buffer, at: number): number => CLASS[line[at] ?? 0] ?? 0;

function scanWords(line: Buffer, lookup: WordLookup, six: boolean): void {
  const end = line.length;
  let sixDone = 0;
  for (let at = 0; at < end;) {
    let flags = classAt(line, at);
    if (flags === 0) {
      if (six && line[at] === COLON && at >= sixDone) sixDone = trySix(line, at, lookup);
      at += 1;
      continue;
    }
    const from = at;
    at += 1;
    // Beyond the end there is no byte, and no byte is part of no word.
    for (let part = classAt(line, at); part !== 0; part = classAt(line, at)) {
      flags |= part;
      at += 1;
    }
    if (at - from >= 4 && at - from <= LONGEST_WORD) word(line, { from, to: at, flags }, lookup);
  }
}

interface WordPlace {
  readonly from: number;
  readonly to: number;
  readonly flags: number;
}

function word(line: Buffer, place: WordPlace, lookup: WordLookup): void {
  plainWord(line, place, lookup);
  const before = place.from > 0 ? line[place.from - 1] : 0;
  // An escape that touches the word: `\n` of JSON, `%2F` of a URL. It is read both ways.
  const skip = before === BACKSLASH ? 1 : before === PERCENT ? 2 : 0;
  if (skip === 0 || place.to - place.from - skip < 4) return;
  const from = place.from + skip;
  let flags = 0;
  for (let at = from; at < place.to; at += 1) flags |= classAt(line, at);
  plainWord(line, { from, to: place.to, flags }, lookup);
}

function plainWord(line: Buffer, { from, to, flags }: WordPlace, lookup: WordLookup): void {
  if ((flags & DOT) !== 0) {
    if ((flags & (HEX | LETTER)) === 0) addresses(line, { from, to, flags }, lookup);
    else dotted(line, from, to, lookup);
    return;
  }
  const length = to - from;
  if ((flags & (LETTER | DASH)) === 0) {
    if (length === 32 || length === 40 || length === 64 || length === 128) lookup.digest(line, from, to);
  } else if (length >= 6) rare(line, from, to, lookup);
}

/** Without the dots and dashes that a sentence or a list leaves at its ends. */
function dotted(line: Buffer, from: number, to: number, lookup: WordLookup): void {
  let [start, end] = [from, to];
  while (start < end && (classAt(line, start) & (DOT | DASH)) !== 0 && line[start] !== 95) start += 1;
  while (end > start && (classAt(line, end - 1) & (DOT | DASH)) !== 0) end -= 1;
  if (end - start >= 4) lookup.name(line, start, end);
  // A digest as the name of a file.
  if (end - start > 32) digestBeforeDot(line, start, end, lookup);
}

function digestBeforeDot(line: Buffer, from: number, to: number, lookup: WordLookup): void {
  const dot = line.indexOf(DOT_BYTE, from);
  if (dot < 0 || dot >= to) return;
  let flags = 0;
  for (let at = from; at < dot; at += 1) flags |= classAt(line, at);
  if ((flags & ~(DIGIT | HEX)) === 0) plainWord(line, { from, to: dot, flags }, lookup);
}

/** Digits, dots and dashes: one address, or several with dashes between them. */
function addresses(line: Buffer, { from, to, flags }: WordPlace, lookup: WordLookup): void {
  let start = from;
  for (let at = from; at <= to; at += 1) {
    if (at < to && ((flags & DASH) === 0 || (classAt(line, at) & DASH) === 0)) continue;
    let [first, last] = [start, at];
    while (first < last && line[first] === DOT_BYTE) first += 1;
    while (last > first && line[last - 1] === DOT_BYTE) last -= 1;
    const value = last - first < 7 || last - first > 15 ? -1 : ipv4In(line, first, last);
    if (value >= 0) lookup.address(value, line, first, last);
    start = at + 1;
  }
}

/** The address that these bytes, digits and dots, are; -1 where they are none. */
function ipv4In(line: Buffer, from: number, to: number): number {
  let [value, part, digits, dots] = [0, 0, 0, 0];
  for (let at = from; at <= to; at += 1) {
    const byte = line[at] ?? 0;
    if (at < to && byte !== DOT_BYTE) {
      // No number but 0 begins with a zero.
      if (digits > 0 && part === 0) return -1;
      part = part * 10 + byte - 48;
      digits += 1;
      continue;
    }
    if (digits === 0 || part > 255) return -1;
    value = value * 256 + part;
    [part, digits] = [0, 0];
    if (at < to) dots += 1;
  }
  return dots === 3 ? value : -1;
}

const SSH_KEY = /^SHA256:([A-Za-z0-9+/]{43})(?![A-Za-z0-9+/])/;

/** Words without dots that are worth a look: numbers of vulnerabilities, fingerprints of keys. */
function rare(line: Buffer, from: number, to: number, lookup: WordLookup): void {
  const first = line[from];
  if ((first === 67 || first === 99) && to - from >= 13) {
    const text = line.toString('latin1', from, to).toLowerCase();
    if (/^cve-\d{4}-\d{4,7}$/.test(text)) lookup.key(text, [KEYS.cve], { from, to });
  } else if (first === 83 && to - from === 6 && line[to] === COLON) {
    const key = SSH_KEY.exec(line.toString('latin1', from, from + 51));
    if (key) lookup.key(key[0], [KEYS.sshKey], { from, to: from + key[0].length });
  }
}

/** A run of hex digits and colons around a colon; answers with where it ends. */
function trySix(line: Buffer, colon: number, lookup: WordLookup): number {
  let [from, to, colons] = [colon, colon, 0];
  while (colon - from < 5 && isSix(line[from - 1])) from -= 1;
  for (; to - from < 48 && isSix(line[to]); to += 1) if (line[to] === COLON) colons += 1;
  if (colons < 2) return to;
  const text = line.toString('latin1', from, to).replace(/(?<=[^:]):$/, '').replace(/\.$/, '');
  // Times have two colons and no `::`.
  if (text.includes('::') || colons >= 6) lookup.address6(text, from, from + text.length);
  return to;
}

const isSix = (byte: number | undefined): boolean =>
  byte !== undefined && (byte === COLON || byte === DOT_BYTE || ((CLASS[byte] ?? 0) & (DIGIT | HEX)) !== 0);
