import type { LinePlace, RawLine } from '../ports/log-source.ts';
import type { Bytes } from './byte-pass.ts';

/** A longer line is read again only up to here, without neighbours after it; its digest is of this part. */
const LINE_LIMIT = 4 * 1_048_576;
/** Neighbours count only where they lie wholly within this many bytes of the line: a neighbour can be a gigabyte. */
const NEIGHBOURHOOD = 1_048_576;
/** Most lines and their neighbours are found in this much. */
const FIRST_LOOK = 8 * 1_024;
/** Bytes read on either side of a small read. */
const AHEAD = 16 * 1_024;
const NEWLINE = 10;
const RETURN = 13;

/** Reads bytes at a place; fewer at the end. */
export interface BytesAt {
  at(from: number, length: number): Promise<Buffer>;
  /** Nothing before this place is asked for again. */
  forget(before: number): void;
}

/** Reads lines again with their neighbours, in the order of their places; one that no longer starts there is left out. */
export async function readLines(
  whole: BytesAt, places: readonly LinePlace[], context: number,
): Promise<readonly RawLine[]> {
  const bytes = ahead(whole);
  const found: RawLine[] = [];
  const byOffset = new Map(places.map((place) => [place.offset, place]));
  for (const { line, offset } of [...byOffset.values()].sort((a, b) => a.offset - b.offset)) {
    bytes.forget(Math.max(0, offset - NEIGHBOURHOOD - 1));
    const start = await startOf(bytes, offset);
    const own = start === null ? null : await ownLine(bytes, offset);
    if (start === null || own === null) continue;
    const before = await linesBefore(bytes, offset, context);
    const after = own.next === null ? [] : await linesAfter(bytes, own.next, context);
    found.push({
      lineNumber: line, offset, bytes: own.bytes,
      before: before.map((each, index) => ({ lineNumber: line - before.length + index, bytes: each })),
      after: after.map((each, index) => ({ lineNumber: line + 1 + index, bytes: each })),
    });
  }
  return found;
}

/** One read serves a line, its neighbours and often the next place: small reads are answered from what was read last. */
function ahead(whole: BytesAt): BytesAt {
  let from = 0;
  let kept: Buffer = Buffer.alloc(0);
  const holds = (place: number, length: number): boolean =>
    place >= from && (place + length <= from + kept.length || (kept.length > 0 && kept.length < 3 * AHEAD));
  return {
    forget: whole.forget,
    at: async (place, length) => {
      if (length > AHEAD) return whole.at(place, length);
      if (!holds(place, length)) {
        from = Math.max(0, place - AHEAD);
        kept = await whole.at(from, 3 * AHEAD);
      }
      return kept.subarray(place - from, place - from + length);
    },
  };
}

async function startOf(bytes: BytesAt, offset: number): Promise<number | null> {
  if (offset === 0) return 0;
  if (offset < 0) return null;
  return (await bytes.at(offset - 1, 1))[0] === NEWLINE ? offset : null;
}

async function ownLine(
  bytes: BytesAt, offset: number,
): Promise<{ readonly bytes: Buffer; readonly next: number | null } | null> {
  const window = await grow(bytes, offset, { enough: (seen) => seen.includes(NEWLINE), limit: LINE_LIMIT });
  if (window.length === 0) return null;
  const end = window.indexOf(NEWLINE);
  if (end < 0) return { bytes: trimReturn(window), next: null };
  return { bytes: trimReturn(window.subarray(0, end)), next: offset + end + 1 };
}

/** Reads on from a place until there is enough, the limit or the end. */
async function grow(
  bytes: BytesAt, from: number, { enough, limit }: { readonly enough: (seen: Buffer) => boolean; readonly limit: number },
): Promise<Buffer> {
  for (let length = FIRST_LOOK; ; length *= 8) {
    const wanted = Math.min(length, limit);
    const window = await bytes.at(from, wanted);
    if (window.length < wanted || wanted === limit || enough(window)) return window;
  }
}

async function linesAfter(bytes: BytesAt, from: number, context: number): Promise<readonly Buffer[]> {
  if (context === 0) return [];
  const window = await grow(bytes, from, { enough: (seen) => newlines(seen) >= context, limit: NEIGHBOURHOOD });
  const lines = split(window);
  // The last piece is a line only where the log ends with it.
  if (window.length === NEIGHBOURHOOD || lines.at(-1)?.length === 0) lines.pop();
  return lines.slice(0, context).map(trimReturn);
}

async function linesBefore(bytes: BytesAt, offset: number, context: number): Promise<readonly Buffer[]> {
  if (context === 0 || offset === 0) return [];
  for (let length = FIRST_LOOK; ; length *= 8) {
    const from = Math.max(0, offset - 1 - Math.min(length, NEIGHBOURHOOD));
    const window = await bytes.at(from, offset - 1 - from);
    const lines = split(window);
    if (from > 0) lines.shift();
    if (lines.length >= context || from === 0 || length >= NEIGHBOURHOOD) return lines.slice(-context).map(trimReturn);
  }
}

function newlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}

function split(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  lines.push(bytes.subarray(start));
  return lines;
}

/** A copy, so that a kept line does not keep its window. */
const trimReturn = (line: Buffer): Buffer => Buffer.from(line.at(-1) === RETURN ? line.subarray(0, -1) : line);

/** Bytes of a stream as if they could be read at will, as long as the places only move on. */
export function streamWindow(stream: Bytes): BytesAt & { close(): Promise<void> } {
  const chunks = stream[Symbol.asyncIterator]();
  let kept: { readonly from: number; readonly bytes: Buffer }[] = [];
  let end = 0;
  let wanted = 0;
  const pull = async (): Promise<boolean> => {
    const next = await chunks.next();
    if (next.done) return false;
    if (end + next.value.length > wanted) kept.push({ from: end, bytes: Buffer.from(next.value) });
    end += next.value.length;
    return true;
  };
  return {
    at: async (from, length) => {
      while (end < from + length && await pull());
      const parts = kept.map((chunk) =>
        chunk.bytes.subarray(Math.max(0, from - chunk.from), Math.max(0, from + length - chunk.from)));
      return Buffer.concat(parts);
    },
    forget: (before) => {
      wanted = before;
      kept = kept.filter((chunk) => chunk.from + chunk.bytes.length > before);
    },
    close: async () => { await chunks.return?.(); },
  };
}
