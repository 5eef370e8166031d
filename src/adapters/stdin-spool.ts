import { once } from 'node:events';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Gzip } from 'node:zlib';
import { createGzip } from 'node:zlib';
import type { Bytes, Pass } from './byte-pass.ts';
import { fileBytes } from './file-bytes.ts';
import type { LogLimits } from './log-limits.ts';
import { sizeInWords } from './log-limits.ts';
import type { Owner } from './private-disk.ts';
import { makeFolder, PRIVATE_FILE } from './private-disk.ts';

/** Fastest level: it runs on another core while the parser works, and keeps up with it. */
const LEVEL = 1;

/** Where a stream is written, compressed, while it is read for the first time. Trouble with the disk is told, not thrown. */
export interface Spool {
  write(chunk: Buffer): Promise<void>;
  /** Resolves when all is written. */
  finish(): Promise<void>;
  /** What was kept, as gzip. */
  bytes(pass: Pass): Bytes;
  /** Why not everything was kept; null where it was. */
  trouble(): string | null;
  /** Moves the spool there, at any time. */
  keepAt(path: string): Promise<void>;
  close(): Promise<void>;
}

export function openSpool(path: string, limits: LogLimits, owner: Owner | null): Spool {
  const gzip = createGzip({ level: LEVEL });
  const disk = openSpoolFile(path, owner);
  const kept = { bytes: 0, taken: 0, trouble: null as string | null, ended: false };
  let writing: Promise<void> | null = null;
  const fill = async (): Promise<void> => {
    try {
      kept.bytes = await pour(gzip, await disk.open(), (bytes) => { kept.bytes = bytes; });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      kept.trouble = `could not be kept for a second look: ${error.message}`;
    }
  };
  const finish = async (): Promise<void> => {
    if (!kept.ended) gzip.end();
    kept.ended = true;
    await (writing ??= fill());
  };
  return {
    finish,
    trouble: () => kept.trouble,
    write: async (chunk) => {
      writing ??= fill();
      if (kept.ended || kept.trouble !== null) return;
      if (kept.bytes >= limits.spoolBytes) {
        kept.trouble = tooLong(limits, kept.taken);
        return finish();
      }
      kept.taken += chunk.length;
      if (!gzip.write(chunk)) await Promise.race([once(gzip, 'drain'), writing]);
    },
    async *bytes(pass) {
      await finish();
      if (kept.trouble !== null) pass.tell(kept.trouble);
      if (disk.file() !== null) yield* fileBytes(await disk.open(), kept.bytes, pass);
    },
    keepAt: async (place) => {
      await disk.open();
      if (place !== path) await rename(path, place);
    },
    close: async () => {
      await finish();
      await disk.file()?.close();
    },
  };
}

const tooLong = (limits: LogLimits, taken: number): string =>
  `is longer than what is kept for a second look (${sizeInWords(limits.spoolBytes)} compressed): lines past byte `
  + `${taken} cannot be shown again`;

function openSpoolFile(path: string, owner: Owner | null) {
  let file: FileHandle | null = null;
  return {
    file: (): FileHandle | null => file,
    open: async (): Promise<FileHandle> => {
      if (file !== null) return file;
      await makeFolder(dirname(path), owner);
      const flags = constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
      file = await open(path, flags, PRIVATE_FILE);
      if (owner !== null) await file.chown(owner.uid, owner.gid);
      return file;
    },
  };
}

async function pour(gzip: Gzip, file: FileHandle, written: (bytes: number) => void): Promise<number> {
  let at = 0;
  for await (const piece of gzip as AsyncIterable<Buffer>) {
    await file.write(piece, 0, piece.length, at);
    at += piece.length;
    written(at);
  }
  return at;
}
