import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { TriageDocument } from '../../src/domain/document.ts';
import { documentSchema } from '../../src/domain/document.ts';

const SOC = fileURLToPath(new URL('../../bin/soc.js', import.meta.url));

/** Runs the real program with a home of its own; answers with what it printed and its exit code. */
function soc(args: readonly string[]): { readonly out: string; readonly err: string; readonly code: number | null } {
  const home = mkdtempSync(join(tmpdir(), 'soc-quality-'));
  try {
    const { stdout, stderr, status } = spawnSync(process.execPath, [SOC, ...args],
      { env: { ...process.env, SOC_HOME: home }, encoding: 'utf8', maxBuffer: 1 << 30 });
    return { out: stdout, err: stderr, code: status };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

export function triaged(paths: readonly string[], options: readonly string[] = []): TriageDocument {
  const { out, err } = soc(['triage', ...paths, '--format', 'json', ...options]);
  if (out === '') throw new Error(`soc triage printed nothing: ${err}`);
  return documentSchema.parse(JSON.parse(out));
}

const parsedRow = z.object({
  file: z.string(), lineNumber: z.number(), kind: z.string().optional(), outcome: z.string().optional(),
  source: z.string().nullish(), user: z.string().nullish(), suspicious: z.boolean().optional(),
});
export type ParsedRow = z.infer<typeof parsedRow>;

/** What `soc parse` says of each line of texts given as files; each is read as one log. */
export function parsedTexts(texts: readonly { readonly name: string; readonly text: string }[]): readonly ParsedRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'soc-quality-'));
  try {
    for (const { name, text } of texts) writeFileSync(join(folder, name), text);
    const { out, err } = soc(['parse', folder]);
    if (out === '') throw new Error(`soc parse printed nothing: ${err}`);
    return out.split('\n').filter((row) => row !== '').map((row) => parsedRow.parse(JSON.parse(row)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
