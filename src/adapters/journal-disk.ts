import {
  closeSync, constants, existsSync, fchownSync, fdatasync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { FileLock, TakeLock } from './file-lock.ts';
import type { Owner } from './private-disk.ts';
import { PRIVATE_FILE } from './private-disk.ts';
import { codeOf } from './system-error.ts';

/** The few calls a journal makes on its file: so narrow that a test can cut the power between any two of them. */
export interface JournalFile {
  /** False once the path leads to another file or to none: what is written here would be lost. */
  isCurrent(): boolean;
  size(): number;
  read(from: number, to: number): Buffer;
  /** One `write` at the end of the file; answers how many bytes the disk took. */
  append(bytes: Buffer): number;
  truncate(size: number): void;
  /** Resolves when all that was appended survives a loss of power. */
  sync(): Promise<void>;
  close(): void;
}

export interface JournalDisk {
  readonly path: string;
  lock(): Promise<Pick<FileLock, 'release'>>;
  /** `write` creates the file, durably, where there is none; `read` answers null then. */
  open(how: 'write'): JournalFile;
  open(how: 'read'): JournalFile | null;
}

interface Options {
  readonly path: string;
  readonly owner: Owner | null;
  readonly locks: TakeLock;
}

export function realJournalDisk({ path, owner, locks }: Options): JournalDisk {
  function open(how: 'write'): JournalFile;
  function open(how: 'read'): JournalFile | null;
  function open(how: 'write' | 'read'): JournalFile | null {
    return how === 'write' ? openToWrite(path, owner) : openToRead(path);
  }
  return { path, lock: () => locks(`${path}.lock`), open };
}

// O_NOFOLLOW: under sudo a link in a user's folder must not lead a write elsewhere.
const WRITE = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;

function openToWrite(path: string, owner: Owner | null): JournalFile {
  const isNew = !existsSync(path);
  const fd = openSync(path, WRITE, PRIVATE_FILE);
  if (isNew) {
    if (owner !== null) fchownSync(fd, owner.uid, owner.gid);
    syncFolderNow(dirname(path));
  }
  return journalFile(fd, path);
}

function openToRead(path: string): JournalFile | null {
  try {
    return journalFile(openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW), path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

const dataSync = promisify(fdatasync);

/** The quick calls are made in place (a few microseconds each, against 50 through the thread pool); syncing is not. */
function journalFile(fd: number, path: string): JournalFile {
  const { ino, dev } = fstatSync(fd);
  return {
    isCurrent: () => {
      const now = statSync(path, { throwIfNoEntry: false });
      return now?.ino === ino && now.dev === dev;
    },
    size: () => fstatSync(fd).size,
    read: (from, to) => readSpan(fd, from, to),
    append: (bytes) => writeSync(fd, bytes),
    truncate: (size) => ftruncateSync(fd, size),
    sync: () => dataSync(fd),
    close: () => closeSync(fd),
  };
}

function readSpan(fd: number, from: number, to: number): Buffer {
  const bytes = Buffer.allocUnsafe(to - from);
  let filled = 0;
  while (filled < bytes.length) {
    const got = readSync(fd, bytes, filled, bytes.length - filled, from + filled);
    if (got === 0) break; // Cut by a writer in the meantime.
    filled += got;
  }
  return bytes.subarray(0, filled);
}

function syncFolderNow(path: string): void {
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
