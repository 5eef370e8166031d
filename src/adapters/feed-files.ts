import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeedInfo, PackedFeed } from '../domain/feed.ts';
import { feedInfoSchema } from '../domain/feed.ts';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import type { DamagedFeed, FeedStore, LoadedFeed } from '../ports/feeds.ts';
import type { Owner } from './private-disk.ts';
import { makeFolder, removeIfThere, replaceFile } from './private-disk.ts';
import { codeOf, orTrouble } from './system-error.ts';

const ENDING = '.feed';
const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
/** Eight bytes of name, then the lengths of the description and of the index; the notes follow to the end. */
const MAGIC = 'SOCFEED1';
const HEAD = 16;
const INFO_LIMIT = 65_536;
const INDEX_LIMIT = 2 ** 31 - 1;
/** A note is a short line. */
const NOTE_BYTES = 4_096;

/** Feeds as files of one piece: description, index, notes. The index is read in one go, a note only when it is asked for. */
export function feedFiles({ folder, owner }: { readonly folder: string; readonly owner: Owner | null }): FeedStore {
  const pathOf = (name: string): string => join(folder, `${name}${ENDING}`);
  return {
    list: () => orTrouble(folder, async () => {
      const feeds: FeedInfo[] = [];
      const damaged: DamagedFeed[] = [];
      for (const name of await namesIn(folder)) {
        const found = await infoIn(pathOf(name));
        if (found.ok && found.value.name === name) feeds.push(found.value);
        else damaged.push({ name, why: found.ok ? 'it names another feed' : found.trouble });
      }
      return { feeds, damaged };
    }),
    load: async (name) => (NAME.test(name) ? load(pathOf(name)) : fail('that is no name of a feed')),
    save: (info, feed) => orTrouble(pathOf(info.name), async () => {
      if (!NAME.test(info.name)) throw new Error(`${JSON.stringify(info.name)} is no name of a feed`);
      await makeFolder(folder, owner);
      await replaceFile(pathOf(info.name), bytesOf(info, feed), { owner });
    }),
    remove: async (name) => {
      if (!NAME.test(name) || !(await namesIn(folder)).includes(name)) return false;
      await orTrouble(pathOf(name), () => removeIfThere(pathOf(name)));
      return true;
    },
  };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length));
    return names.filter((name) => NAME.test(name)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function bytesOf(info: FeedInfo, { index, notes }: PackedFeed): Uint8Array {
  const described = Buffer.from(JSON.stringify(info));
  const head = Buffer.alloc(HEAD);
  head.write(MAGIC, 'latin1');
  head.writeUInt32LE(described.length, 8);
  head.writeUInt32LE(index.length, 12);
  return Buffer.concat([head, described, index, notes]);
}

interface Head {
  readonly info: FeedInfo;
  readonly indexAt: number;
  readonly notesAt: number;
}

const DAMAGED = 'it does not read back; import it again';

async function headOf(file: FileHandle): Promise<Result<Head, string>> {
  const head = await readAt(file, 0, HEAD);
  if (head.length < HEAD || head.toString('latin1', 0, 8) !== MAGIC) return fail(DAMAGED);
  const [described, index] = [head.readUInt32LE(8), head.readUInt32LE(12)];
  if (described > INFO_LIMIT || index > INDEX_LIMIT || HEAD + described + index > (await file.stat()).size) return fail(DAMAGED);
  const info = infoOf((await readAt(file, HEAD, described)).toString());
  return info === null ? fail(DAMAGED) : ok({ info, indexAt: HEAD + described, notesAt: HEAD + described + index });
}

function infoOf(text: string): FeedInfo | null {
  try {
    return feedInfoSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // Told as damage by the caller.
  }
}

async function readAt(file: FileHandle, from: number, length: number): Promise<Buffer> {
  // Not from the pool: an index must begin on a boundary of its own.
  const bytes = Buffer.from(new ArrayBuffer(length));
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, from + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

async function openFor(path: string): Promise<Result<FileHandle, string>> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if ((await file.stat()).isFile()) return ok(file);
    await file.close();
    return fail('it is not a regular file');
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return fail(codeOf(error) === 'ENOENT' ? 'it is not there' : `it cannot be read (${codeOf(error)})`);
  }
}

async function infoIn(path: string): Promise<Result<FeedInfo, string>> {
  const file = await openFor(path);
  if (!file.ok) return file;
  try {
    const head = await headOf(file.value);
    return head.ok ? ok(head.value.info) : head;
  } finally {
    await file.value.close();
  }
}

/** Open until closed: a feed that is replaced meanwhile is still the one whose index was read. */
async function load(path: string): Promise<Result<LoadedFeed, string>> {
  const file = await openFor(path);
  if (!file.ok) return file;
  let loaded: Result<LoadedFeed, string> = fail(DAMAGED);
  try {
    loaded = await loadedFrom(file.value);
  } finally {
    if (!loaded.ok) await file.value.close();
  }
  return loaded;
}

async function loadedFrom(file: FileHandle): Promise<Result<LoadedFeed, string>> {
  const head = await headOf(file);
  if (!head.ok) return head;
  const { info, indexAt, notesAt } = head.value;
  const index = await readAt(file, indexAt, notesAt - indexAt);
  if (index.length !== notesAt - indexAt) return fail(DAMAGED);
  return ok({
    info, index,
    note: async (at) => {
      const text = (await readAt(file, notesAt + at, NOTE_BYTES)).toString();
      const end = text.indexOf('\n');
      return end < 0 ? null : text.slice(0, end);
    },
    close: () => file.close(),
  });
}
