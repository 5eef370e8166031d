import { pathKey } from '../packed/keys.ts';
import { KEYS } from '../packed/layout.ts';
import type { WordLookup } from './word-lookup.ts';

const PATH = /(?<![A-Za-z0-9_.])(?:\/|[A-Za-z]:\\|%[A-Za-z]{1,30}%\\|\\\\)[^\s"'<>|*?;,()]{2,1024}/g;
const QUOTED = /"((?:[^"\\]|\\.){3,1024})"/g;

/** Paths, and the texts between quotes that may be user agents: looked for only where a feed holds some. */
export function textKeysIn(line: Buffer, codes: readonly number[], lookup: WordLookup): void {
  const text = line.toString('latin1');
  if (codes.includes(KEYS.path)) {
    for (const { 0: found, index } of text.matchAll(PATH)) {
      const path = found.replace(/[.:)\]}]+$/, '').replaceAll('\\\\', '\\');
      lookup.key(pathKey(path), [KEYS.path], { from: index, to: index + found.length });
    }
  }
  if (!codes.includes(KEYS.userAgent)) return;
  for (const { 1: found = '', index } of text.matchAll(QUOTED)) {
    lookup.key(found.replaceAll('\\"', '"'), [KEYS.userAgent], { from: index + 1, to: index + 1 + found.length });
  }
}
