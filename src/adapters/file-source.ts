import type { FileHandle } from 'node:fs/promises';
import type { LogInfo } from '../domain/log.ts';
import type { RecordForm } from '../domain/login-record.ts';
import type { LogSource, ReadToEnd } from '../ports/log-source.ts';
import type { Bytes, Pass } from './byte-pass.ts';
import { countedPass, headOf } from './byte-pass.ts';
import { bytesAt, fileBytes } from './file-bytes.ts';
import type { LogLimits } from './log-limits.ts';
import { sizeInWords } from './log-limits.ts';
import type { BytesAt } from './raw-lines.ts';
import { readLines, streamWindow } from './raw-lines.ts';
import { readRecords } from './raw-records.ts';
import type { Packing } from './unpack.ts';
import { unpackAs } from './unpack.ts';

/** Bytes shown of either end of a log. */
export const EDGE = 64 * 1_024;

/** The end of the last whole pass. */
export function endKeeper(name: string): { readonly keep: (end: ReadToEnd) => void; readonly end: () => ReadToEnd } {
  let last: ReadToEnd | null = null;
  return {
    keep: (end) => { last = end; },
    end: () => {
      if (last === null) throw new Error(`${name} was not read to its end`);
      return last;
    },
  };
}

/** A pass whose troubles concern nobody: it only fetches some lines again. */
export const quietPass = (): Pass => ({ tell: () => undefined, signal: new AbortController().signal });

type ReadAgain = LogSource['lines'];

/** Lines, or the fixed records of a binary log. */
const linesAt = (bytes: BytesAt, records: RecordForm | null): ReadAgain => (places, context) =>
  (records ? readRecords(bytes, records, places, context) : readLines(bytes, places, context));

/** Reads again by a pass from the start. */
export const linesOf = (open: () => Bytes, records: RecordForm | null): ReadAgain => async (places, context) => {
  const window = streamWindow(open());
  try {
    return await linesAt(window, records)(places, context);
  } finally {
    await window.close();
  }
};

/** What is known of a file that was opened and looked at. */
interface Opened {
  readonly file: FileHandle;
  readonly size: number;
  readonly records: RecordForm | null;
}

/** A plain file through its open handle: the same file even when it is rotated away under its name. */
export function plainSource({ file, size, records }: Opened, info: LogInfo, limits: LogLimits): LogSource {
  const keeper = endKeeper(info.name);
  const bounded = Math.min(size, limits.plainBytes);
  const read = (pass: Pass): Bytes => {
    if (size > bounded) pass.tell(`is larger than ${sizeInWords(limits.plainBytes)}: the rest is not read`);
    return fileBytes(file, bounded, pass);
  };
  return {
    info,
    records,
    chunks: (signal) => countedPass(read, signal, keeper.keep),
    end: keeper.end,
    edges: async () => ({
      head: await bytesAt(file, 0, Math.min(EDGE, bounded)),
      tail: await bytesAt(file, Math.max(0, bounded - EDGE), Math.min(EDGE, bounded)),
    }),
    lines: linesAt({
      at: (from, length) => bytesAt(file, from, Math.min(length, bounded - from)), forget: () => undefined,
    }, records),
    close: () => file.close(),
  };
}

/** A compressed file: lines are read again by a pass from its start. */
export function packedSource({ file, size, records }: Opened, packing: Packing, info: LogInfo, limits: LogLimits): LogSource {
  const keeper = endKeeper(info.name);
  const unpack = unpackAs(packing, limits);
  const read = (pass: Pass): Bytes => unpack(fileBytes(file, size, pass), pass);
  return {
    info,
    records,
    chunks: (signal) => countedPass(read, signal, keeper.keep),
    end: keeper.end,
    edges: async () => ({ head: await headOf(read(quietPass()), EDGE), tail: null }),
    lines: linesOf(() => read(quietPass()), records),
    close: () => file.close(),
  };
}
