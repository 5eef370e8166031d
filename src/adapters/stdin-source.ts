import type { Readable } from 'node:stream';
import { unlink } from 'node:fs/promises';
import type { LogInfo, Unreadable } from '../domain/log.ts';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import type { LogSource } from '../ports/log-source.ts';
import type { Bytes, Pass } from './byte-pass.ts';
import { countedPass, headOf } from './byte-pass.ts';
import { fileBytes } from './file-bytes.ts';
import { EDGE, endKeeper, linesOf, quietPass } from './file-source.ts';
import { unpacked } from './gzip-bytes.ts';
import type { LogLimits } from './log-limits.ts';
import { sizeInWords } from './log-limits.ts';
import type { Owner } from './private-disk.ts';
import { sniff } from './sniff.ts';
import type { Spool } from './stdin-spool.ts';
import { openSpool } from './stdin-spool.ts';

/** Enough to know every kind of file that is refused. */
const SNIFFED = 512;

export interface StdinSettings {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly spoolPath: string;
  readonly owner: Owner | null;
  readonly limits: LogLimits;
}

/** Standard input as a log: read once as it comes, then again from its spool. */
export interface StdinLog {
  readonly source: LogSource;
  /** The spool's path; from now on the spool stays when the log is closed. */
  keep(): string;
}

export async function openStdin(
  settings: StdinSettings, id: LogInfo['id'], signal: AbortSignal,
): Promise<Result<StdinLog, Unreadable>> {
  if (settings.stdin.isTTY === true) return refuse('is a terminal: nothing is piped in', 'journalctl -o json | soc triage -');
  const incoming = openIncoming(settings.stdin, signal);
  const start = await incoming.start();
  const { kind, ...refusal } = { why: '', remedy: null, ...sniffStart(start) };
  if (kind === 'other') {
    settings.stdin.destroy();
    return refuse(refusal.why, refusal.remedy);
  }
  const info: LogInfo = {
    id, name: 'stdin', path: null, kind: 'stdin', compression: kind === 'gzip' ? 'gzip' : 'none', size: null,
    modified: null,
  };
  return ok(stdinLog(settings, info, incoming));
}

const refuse = (why: string, remedy: string | null): Result<never, Unreadable> =>
  fail({ path: '-', why: `standard input ${why}`, remedy });

function sniffStart(start: Buffer): ReturnType<typeof sniff> {
  const sniffed = sniff(start, null, '-');
  return sniffed.kind === 'other' ? { ...sniffed, why: `is ${sniffed.why}` } : sniffed;
}

interface Incoming {
  /** The first bytes, waiting for them; they are part of `rest` again. */
  start(): Promise<Buffer>;
  rest(pass: Pass): Bytes;
}

function openIncoming(stdin: Readable, opening: AbortSignal): Incoming {
  const chunks = (stdin as AsyncIterable<Buffer | string>)[Symbol.asyncIterator]();
  let start: Buffer = Buffer.alloc(0);
  let failure: Error | null = null;
  const next = async (): Promise<Buffer | null> => {
    try {
      const { done, value } = await chunks.next();
      return done === true ? null : Buffer.from(value as Buffer | string);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failure = error;
      return null;
    }
  };
  const untilAborted = async <Value>(signal: AbortSignal, run: () => Promise<Value>): Promise<Value> => {
    const stop = (): void => { stdin.destroy(); };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await run();
    } finally {
      signal.removeEventListener('abort', stop);
    }
  };
  return {
    start: () => untilAborted(opening, async () => {
      for (let chunk = await next(); chunk !== null; chunk = await next()) {
        start = Buffer.concat([start, chunk]);
        if (start.length >= SNIFFED || start.includes(10)) break;
      }
      return start;
    }),
    async *rest({ tell, signal }) {
      if (start.length > 0) yield start;
      for (;;) {
        const chunk = await untilAborted(signal, next);
        if (chunk === null) break;
        if (chunk.length > 0) yield chunk;
      }
      if (failure !== null && !signal.aborted) tell(`could not be read to its end: ${failure.message}`);
    },
  };
}

function stdinLog(settings: StdinSettings, info: LogInfo, incoming: Incoming): StdinLog {
  const keeper = endKeeper(info.name);
  const state = { spool: null as Promise<Spool> | null, kept: false, head: Buffer.alloc(0) };
  const again = async function* (pass: Pass): Bytes {
    const spool = await state.spool;
    if (spool === null) return;
    await spool.finish();
    const trouble = spool.trouble();
    if (trouble !== null) pass.tell(trouble);
    yield* unpacked(fileBytes(spool.file, spool.size(), pass), settings.limits, pass);
  };
  const first = async function* (pass: Pass): Bytes {
    const raw = incoming.rest(pass);
    const bytes = info.compression === 'gzip'
      ? unpacked(raw, settings.limits, pass) : bounded(raw, settings.limits.plainBytes, pass);
    state.spool = openSpool(settings.spoolPath, settings.limits, settings.owner);
    const spool = await state.spool;
    try {
      for await (const chunk of bytes) {
        await spool.write(chunk);
        yield chunk;
      }
    } finally {
      await spool.finish();
    }
    const trouble = spool.trouble();
    if (trouble !== null) pass.tell(trouble);
  };
  const source: LogSource = {
    info,
    chunks: (signal) => countedPass(state.spool === null ? first : again, signal, keeper.keep),
    end: keeper.end,
    edges: async () => ({ head: await edge(info, incoming, settings.limits), tail: null }),
    lines: (places, context) => linesOf(again(quietPass()), places, context),
    close: async () => {
      settings.stdin.destroy();
      const spool = await state.spool;
      if (spool === null) return;
      await spool.finish();
      await spool.file.close();
      if (!state.kept) await unlink(settings.spoolPath);
    },
  };
  return {
    source,
    keep: () => {
      state.kept = true;
      return settings.spoolPath;
    },
  };
}

/** What came before the first pass; a pipe shows no more without being read. */
async function edge(info: LogInfo, incoming: Incoming, limits: LogLimits): Promise<Buffer> {
  const start = await incoming.start();
  const packed = (async function* () { yield start; })();
  return info.compression === 'gzip' ? headOf(unpacked(packed, limits, quietPass()), EDGE) : start.subarray(0, EDGE);
}

async function* bounded(bytes: Bytes, limit: number, pass: Pass): Bytes {
  let left = limit;
  for await (const chunk of bytes) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left < 0) return pass.tell(`is longer than ${sizeInWords(limit)}: the rest is not read`);
  }
}
