import type { TrustedFields } from '../domain/event.ts';

/**
 * A line's characters as bytes, for the hot path: reading a byte of a chunk takes a third of reading a character of a
 * string that was cut from it. The byte at `from + n` stands for character `n` of the line: its code where that is
 * ASCII, 128 or more where it is any other.
 */
export interface Codes {
  codes: Uint8Array;
  /** Over the same bytes. */
  view: DataView;
  from: number;
}

/** Points at other bytes. */
export function setCodes(into: Codes, codes: Uint8Array, from: number): void {
  into.codes = codes;
  into.view = new DataView(codes.buffer, codes.byteOffset, codes.length);
  into.from = from;
}

/**
 * One line as the parsers see it. A single object is reused for every line of a log: a parser copies what it keeps.
 * `text` is the whole record without its line end, `codes` the same; `body` is where the message begins, past the
 * envelope. Who changes the text calls `recode`.
 */
export interface LogRecord extends Codes {
  text: string;
  body: number;
  log: number;
  line: number;
  offset: number;
  time: number | null;
  host: string | null;
  program: string | null;
  pid: string | null;
  trusted: TrustedFields | null;
}

const NO_CODES = new Uint8Array(0);

export const openRecord = (log: number): LogRecord => ({
  text: '', body: 0, log, line: 0, offset: 0, time: null, host: null, program: null, pid: null, trusted: null,
  codes: NO_CODES, view: new DataView(NO_CODES.buffer), from: 0,
});

const NOT_ASCII = 128;

/** Sets the codes from the text, where it is not a piece of a chunk as it is. */
export function recode(record: LogRecord): void {
  const { text } = record;
  const codes = Buffer.allocUnsafe(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    codes[at] = code < NOT_ASCII ? code : NOT_ASCII;
  }
  setCodes(record, codes, 0);
}
