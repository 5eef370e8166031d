import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as z from 'zod';
import type { Check } from '../quality.ts';
import { triaged } from './run-soc.ts';
import { unzip } from './unzip.ts';

const setSchema = z.object({
  id: z.string(), title: z.string(), zip: z.string(),
  attack: z.array(z.object({ technique: z.string(), sub: z.string().nullable() })),
});
type CaptureSet = z.infer<typeof setSchema>;

const WANTED = 0.6;

/** Captures of one attack each: whether some finding names its technique, or the technique it is a part of. */
export function windowsChecks(folder: string): readonly Check[] {
  const sets = readFileSync(join(folder, 'truth.jsonl'), 'utf8').trim().split('\n').map((line) => setSchema.parse(JSON.parse(line)));
  const right = sets.filter((set) => isRight(set, folder));
  const missed = sets.filter((set) => !right.includes(set)).map(({ title }) => title);
  const share = right.length / sets.length;
  return [{
    name: `windows captures: right technique in ${right.length} of ${sets.length} (at least ${WANTED * 100} %); missed: ${missed.join(', ')}`,
    expected: true, got: share >= WANTED,
  }];
}

function isRight({ zip, attack }: CaptureSet, folder: string): boolean {
  const place = mkdtempSync(join(tmpdir(), 'soc-windows-'));
  try {
    for (const { name, bytes } of unzip(join(folder, zip))) writeFileSync(join(place, basename(name)), bytes);
    const told = new Set(triaged([place], ['--no-save']).findings.flatMap((finding) => finding.attack.map(({ technique }) => technique.slice(0, 5))));
    return attack.some(({ technique }) => told.has(technique));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
