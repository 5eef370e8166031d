import type { FileHandle } from 'node:fs/promises';
import type { LogInfo } from '../domain/log.ts';
import type { LogSource, ReadToEnd } from '../ports/log-source.ts';
import type { Bytes, Pass } from './byte-pass.ts';
import { countedPass, headOf } from './byte-pass.ts';
import { bytesAt, fileBytes } from './file-bytes.ts';
import { unpacked } from './gzip-bytes.ts';
import type { LogLimits } from './log-limits.ts';
import { sizeInWords } from './log-limits.ts';
import { readLines, streamWindow } from './raw-lines.ts';

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

export async function linesOf(
  stream: Bytes, places: Parameters<LogSource['lines']>[0], context: number,
): ReturnType<LogSource['lines']> {
  const window = streamWindow(stream);
  try {
    return await readLines(window, places, context);
  } finally {
    await window.close();
  }
}

/** A plain file through its open handle: the same file even when it is rotated away under its name. */
export function plainSource(file: FileHandle, info: LogInfo, size: number, limits: LogLimits): LogSource {
  const keeper = endKeeper(info.name);
  const bounded = Math.min(size, limits.plainBytes);
  const read = (pass: Pass): Bytes => {
    if (size > bounded) pass.tell(`is larger than ${sizeInWords(limits.plainBytes)}: the rest is not read`);
    return fileBytes(file, bounded, pass);
  };
  return {
    info,
    chunks: (signal) => countedPass(read, signal, keeper.keep),
    end: keeper.end,
    edges: async () => ({
      head: await bytesAt(file, 0, Math.min(EDGE, bounded)),
      tail: await bytesAt(file, Math.max(0, bounded - EDGE), Math.min(EDGE, bounded)),
    }),
    lines: (places, context) => readLines({
      at: (from, length) => bytesAt(file, from, Math.min(length, bounded - from)), forget: () => undefined,
    }, places, context),
    close: () => file.close(),
  };
}

/** A gzip file: lines are read again by a pass from its start. */
export function gzipSource(file: FileHandle, info: LogInfo, size: number, limits: LogLimits): LogSource {
  const keeper = endKeeper(info.name);
  const read = (pass: Pass): Bytes => unpacked(fileBytes(file, size, pass), limits, pass);
  return {
    info,
    chunks: (signal) => countedPass(read, signal, keeper.keep),
    end: keeper.end,
    edges: async () => ({ head: await headOf(read(quietPass()), EDGE), tail: null }),
    lines: (places, context) => linesOf(read(quietPass()), places, context),
    close: () => file.close(),
  };
}
