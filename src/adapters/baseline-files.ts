import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Baseline } from '../domain/baseline.ts';
import { sha256Of } from '../domain/digest.ts';
import { fail, ok } from '../domain/result.ts';
import type { Baselines } from '../ports/baselines.ts';
import type { Files } from '../ports/files.ts';
import { codeOf } from './system-error.ts';

/** Larger than any that is written: 2,000 templates of 48 words, and two lists of 5,000. */
const SIZE_LIMIT = 32 * 1024 * 1024;
const ENDING = '.json';

export function baselineFiles(folder: string, files: Files): Baselines {
  const pathOf = (name: string): string => join(folder, `${name}${ENDING}`);
  return {
    read: async (name) => {
      const { BASELINE_NAME, BASELINE_SCHEMA, baselineSchema } = await import('../domain/baseline.ts');
      if (!BASELINE_NAME.test(name)) return fail(`${name} is no name of a baseline: letters, digits, dot, dash and underscore, at most 64`);
      const text = await files.readText(pathOf(name), SIZE_LIMIT);
      if (!text.ok) return fail(text.trouble.code === 'ENOENT' ? `there is no baseline ${name}; soc baseline show lists them` : text.trouble.why);
      const parsed = baselineSchema.safeParse(parse(text.value), { jitless: true });
      return parsed.success ? ok({ baseline: parsed.data, sha256: sha256Of(text.value) })
        : fail(`${pathOf(name)} is not a baseline of schema ${BASELINE_SCHEMA}: build it again`);
    },
    write: async (baseline: Baseline) => {
      const text = `${JSON.stringify(baseline)}\n`;
      const written = await files.writeText(pathOf(baseline.name), text);
      return written.ok ? ok({ baseline, sha256: sha256Of(text) }) : fail(written.trouble.why);
    },
    list: async () => (await namesIn(folder)).filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length)).sort(),
    remove: async (name) => (await namesIn(folder)).includes(`${name}${ENDING}`) && gone(pathOf(name)),
  };
}

/** Undefined where it is not JSON, which no schema takes. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // Told by the schema.
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function gone(path: string): Promise<true> {
  await unlink(path);
  return true;
}
