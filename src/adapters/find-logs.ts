import type { Dirent } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Unreadable } from '../domain/log.ts';
import { namesStdin } from '../domain/stdin-names.ts';
import type { LogLimits } from './log-limits.ts';
import { codeOf } from './system-error.ts';
import { whyUnreadable } from './unreadable-why.ts';

export interface FoundLogs {
  /** Full paths of what may be a log, by name. */
  readonly paths: readonly string[];
  readonly unreadable: readonly Unreadable[];
  readonly stdin: boolean;
}

/** Names of standard input; the last ones are what shells hand over. */
const PATTERN = /[*?[\]{}]/;

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Resolves what the analyst named into files, without opening any. */
export async function findLogs(
  named: readonly string[], limits: LogLimits, signal: AbortSignal,
): Promise<FoundLogs> {
  const search = openSearch(limits, signal);
  for (const name of named) if (!namesStdin(name)) await expand(name, search);
  return {
    paths: [...search.paths].sort(byName), unreadable: search.unreadable, stdin: named.some(namesStdin),
  };
}

interface Search {
  readonly paths: Set<string>;
  readonly unreadable: Unreadable[];
  readonly limits: LogLimits;
  readonly signal: AbortSignal;
  /** Folders walked, by device and inode. */
  readonly walked: Set<string>;
  full: boolean;
}

const openSearch = (limits: LogLimits, signal: AbortSignal): Search =>
  ({ paths: new Set(), unreadable: [], limits, signal, walked: new Set(), full: false });

async function expand(name: string, search: Search): Promise<void> {
  const path = resolve(name);
  try {
    await lstat(path);
  } catch (error) {
    if (PATTERN.test(name) && codeOf(error) === 'ENOENT') return expandPattern(name, search);
    search.unreadable.push(await whyUnreadable(path, error));
    return;
  }
  return visit(path, [], search);
}

async function expandPattern(pattern: string, search: Search): Promise<void> {
  // Loaded only where it is needed: start-up is felt.
  const { glob } = await import('tinyglobby');
  const matches = await glob(pattern, {
    absolute: true, dot: true, onlyFiles: false, expandDirectories: false, followSymbolicLinks: false,
    signal: search.signal,
  });
  if (matches.length === 0) search.unreadable.push({ path: pattern, why: 'no file matches', remedy: null });
  for (const match of matches.sort(byName)) await visit(resolve(match), [], search);
}

/** `above` are the folders on the way here, by device and inode. */
async function visit(path: string, above: readonly string[], search: Search): Promise<void> {
  if (search.signal.aborted) return;
  try {
    const stats = await stat(path);
    if (stats.isDirectory()) await walk(path, { identity: `${stats.dev}:${stats.ino}`, above }, search);
    else addFile(path, search);
  } catch (error) {
    search.unreadable.push(await whyUnreadable(path, error));
  }
}

function addFile(path: string, search: Search): void {
  if (search.paths.size < search.limits.files) search.paths.add(path);
  else if (!search.full && !search.paths.has(path)) {
    search.full = true;
    search.unreadable.push({
      path, why: `more than ${search.limits.files} files: this one and what follows it are not read`, remedy: null,
    });
  }
}

interface Folder {
  readonly identity: string;
  readonly above: readonly string[];
}

async function walk(path: string, { identity, above }: Folder, search: Search): Promise<void> {
  if (above.includes(identity)) {
    search.unreadable.push({ path, why: 'a link back to a folder above it, not followed', remedy: null });
    return;
  }
  if (search.full || search.walked.has(identity)) return;
  search.walked.add(identity);
  if (above.length >= search.limits.folderDepth) {
    search.unreadable.push({
      path, why: `more than ${search.limits.folderDepth} folders deep, not looked into`, remedy: null,
    });
    return;
  }
  const entries: readonly Dirent[] = await readdir(path, { withFileTypes: true });
  for (const entry of [...entries].sort((a, b) => byName(a.name, b.name))) {
    await visit(join(path, entry.name), [...above, identity], search);
  }
}
