import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { digestOf } from '../domain/digest.ts';
import { sha256 } from '../domain/ids.ts';
import { fail, ok } from '../domain/result.ts';
import type { Loader } from '../ports/loader.ts';
import type { RuleFile, RuleFiles, ShippedRules } from '../ports/rule-files.ts';
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
        return fail({ path, code, why: error instanceof Error ? error.message : code });
      }
    },
    shipped: async () => (existsSync(places.built)
      ? builtSchema.parse(JSON.parse(await readFile(places.built, 'utf8'))) : readShipped(places.folder, loader)),
  };
}

async function filesBelow(path: string, endings: readonly string[]): Promise<readonly RuleFile[]> {
  const info = await stat(path);
  const paths = info.isDirectory()
    ? (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)).filter((one) => endings.some((ending) => one.endsWith(ending)))
    : [path];
  const files: RuleFile[] = [];
  for (const one of paths.sort().slice(0, MOST_FILES)) {
    if ((await stat(one)).size <= FILE_BYTES) files.push({ path: one, text: await readFile(one, 'utf8') });
  }
  return files;
}

async function readShipped(folder: string, loader: Loader): Promise<ShippedRules> {
  const hash = createHash('sha256');
  const documents: { file: string; value: unknown }[] = [];
  for (const { path, text } of await filesBelow(folder, ['.yml'])) {
    const file = `rules/${basename(path)}`;
    hash.update(`${file}\0${text}\0`);
    const read = await loader.yaml(text);
    if (!read.ok) throw new Error(`${file}:${read.trouble.line}: ${read.trouble.why}`);
    documents.push({ file, value: read.value.value });
  }
  return { digest: digestOf(hash), documents };
}
