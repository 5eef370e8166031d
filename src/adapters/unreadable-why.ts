import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Unreadable } from '../domain/log.ts';
import { shellWord } from '../domain/shell-word.ts';
import { codeOf } from './system-error.ts';

/** The same log under the names other distributions give it. */
const TWINS: readonly (readonly string[])[] = [
  ['/var/log/auth.log', '/var/log/secure', '/var/log/messages'],
  ['/var/log/syslog', '/var/log/messages'],
  ['/var/log/apache2/access.log', '/var/log/httpd/access_log', '/var/log/nginx/access.log'],
];
const JOURNAL = 'journalctl -o json | soc triage -';
/** Names differing in more letters are other names. */
const TYPING_ERRORS = 2;

/** In words for a person, with what to do about it. */
export async function whyUnreadable(path: string, error: unknown): Promise<Unreadable> {
  const code = codeOf(error);
  switch (code) {
    case 'ENOENT': case 'ENOTDIR': return { path, why: 'no such file', remedy: await suggest(path) };
    case 'EACCES': case 'EPERM': return {
      path, why: 'permission denied',
      remedy: await isFolder(path) ? `join the group that may read it (often adm), or: sudo sh -c ${shellWord(`cat ${shellWord(path)}/*`)} | soc triage -`
        : `join the group that may read it (often adm), or: sudo cat ${shellWord(path)} | soc triage -`,
    };
    case 'ELOOP': return { path, why: 'a link that leads back to itself', remedy: null };
    case 'EMFILE': case 'ENFILE': return { path, why: 'too many files are open', remedy: 'raise the limit: ulimit -n' };
    default: return { path, why: error instanceof Error ? error.message : String(error), remedy: null };
  }
}

const isFolder = async (path: string): Promise<boolean> => stat(path).then((stats) => stats.isDirectory(), () => false);

async function suggest(path: string): Promise<string | null> {
  const near = await nearNames(path);
  if (near.length > 0) return `did you mean ${near.map(shellWord).join(' or ')}?`;
  const twins = TWINS.find((names) => names.includes(path));
  if (twins === undefined) return null;
  const there = await Promise.all(twins.map(async (twin) => ((await namesIn(dirname(twin))).includes(basename(twin)) ? twin : null)));
  const found = there.find((twin) => twin !== null && twin !== path);
  return found === undefined || found === null ? `this host may log to the journal only: ${JOURNAL}` : `here it is ${found}`;
}

async function nearNames(path: string): Promise<readonly string[]> {
  const wanted = basename(path);
  const near = (await namesIn(dirname(path))).filter((name) => isNear(name, wanted)).sort();
  return near.slice(0, 3).map((name) => join(dirname(path), name));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // A folder that cannot be looked into has nothing to suggest.
    if (codeOf(error) !== '') return [];
    throw error;
  }
}

function isNear(name: string, wanted: string): boolean {
  const [a, b] = [name.toLowerCase(), wanted.toLowerCase()];
  if (a === b || a.startsWith(`${b}.`)) return true;
  const allowed = Math.min(TYPING_ERRORS, Math.floor(b.length / 3));
  return Math.abs(a.length - b.length) <= allowed && distance(a, b) <= allowed;
}

/** Letters to insert, delete or replace (Levenshtein). */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      now.push(Math.min((above[column] ?? 0) + 1, (now[column - 1] ?? 0) + 1, replaced));
    }
    above = now;
  }
  return above[b.length] ?? 0;
}
