import { isAscii } from 'node:buffer';
import type { Codes } from './record.ts';
import { openRecord, setCodes } from './record.ts';

/** A longer line is cut for the parsers; its bytes stay in the log and in the digest. */
export const LINE_LIMIT = 1_048_576;
const NEWLINE = 10;
const RETURN = 13;
const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * `text` is without its line end; `offset` is the byte offset of the line in the stream. `codes` is one object for all
 * lines; null where the bytes of the line are not its characters one by one.
 */
// Four parameters on purpose: this runs for every line.
export type OnLine = (text: string, line: number, offset: number, codes: Codes | null) => void;

export interface LineSplitter {
  push(chunk: Buffer): void;
  /** Hands over a last line that has no newline. */
  finish(): void;
  /** Lines seen so far, and those that were cut. */
  lines(): number;
  cut(): number;
}

interface Place {
  line: number;
  offset: number;
  cut: number;
}

/**
 * Splits bytes into lines, decoding only what it must: a chunk of plain ASCII is one string that lines are cut from;
 * in any other chunk each line is decoded by itself as UTF-8, so that no invalid byte can spill into its neighbour.
 */
export function openLineSplitter(onLine: OnLine): LineSplitter {
  const place: Place = { line: 0, offset: 0, cut: 0 };
  const rest = openRest();
  const codes: Codes = openRecord(0);
  const hand = (text: string, own: Codes | null): void => {
    place.line += 1;
    const last = text.length - 1;
    const cut = last >= 0 && text.charCodeAt(last) === RETURN;
    onLine(cut ? text.slice(0, last) : text, place.line, place.offset, own);
  };
  const handBytes = (bytes: Buffer, length: number): void => {
    if (length > LINE_LIMIT) place.cut += 1;
    const own = Math.min(bytes.length, LINE_LIMIT);
    const text = bytes.toString('utf8', 0, own);
    setCodes(codes, bytes, 0);
    // As many characters as bytes: then each byte became one.
    hand(place.line === 0 ? text.replace(BYTE_ORDER_MARK, '') : text, text.length === own ? codes : null);
    place.offset += length + 1;
  };
  const handRest = (last: Buffer): void => {
    const { bytes, length } = rest.take(last);
    handBytes(bytes, length);
  };
  const split = (chunk: Buffer): number => {
    if (isAscii(chunk)) return splitAscii(chunk, codes, hand, place);
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      handBytes(chunk.subarray(start, end), end - start);
      start = end + 1;
    }
    return start;
  };
  return {
    push: (chunk) => {
      let own = chunk;
      if (rest.length() > 0) {
        const end = chunk.indexOf(NEWLINE);
        if (end < 0) {
          rest.keep(chunk);
          return;
        }
        handRest(chunk.subarray(0, end));
        own = chunk.subarray(end + 1);
      }
      rest.keep(own.subarray(split(own)));
    },
    finish: () => { if (rest.length() > 0) handRest(Buffer.alloc(0)); },
    lines: () => place.line,
    cut: () => place.cut,
  };
}

// Four parameters on purpose: called once a chunk.
function splitAscii(chunk: Buffer, codes: Codes, hand: (text: string, own: Codes) => void, place: Place): number {
  const text = chunk.toString('latin1');
  setCodes(codes, chunk, 0);
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    codes.from = start;
    hand(text.slice(start, end), codes);
    place.offset += end - start + 1;
    start = end + 1;
  }
  return start;
}

/** The start of a line whose end has not come yet; of an overlong one only the first bytes are kept. */
function openRest() {
  let pieces: Buffer[] = [];
  let length = 0;
  return {
    length: (): number => length,
    keep: (bytes: Buffer): void => {
      if (bytes.length > 0 && length <= LINE_LIMIT) pieces.push(Buffer.from(bytes));
      length += bytes.length;
    },
    take: (last: Buffer): { readonly bytes: Buffer; readonly length: number } => {
      const whole = { bytes: Buffer.concat([...pieces, last]), length: length + last.length };
      pieces = [];
      length = 0;
      return whole;
    },
  };
}
