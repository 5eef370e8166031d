import type { Framing } from '../framing.ts';
import { readIsoTime } from '../iso-time.ts';
import type { LogClock } from '../log-clock.ts';
import type { LogRecord } from '../record.ts';
import { recode } from '../record.ts';

/** Docker cuts what a program writes into pieces of this many bytes; only the last ends with a line end. */
const DOCKER_PIECE = 16_384;
/** Of pieces put together; what is longer is cut. */
const JOINED = 262_144;
const OPEN = 123;
/** `2026-03-03T04:12:01.5Z stdout F text`; older writers leave the tag out. */
const CRI = /^\S{20,40} (stdout|stderr) (?:([FP])(?::[A-Z]{1,20})? )?/;

/** What container runtimes put around each line a program writes: Docker's json-file, and CRI (containerd, CRI-O). */
export const container: Framing = {
  name: 'container',
  wraps: true,
  open(clock) {
    const pieces = new Map<string, string>();
    const hand = (record: LogRecord, stream: string, piece: Piece): boolean | 'held' => {
      const before = pieces.get(stream) ?? '';
      if (piece.more) {
        if (before.length < JOINED) pieces.set(stream, before + piece.text);
        return 'held';
      }
      pieces.delete(stream);
      record.text = before + piece.text;
      record.body = 0;
      recode(record);
      return true;
    };
    return {
      read(record) {
        const { text } = record;
        const piece = text.charCodeAt(0) === OPEN ? dockerPiece(record, clock) : criPiece(record, clock);
        return piece !== null && hand(record, piece.stream, piece);
      },
    };
  },
};

interface Piece {
  readonly stream: string;
  readonly text: string;
  readonly more: boolean;
}

function criPiece(record: LogRecord, clock: LogClock): Piece | null {
  const { text } = record;
  const match = text.charCodeAt(10) === 84 ? CRI.exec(text.slice(0, 80)) : null;
  const stamp = match ? readIsoTime(text, 0, clock) : null;
  if (!match || !stamp) return null;
  record.time = stamp.time;
  return { stream: match[1] === 'stderr' ? 'stderr' : 'stdout', text: text.slice(match[0].length), more: match[2] === 'P' };
}

function dockerPiece(record: LogRecord, clock: LogClock): Piece | null {
  if (!record.text.startsWith('{"log":"') || !record.text.includes('"time":"')) return null;
  const { log, time, stream } = parseObject(record.text);
  if (typeof log !== 'string' || typeof time !== 'string') return null;
  record.time = readIsoTime(time, 0, clock)?.time ?? null;
  const ended = log.endsWith('\n');
  return {
    stream: stream === 'stderr' ? 'stderr' : 'stdout', text: ended ? log.replace(/\r?\n$/, '') : log,
    more: !ended && Buffer.byteLength(log) >= DOCKER_PIECE,
  };
}

function parseObject(text: string): { readonly log?: unknown; readonly time?: unknown; readonly stream?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
