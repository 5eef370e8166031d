import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { LogSource } from '../ports/log-source.ts';
import type { Owner } from './private-disk.ts';
import { BESIDE, makeFolder, PRIVATE_FILE, removeIfThere, syncFolder } from './private-disk.ts';
import type { Spool } from './stdin-spool.ts';

interface KeepSettings {
  readonly owner: Owner | null;
  /** What is already written of a stream. */
  readonly spool: Spool | null;
}

/** Writes a log compressed to `path`, whole or not at all; a spooled stream only needs its spool moved there. */
export async function keepCopy(log: LogSource, path: string, { owner, spool }: KeepSettings): Promise<void> {
  await makeFolder(dirname(path), owner);
  if (spool !== null) return spool.keepAt(path);
  const beside = `${path}${BESIDE}`;
  try {
    await writeCopy(log, beside, owner);
    await rename(beside, path);
  } catch (error) {
    await removeIfThere(beside);
    throw error;
  }
  await syncFolder(dirname(path));
}

async function writeCopy(log: LogSource, path: string, owner: Owner | null): Promise<void> {
  const file = await open(path, 'w', PRIVATE_FILE);
  try {
    if (owner !== null) await file.chown(owner.uid, owner.gid);
    // Chunks are reused by their source, while gzip holds on to what it is given.
    const copies = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of log.chunks(new AbortController().signal)) yield Buffer.from(chunk);
    };
    await pipeline(copies, createGzip(), async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) await file.appendFile(piece);
    });
    await file.sync();
  } finally {
    await file.close();
  }
}
