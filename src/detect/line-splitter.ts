import { isAscii } from 'node:buffer';

/** A longer line is cut for the parsers; its bytes stay in the log and in the digest. */
export const LINE_LIMIT = 1_048_576;
const NEWLINE = 10;
const RETURN = 13;

/** `text` is without its line end; `offset` is the byte offset of the line in the stream. */
export type OnLine = (text: string, line: number, offset: number) => void;

export interface LineSplitter {
  push(chunk: Buffer): void;
  /** Hands over a last line that has no newline. */
  finish(): void;
  /** Lines seen so far, and those that were cut. */
  lines(): number;
  cut(): number;
}

/**
 * Splits bytes into lines, decoding only what it must: a chunk of plain ASCII is one string that lines are cut from;
 * in any other chunk each line is decoded by itself as UTF-8, so that no invalid byte can spill into its neighbour.
 */
export function openLineSplitter(onLine: OnLine): LineSplitter {
  let line = 0;
  let offset = 0;
  let rest: Buffer[] = [];
  let restBytes = 0;
  let cut = 0;

  const hand = (text: string): void => {
    line += 1;
    const end = text.charCodeAt(text.length - 1) === RETURN ? text.length - 1 : text.length;
    onLine(end === text.length ? text : text.slice(0, end), line, offset);
  };
  const handBytes = (bytes: Buffer): void => {
    if (bytes.length > LINE_LIMIT) cut += 1;
    const kept = bytes.length > LINE_LIMIT ? bytes.subarray(0, LINE_LIMIT) : bytes;
    hand(line === 0 ? kept.toString().replace(/^\uFEFF/, '') : kept.toString());
    offset += bytes.length + 1;
  };
  const handRest = (last: Buffer): void => {
    // Only the start of an overlong line is kept while its end is awaited.
    const bytes = Buffer.concat([...rest, last]);
    const dropped = restBytes + last.length - bytes.length;
    rest = [];
    restBytes = 0;
    handBytes(bytes);
    offset += dropped;
  };
  const keepRest = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    if (restBytes <= LINE_LIMIT) rest.push(Buffer.from(bytes));
    restBytes += bytes.length;
  };
  const splitAscii = (chunk: Buffer, from: number): number => {
    const text = chunk.toString('latin1', from);
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      hand(text.slice(start, end));
      offset += end - start + 1;
      start = end + 1;
    }
    return from + start;
  };
  const splitBytes = (chunk: Buffer, from: number): number => {
    let start = from;
    for (let end = chunk.indexOf(NEWLINE, start); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      handBytes(chunk.subarray(start, end));
      start = end + 1;
    }
    return start;
  };
  return {
    push: (chunk) => {
      let from = 0;
      if (restBytes > 0) {
        const end = chunk.indexOf(NEWLINE);
        if (end < 0) {
          keepRest(chunk);
          return;
        }
        handRest(chunk.subarray(0, end));
        from = end + 1;
      }
      const plain = line > 0 && chunk.length < LINE_LIMIT && isAscii(chunk);
      keepRest(chunk.subarray(plain ? splitAscii(chunk, from) : splitBytes(chunk, from)));
    },
    finish: () => {
      if (restBytes > 0) handRest(Buffer.alloc(0));
    },
    lines: () => line,
    cut: () => cut,
  };
}
