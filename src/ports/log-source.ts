import type { Sha256 } from '../domain/ids.ts';
import type { LogInfo, Unreadable } from '../domain/log.ts';
import type { RecordForm } from '../domain/login-record.ts';
import type { Result } from '../domain/result.ts';

/** A raw line read again: the bytes as they are, and its neighbours. */
export interface RawLine {
  readonly lineNumber: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly before: readonly { readonly lineNumber: number; readonly bytes: Uint8Array }[];
  readonly after: readonly { readonly lineNumber: number; readonly bytes: Uint8Array }[];
}

/** Where to read a line again: its 1-based number and its byte offset in the decompressed stream. */
export interface LinePlace {
  readonly line: number;
  readonly offset: number;
}

/** What the source came to when it was read to its end. */
export interface ReadToEnd {
  readonly bytes: number;
  /** SHA-256 of the decompressed bytes. */
  readonly sha256: Sha256;
  /** Limits hit and damage met (truncated gzip, too much output): in words, empty when none. */
  readonly troubles: readonly string[];
}

/**
 * One log. `chunks` yields the decompressed bytes in order with back-pressure; it may be started again for another
 * pass (standard input is spooled for that) and never throws for what the file holds: damage ends the stream and is
 * told in `end`. A chunk is valid only until the next is asked for.
 */
export interface LogSource {
  readonly info: LogInfo;
  /** Set where the bytes are fixed records and no lines: a "line" is then a record, its number and its offset. */
  readonly records: RecordForm | null;
  chunks(signal: AbortSignal): AsyncIterable<Buffer>;
  /** Of the last pass that ran to its end. */
  end(): ReadToEnd;
  /** First and last bytes, for finding format and year without a pass; `tail` is null where it cannot be had. */
  edges(): Promise<{ readonly head: Buffer; readonly tail: Buffer | null }>;
  /** Reads lines again with up to `context` neighbours each; a place that no longer holds a line is left out. */
  lines(places: readonly LinePlace[], context: number): Promise<readonly RawLine[]>;
  close(): Promise<void>;
}

export interface OpenedLogs {
  readonly logs: readonly LogSource[];
  readonly unreadable: readonly Unreadable[];
  /** Logs left out because another one holds the same bytes, by name. */
  readonly copies: readonly { readonly name: string; readonly of: string }[];
}

/**
 * Finds what the analyst named: files, folders, globs, `-`. Order is by name and stable. Folders are walked to a
 * stated depth and number; links that loop, FIFOs, sockets and devices are refused by name; nothing is opened twice.
 */
export interface LogSources {
  open(paths: readonly string[], signal: AbortSignal): Promise<OpenedLogs>;
  /** Opens the logs of an earlier session by their recorded paths, or the copies kept beside its journal. */
  reopen(logs: readonly LogInfo[], keptIn: string): Promise<readonly Result<LogSource, Unreadable>[]>;
  /** Copies a log, compressed, into the session's folder, so that it outlives rotation. */
  keep(log: LogSource, folder: string): Promise<Result<string, Unreadable>>;
}
