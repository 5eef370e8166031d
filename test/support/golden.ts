import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';

const FOLDER = join(import.meta.dirname, '..', 'golden');

/** Holds a text against `test/golden/<name>`; `UPDATE_GOLDEN=1` writes it instead, to be read before it is committed. */
export function expectGolden(name: string, text: string): void {
  const path = join(FOLDER, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
}

/** Replaces what differs from run to run: ids, heads, digests of the occasion, this machine, the time of the run. */
export const steady = (text: string): string => text
  .replace(/\b01[0-9A-HJKMNP-TV-Z]{24}\b/g, '<session>')
  .replace(/(?<=soc (?:replay|report|ask) )[0-9A-HJKMNP-TV-Z]{6}\b/g, '<end>')
  .replace(/(?<=chain )[0-9a-f]{64}/g, '<head>')
  .replace(/\(you are on [^:]+: run these there\)/g, '(you are on <host>: run these there)')
  .replace(/(?<=started )\d{4}-[-\dT:.\\]+Z|(?<= · )\d{4}-\d\d-\d\dT[\d:.]+Z(?= · soc)/g, '<start>');
