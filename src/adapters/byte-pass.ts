import { createHash } from 'node:crypto';
import { sha256 } from '../domain/ids.ts';
import type { ReadToEnd } from '../ports/log-source.ts';

/** Bytes of one pass, in order. A chunk is valid only until the next is asked for. `trouble` may be told at any time. */
export type Bytes = AsyncIterable<Buffer>;
export type Tell = (trouble: string) => void;

/**
 * Counts and digests what a pass yields. The digest runs on this thread: measured at 111 MB it costs 0.05 s (0.25 s on
 * processors without SHA instructions), a worker thread with shared buffers 0.06 s to start and 0.06 s of the other core.
 */
export async function* digested(bytes: Bytes, troubles: readonly string[], done: (end: ReadToEnd) => void): Bytes {
  const hash = createHash('sha256');
  let length = 0;
  for await (const chunk of bytes) {
    hash.update(chunk);
    length += chunk.length;
    yield chunk;
  }
  done({ bytes: length, sha256: sha256.parse(hash.digest('hex')), troubles: [...troubles] });
}
