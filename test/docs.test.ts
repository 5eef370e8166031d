import { expect, it } from 'vitest';
import { DETECTORS } from '../src/detect/detectors/index.ts';
import { FRAMINGS } from '../src/detect/framings/index.ts';
import { PARSERS } from '../src/detect/parsers/index.ts';
import { readText } from './support/typescript.ts';

/** What the rows of a document's tables begin with. */
const rowsOf = (path: string): ReadonlySet<string> =>
  new Set([...readText(path).matchAll(/^\| `([\w-]+)` \|/gm)].flatMap(([, name]) => name ?? []));

it.each([
  ['docs/formats.md', 'framing', FRAMINGS],
  ['docs/formats.md', 'parser', PARSERS],
  ['docs/detections.md', 'detector', DETECTORS],
])('%s has a row for each %s', (path, _noun, members) => {
  const rows = rowsOf(path);
  expect(members.map(({ name }) => name).filter((name) => !rows.has(name))).toEqual([]);
});

it('docs/detections.md has no row for what is no detector any more', () => {
  const known = new Set([...DETECTORS.map(({ name }) => name), 'detect_ioc', 'sigma', 'novelty']);
  expect([...rowsOf('docs/detections.md')].filter((name) => !known.has(name))).toEqual([]);
});
