import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { chown, mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './system-error.ts';

/** Whose the files shall be, where that is not who runs this: the calling user under sudo. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;
/** How the name of a file being written ends; one left by a killed writer may be removed under the lock. */
export const BESIDE = '.tmp';

/** Makes the folder and those above it, durably: each new name is synced in its parent. */
export async function makeFolder(path: string, owner: Owner | null): Promise<void> {
  for (const folder of await missingOf(path)) {
    if (!(await makeOne(folder))) continue;
    if (owner !== null) await chown(folder, owner.uid, owner.gid);
    await syncFolder(dirname(folder));
  }
}

/** The folders that are not there yet, outermost first. Node's own recursive mkdir never ends below /proc. */
async function missingOf(path: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let folder = path; !(await isThere(folder)) && folder !== dirname(folder); folder = dirname(folder)) {
    missing.unshift(folder);
  }
  return missing;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** False where somebody else made it in the meantime. */
async function makeOne(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { mode: PRIVATE_FOLDER });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export interface Replacement {
  readonly owner: Owner | null;
  /** Asked last, with the new file complete: false leaves the old one in place. */
  readonly may?: () => boolean;
}

/**
 * Writes a whole file so that a reader, and a machine that lost power, sees the old or the new one: written beside
 * under a new name, synced, renamed, folder synced.
 */
export async function replaceFile(path: string, text: string | Uint8Array, { owner, may }: Replacement): Promise<void> {
  const beside = `${path}.${randomUUID().slice(0, 8)}${BESIDE}`;
  try {
    await writeNew(beside, text, owner);
    if (may !== undefined && !may()) throw new Error(`${path}: the lock was lost while writing; nothing was changed`);
    await rename(beside, path);
  } catch (error) {
    await removeIfThere(beside);
    throw error;
  }
  await syncFolder(dirname(path));
}

async function writeNew(path: string, text: string | Uint8Array, owner: Owner | null): Promise<void> {
  const file = await open(path, 'wx', PRIVATE_FILE);
  try {
    await file.writeFile(text);
    if (owner !== null) await file.chown(owner.uid, owner.gid);
    await file.sync();
  } finally {
    await file.close();
  }
}

export async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
