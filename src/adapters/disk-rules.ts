import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { constants, existsSync } from 'node:fs';
import { open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { digestOf } from '../domain/digest.ts';
import { sha256 } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import type { Loader } from '../ports/loader.ts';
import type { FileTrouble } from '../ports/files.ts';
import type { RuleFile, RuleFiles, RuleFolder, ShippedRules } from '../ports/rule-files.ts';
import { codeOf } from './system-error.ts';

/** A larger file holds no rule. */
const FILE_BYTES = 1_048_576;
const MOST_FILES = 20_000;

const builtSchema = z.object({ digest: sha256, documents: z.array(z.object({ file: z.string(), value: z.unknown() })) });

/** `built` is what the build made of the shipped rules; without it their folder is read. */
export function diskRules(places: { readonly built: string; readonly folder: string }, loader: Loader): RuleFiles {
  return {
    below: async (path, endings) => {
      try {
        return ok(await filesBelow(path, endings));
      } catch (error) {
        const code = codeOf(error);
        if (code === '') throw error;
        return fail({ path, code, why: wordsOf(error) });
      }
    },
    shipped: async () => (existsSync(places.built)
      ? builtSchema.parse(JSON.parse(await readFile(places.built, 'utf8'))) : readShipped(places.folder, loader)),
  };
}

async function filesBelow(path: string, endings: readonly string[]): Promise<RuleFolder> {
  const found: Found = { endings, paths: [], left: [], seen: new Set() };
  const info = await stat(path);
  if (info.isDirectory()) await look(path, found);
  else found.paths.push(path);
  const files: RuleFile[] = [];
  for (const one of found.paths.sort()) {
    if (files.length >= MOST_FILES) found.left.push({ path: one, code: '', why: `more than ${MOST_FILES} files: not read` });
    else await orLeft(one, found, async () => {
      const read = await textOf(one);
      if (read.ok) files.push({ path: one, text: read.value });
      else found.left.push({ path: one, code: '', why: read.trouble });
    });
  }
  return { files, left: found.left };
}

/** O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever. */
async function textOf(path: string): Promise<Result<string, string>> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const info = await file.stat();
    if (!info.isFile()) return fail('it is not a regular file');
    if (info.size > FILE_BYTES) return fail(`${info.size} bytes are too many for a rule file: at most ${FILE_BYTES} are read`);
    return ok(await file.readFile('utf8'));
  } finally {
    await file.close();
  }
}

interface Found {
  readonly endings: readonly string[];
  readonly paths: string[];
  readonly left: FileTrouble[];
  /** Folders as they really are: a link that leads back is not followed again. */
  readonly seen: Set<string>;
}

async function look(folder: string, found: Found): Promise<void> {
  await orLeft(folder, found, async () => {
    const real = await realpath(folder);
    if (found.seen.has(real)) return;
    found.seen.add(real);
    for (const entry of await readdir(folder, { withFileTypes: true })) await take(join(folder, entry.name), entry, found);
  });
}

async function take(path: string, entry: Dirent, found: Found): Promise<void> {
  const wanted = found.endings.some((ending) => path.endsWith(ending));
  // What a link to nowhere was to be is told by its name alone.
  const kind = !entry.isSymbolicLink() ? entry : await stat(path).catch((error: unknown) => {
    if (wanted) leave(path, found, error);
    return null;
  });
  if (kind?.isDirectory()) await look(path, found);
  else if (kind?.isFile() && wanted) found.paths.push(path);
}

/** One file that cannot be read does not take the others with it. */
async function orLeft(path: string, found: Found, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    leave(path, found, error);
  }
}

function leave(path: string, found: Found, error: unknown): void {
  const code = codeOf(error);
  if (code === '') throw error;
  found.left.push({ path, code, why: wordsOf(error) });
}

/** Node says `EACCES: permission denied, open 'x'`: the words stand between. */
const wordsOf = (error: unknown): string =>
  (error instanceof Error ? /^[A-Z0-9]+: ([^,]+)/.exec(error.message)?.[1] ?? error.message : 'it cannot be read');

async function readShipped(folder: string, loader: Loader): Promise<ShippedRules> {
  const hash = createHash('sha256');
  const documents: { file: string; value: unknown }[] = [];
  for (const { path, text } of (await filesBelow(folder, ['.yml'])).files) {
    const file = `rules/${basename(path)}`;
    hash.update(`${file}\0${text}\0`);
    const read = await loader.yaml(text);
    if (!read.ok) throw new Error(`${file}:${read.trouble.line}: ${read.trouble.why}`);
    documents.push({ file, value: read.value.value });
  }
  return { digest: digestOf(hash), documents };
}
