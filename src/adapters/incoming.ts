import type { Readable } from 'node:stream';
import type { Bytes, Pass } from './byte-pass.ts';

/** Enough to know every kind of file that is refused, unless a first line comes earlier. */
const ENOUGH = 512;
const SHORTEST = 16;

/** Standard input, read once. */
export interface Incoming {
  /** The first bytes; waits for them. They are part of `rest` again. */
  start(signal: AbortSignal): Promise<Buffer>;
  rest(pass: Pass): Bytes;
  close(): void;
}

export function openIncoming(stdin: Readable): Incoming {
  const chunks = (stdin as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let failure: Error | null = null;
  let begun: Promise<Buffer> | null = null;
  const next = async (): Promise<Buffer | null> => {
    try {
      const got = await chunks.next();
      return got.done === true ? null : Buffer.from(got.value);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failure = error;
      return null;
    }
  };
  const gather = async (): Promise<Buffer> => {
    let start: Buffer = Buffer.alloc(0);
    for (let chunk = await next(); chunk !== null; chunk = await next()) {
      start = Buffer.concat([start, chunk]);
      if (start.length >= ENOUGH || (start.length >= SHORTEST && start.includes(10))) break;
    }
    return start;
  };
  const start = (signal: AbortSignal): Promise<Buffer> => (begun ??= untilAborted(stdin, signal, gather));
  return {
    start,
    async *rest({ tell, signal }) {
      const first = await start(signal);
      if (first.length > 0) yield first;
      for (;;) {
        const chunk = await untilAborted(stdin, signal, next);
        if (chunk === null) break;
        yield chunk;
      }
      if (failure !== null && !signal.aborted) tell(`could not be read to its end: ${failure.message}`);
    },
    close: () => { stdin.destroy(); },
  };
}

/** A read of a silent pipe ends only when the pipe is closed. */
async function untilAborted<Value>(stdin: Readable, signal: AbortSignal, run: () => Promise<Value>): Promise<Value> {
  const stop = (): void => { stdin.destroy(); };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await run();
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
