import { createHash } from 'node:crypto';
import { logId, sha256 } from '../../src/domain/ids.ts';
import type { LogInfo } from '../../src/domain/log.ts';
import type { LogSource, RawLine, ReadToEnd } from '../../src/ports/log-source.ts';

export interface FakeLogOptions {
  readonly id?: string;
  readonly path?: string | null;
  readonly kind?: LogInfo['kind'];
  readonly modified?: number;
  /** Told at the end of each pass. */
  readonly troubles?: readonly string[];
  /** Bytes to a chunk; small ones cut lines and characters in two. */
  readonly chunkSize?: number;
}

const EDGE = 65_536;

/** A log in memory with the behaviour the port promises. */
export function fakeLog(name: string, text: string | Buffer, options: FakeLogOptions = {}): LogSource {
  const bytes = Buffer.from(text as string);
  const kind = options.kind ?? 'file';
  const info: LogInfo = {
    id: logId.parse(options.id ?? 'S1'), name, kind, compression: 'none',
    path: options.path === undefined ? (kind === 'file' ? `/var/log/${name}` : null) : options.path,
    size: kind === 'file' ? bytes.length : null, modified: options.modified ?? Date.UTC(2026, 11, 31),
  };
  const end: ReadToEnd = {
    bytes: bytes.length, sha256: sha256.parse(createHash('sha256').update(bytes).digest('hex')),
    troubles: options.troubles ?? [],
  };
  let whole = false;
  return {
    info,
    records: null,
    async *chunks(signal) {
      const size = options.chunkSize ?? EDGE;
      // One buffer for all chunks: whoever keeps one finds it overwritten.
      const buffer = Buffer.alloc(Math.min(size, bytes.length));
      for (let at = 0; at < bytes.length && !signal.aborted; at += size) {
        yield buffer.subarray(0, bytes.copy(buffer, 0, at, at + size));
      }
      whole ||= !signal.aborted;
    },
    end: () => {
      if (!whole) throw new Error(`${name} was not read to its end`);
      return end;
    },
    edges: async () => ({ head: bytes.subarray(0, EDGE), tail: kind === 'file' ? bytes.subarray(-EDGE) : null }),
    lines: async (places, context) => {
      const lines = splitLines(bytes);
      const wanted = [...new Map(places.map((place) => [place.offset, place])).values()];
      return wanted.sort((a, b) => a.offset - b.offset).flatMap(({ line, offset }): RawLine[] => {
        const index = lines.findIndex((each) => each.offset === offset);
        const own = lines[index];
        if (own === undefined) return [];
        const neighbour = (each: { readonly bytes: Buffer }, at: number) => ({ lineNumber: line + at, bytes: each.bytes });
        const before = lines.slice(Math.max(0, index - context), index);
        return [{
          lineNumber: line, offset, bytes: own.bytes,
          before: before.map((each, at) => neighbour(each, at - before.length)),
          after: lines.slice(index + 1, index + 1 + context).map((each, at) => neighbour(each, at + 1)),
        }];
      });
    },
    close: async () => undefined,
  };
}

function splitLines(bytes: Buffer): readonly { readonly offset: number; readonly bytes: Buffer }[] {
  const lines: { offset: number; bytes: Buffer }[] = [];
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(10, start);
    const end = found < 0 ? bytes.length : found;
    lines.push({ offset: start, bytes: bytes.subarray(start, end > start && bytes[end - 1] === 13 ? end - 1 : end) });
    start = end + 1;
  }
  return lines;
}
