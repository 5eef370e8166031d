import { once } from 'node:events';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createGzip } from 'node:zlib';
import type { LogLimits } from './log-limits.ts';
import { sizeInWords } from './log-limits.ts';
import type { Owner } from './private-disk.ts';
import { makeFolder, PRIVATE_FILE } from './private-disk.ts';

/** Fastest level: 111 MB become 20 MB on another core while the parser works; the best level takes five times as long. */
const LEVEL = 1;

/** Where a stream is written, compressed, while it is read for the first time. */
export interface Spool {
  readonly file: FileHandle;
  write(chunk: Buffer): Promise<void>;
  /** Resolves when all is on disk. */
  finish(): Promise<void>;
  /** Compressed bytes written. */
  size(): number;
  /** Why not everything was kept; null where it was. */
  trouble(): string | null;
}

export async function openSpool(path: string, limits: LogLimits, owner: Owner | null): Promise<Spool> {
  await makeFolder(dirname(path), owner);
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
  const file = await open(path, flags, PRIVATE_FILE);
  if (owner !== null) await file.chown(owner.uid, owner.gid);
  const gzip = createGzip({ level: LEVEL });
  let size = 0;
  let taken = 0;
  let trouble: string | null = null;
  let stopped = false;
  const writing = (async () => {
    try {
      for await (const piece of gzip as AsyncIterable<Buffer>) {
        await file.write(piece, 0, piece.length, size);
        size += piece.length;
      }
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      trouble = `could not be kept for a second look: ${error.message}`;
    }
  })();
  const finish = async (): Promise<void> => {
    if (!stopped) gzip.end();
    stopped = true;
    await writing;
  };
  return {
    file,
    finish,
    size: () => size,
    trouble: () => trouble,
    write: async (chunk) => {
      if (stopped || trouble !== null) return;
      if (size >= limits.spoolBytes) {
        trouble = `is longer than what is kept for a second look (${sizeInWords(limits.spoolBytes)} compressed): lines `
          + `past byte ${taken} cannot be shown again`;
        return finish();
      }
      taken += chunk.length;
      if (!gzip.write(chunk)) await Promise.race([once(gzip, 'drain'), writing]);
    },
  };
}
