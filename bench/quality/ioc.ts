import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extract } from '../../src/intel/extract/extract.ts';
import type { Check } from '../quality.ts';

const AT_LEAST = 0.95;

/**
 * Indicators in texts by other hands: `input.txt` one text a line, `valid.txt` what is an indicator, `invalid.txt` what
 * is none. Each line of `input.txt` is given to the extractor by itself. An indicator counts as found where one is
 * named that begins at its first character and takes it in whole, closing punctuation apart. Anything named on a line
 * of `invalid.txt` is a false alarm, and so is anything named on a valid line beside the indicator itself. Lines in
 * neither list are left out. Two shapes of phone numbers stand in `valid.txt`; they are no kind of indicator here and
 * count as missed.
 */
export function iocChecks(folder: string): readonly Check[] {
  const linesOf = (name: string): ReadonlySet<string> =>
    new Set(readFileSync(join(folder, name), 'utf8').split('\n').map((line) => line.replace(/\r$/, '')).filter((line) => line !== ''));
  if (!existsSync(join(folder, 'input.txt'))) return [];
  const [valid, invalid] = [linesOf('valid.txt'), linesOf('invalid.txt')];
  let [right, wrong] = [0, 0];
  for (const line of linesOf('input.txt')) {
    if (!valid.has(line) && !invalid.has(line)) continue;
    const found = extract(line);
    const whole = valid.has(line) && found.some(({ raw, at }) => at === 0 && /^[\s.,;:)\]]*$/.test(line.slice(raw.length)));
    if (whole) right += 1;
    wrong += found.length - (whole ? 1 : 0);
  }
  const share = (part: number, of: number): number => (of === 0 ? 0 : part / of);
  const figures = [['recall', share(right, valid.size)], ['precision', share(right, right + wrong)]] as const;
  return figures.map(([name, figure]) =>
    ({ name: `iocextract ${name} ${(figure * 100).toFixed(1)} % (at least ${AT_LEAST * 100} %)`, expected: true, got: figure >= AT_LEAST }));
}
