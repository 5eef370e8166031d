import { existsSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { lstat, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SessionId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal, Journals, Release } from '../ports/journal.ts';
import { openFileJournal } from './file-journal.ts';
import type { TakeLock } from './file-lock.ts';
import { holdLock, StillHeld } from './file-lock.ts';
import type { Homes, SessionHome } from './homes.ts';
import { realJournalDisk } from './journal-disk.ts';
import type { Owner } from './private-disk.ts';
import { makeFolder, syncFolder } from './private-disk.ts';
import { codeOf, orTrouble } from './system-error.ts';

interface Options {
  readonly homes: Homes;
  readonly clock: Pick<Clock, 'now'>;
  readonly locks: TakeLock;
}

const SESSION_NAME = /^[0-9A-HJKMNP-TV-Z]{26}$/;
/** A folder on its way out: renamed first, so that a session is there as a whole or not at all. */
const REMOVED = '.removed-';

/** The journals of one home: `sessions/<id>/journal.jsonl`, one folder a session, and `desk.jsonl`. */
export function fileJournals({ homes, clock, locks }: Options): Journals {
  const { owner } = homes;
  const journalAt = async (path: string): Promise<Journal> => {
    await orTrouble(dirname(path), () => makeFolder(dirname(path), owner));
    const journal = openFileJournal({ disk: realJournalDisk({ path, owner, locks }), clock });
    return {
      append: (facts, expected) => orTrouble(path, () => journal.append(facts, expected)),
      read: () => orTrouble(path, () => journal.read()),
      close: () => journal.close(),
    };
  };
  return {
    open: (session) => journalAt(homes.session(session).journal),
    desk: () => journalAt(homes.desk),
    list: () => orTrouble(homes.sessions, async () => {
      const names = (await namesIn(homes.sessions)).filter(isSession);
      // A ULID sorts by its time.
      return names.filter((session) => existsSync(homes.session(session).journal)).sort();
    }),
    hold: (session) => orTrouble(homes.session(session).folder, () => hold(homes.session(session), owner)),
    size: (session) => orTrouble(homes.session(session).folder, () => bytesUnder(homes.session(session).folder)),
    remove: (session) => orTrouble(homes.session(session).folder, () => remove(session, homes, locks)),
  };
}

async function hold({ folder, running }: SessionHome, owner: Owner | null): Promise<Result<Release, string>> {
  await makeFolder(folder, owner);
  try {
    const lock = await holdLock(running);
    return ok(() => { lock.release(); });
  } catch (error) {
    if (!(error instanceof StillHeld)) throw error;
    return fail(`it is still running: ${error.message.replace(/^.*: still /, '')}`);
  }
}

const isSession = (name: string): name is SessionId => SESSION_NAME.test(name);

/** Waits for a write going on; whoever has the journal open finds it gone and is refused. */
async function remove(session: SessionId, homes: Homes, locks: TakeLock): Promise<void> {
  const { folder, journal } = homes.session(session);
  if (existsSync(folder)) {
    await locks(`${journal}.lock`); // Not released: it goes with its folder.
    await rename(folder, join(homes.sessions, `${REMOVED}${randomUUID().slice(0, 8)}`));
    await syncFolder(homes.sessions);
  }
  const leftovers = (await namesIn(homes.sessions)).filter((name) => name.startsWith(REMOVED));
  for (const name of leftovers) await rm(join(homes.sessions, name), { recursive: true, force: true });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function bytesUnder(path: string): Promise<number> {
  const info = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null; // Removed while it was being measured.
    throw error;
  });
  if (info === null) return 0;
  if (!info.isDirectory()) return info.size;
  let bytes = 0;
  for (const name of await namesIn(path)) bytes += await bytesUnder(join(path, name));
  return bytes;
}
