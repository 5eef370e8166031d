/** Characters as sorted ranges of UTF-16 codes, both ends in. */
export type Ranges = readonly (readonly [number, number])[];
export type Place = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-edge' | 'no-word-edge';

/** A regular expression as written, as far as one pass over a text can decide it. */
export type Tree =
  | { readonly is: 'set'; readonly ranges: Ranges }
  | { readonly is: 'place'; readonly place: Place }
  | { readonly is: 'all' | 'any'; readonly parts: readonly Tree[] }
  | { readonly is: 'repeat'; readonly part: Tree; readonly least: number; readonly most: number | null };

export const LAST = 0xffff;

export function normal(ranges: Ranges): Ranges {
  const sorted = [...ranges].sort(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

export function inverse(ranges: Ranges): Ranges {
  const out: [number, number][] = [];
  let next = 0;
  for (const [from, to] of normal(ranges)) {
    if (from > next) out.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= LAST) out.push([next, LAST]);
  return out;
}

/** Beyond this a range is too wide to fold letter by letter; it then holds both cases of nearly all it holds. */
const FOLDED_WIDTH = 1_024;

/** Both cases of each letter. */
export function bothCases(ranges: Ranges): Ranges {
  const more: [number, number][] = [];
  for (const [from, to] of ranges) {
    more.push([from, to]);
    for (let code = from; code <= Math.min(to, from + FOLDED_WIDTH); code += 1) {
      for (const other of otherCases(code)) more.push([other, other]);
    }
  }
  return normal(more);
}

function otherCases(code: number): readonly number[] {
  const sign = String.fromCharCode(code);
  return [sign.toLowerCase(), sign.toUpperCase()].flatMap((other) => (other.length === 1 && other !== sign ? other.charCodeAt(0) : []));
}

const one = (sign: string): readonly [number, number] => [sign.charCodeAt(0), sign.charCodeAt(0)];
const span = (from: string, to: string): readonly [number, number] => [from.charCodeAt(0), to.charCodeAt(0)];

export const DIGITS: Ranges = [span('0', '9')];
export const WORDS: Ranges = normal([span('0', '9'), span('A', 'Z'), span('a', 'z'), one('_')]);
export const SPACES: Ranges = normal([[9, 13], [32, 32], [0x85, 0x85], [0xa0, 0xa0], [0x1680, 0x1680], [0x2000, 0x200a], [0x2028, 0x2029],
  [0x202f, 0x202f], [0x205f, 0x205f], [0x3000, 0x3000], [0xfeff, 0xfeff]]);
export const NEWLINE: Ranges = [[10, 10]];

/** The classes that POSIX names inside brackets. */
export const NAMED: ReadonlyMap<string, Ranges> = new Map([
  ['alpha', [span('A', 'Z'), span('a', 'z')]], ['digit', DIGITS], ['alnum', [span('0', '9'), span('A', 'Z'), span('a', 'z')]],
  ['upper', [span('A', 'Z')]], ['lower', [span('a', 'z')]], ['space', SPACES], ['blank', [[9, 9], [32, 32]]],
  ['punct', [[33, 47], [58, 64], [91, 96], [123, 126]]], ['xdigit', [span('0', '9'), span('A', 'F'), span('a', 'f')]],
  ['word', WORDS], ['cntrl', [[0, 31], [127, 127]]], ['print', [[32, 126]]], ['graph', [[33, 126]]],
]);
