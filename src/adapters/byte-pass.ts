import { createHash } from 'node:crypto';
import { digestOf } from '../domain/digest.ts';
import type { ReadToEnd } from '../ports/log-source.ts';

/** Bytes of one pass, in order. A chunk is valid only until the next is asked for. */
export type Bytes = AsyncIterable<Buffer>;

/** What every stage of one pass shares: whom to tell of limits met and damage, and when to stop. */
export interface Pass {
  readonly tell: (trouble: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs a pass with count and digest; `done` is called when it ran to its end, not when it was aborted or left. The
 * digest runs on this thread: at 111 MB it costs 0.05 s (0.25 s without SHA instructions), while a worker with shared
 * buffers costs 0.06 s to start and 0.06 s of the other core.
 */
export async function* countedPass(
  read: (pass: Pass) => Bytes, signal: AbortSignal, done: (end: ReadToEnd) => void,
): AsyncGenerator<Buffer, void, void> {
  const hash = createHash('sha256');
  const troubles: string[] = [];
  let bytes = 0;
  for await (const chunk of read({ tell: (trouble) => troubles.push(trouble), signal })) {
    hash.update(chunk);
    bytes += chunk.length;
    yield chunk;
  }
  if (!signal.aborted) done({ bytes, sha256: digestOf(hash), troubles });
}

/** The first bytes of a pass, copied. */
export async function headOf(bytes: Bytes, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let filled = 0;
  for await (const chunk of bytes) {
    parts.push(Buffer.from(chunk.subarray(0, length - filled)));
    filled += chunk.length;
    if (filled >= length) break;
  }
  return Buffer.concat(parts);
}
