import type { Pattern, Piece } from './rule.ts';

const ANY: Piece = { wild: 'any' };
const ONE: Piece = { wild: 'one' };

/**
 * A value as written: `*` and `?` are wildcards, `\*`, `\?` and `\\` the characters themselves, and a backslash before
 * anything else is one.
 */
export function readPattern(written: string): Pattern {
  const pieces: Piece[] = [];
  let text = '';
  const end = (): void => {
    if (text !== '') pieces.push({ text });
    text = '';
  };
  for (let at = 0; at < written.length; at += 1) {
    const sign = written.charAt(at);
    const next = written.charAt(at + 1);
    if (sign === '\\' && (next === '*' || next === '?' || next === '\\')) {
      text += next;
      at += 1;
    } else if (sign === '*' || sign === '?') {
      end();
      pieces.push(sign === '*' ? ANY : ONE);
    } else text += sign;
  }
  end();
  return pieces;
}

export const literalPattern = (text: string): Pattern => (text === '' ? [] : [{ text }]);
export const hasWildcard = (pattern: Pattern): boolean => pattern.some((piece) => 'wild' in piece);
export const plainText = (pattern: Pattern): string => pattern.map((piece) => ('text' in piece ? piece.text : '')).join('');
export const lowerPattern = (pattern: Pattern): Pattern =>
  pattern.map((piece) => ('text' in piece ? { text: piece.text.toLowerCase() } : piece));

/** Anything before, after, or both. */
export function openEnds(pattern: Pattern, where: 'start' | 'end' | 'both'): Pattern {
  const front = where !== 'end' && !isAny(pattern[0]);
  const back = where !== 'start' && !isAny(pattern.at(-1));
  return [...(front ? [ANY] : []), ...pattern, ...(back && (pattern.length > 0 || !front) ? [ANY] : [])];
}

const isAny = (piece: Piece | undefined): boolean => piece !== undefined && 'wild' in piece && piece.wild === 'any';

export type TextMatch = (text: string) => boolean;

/** The cheapest way to ask whether a whole text fits. */
export function compilePattern(pattern: Pattern): TextMatch {
  const simple = simpleMatch(pattern);
  return simple ?? globMatch(pattern);
}

function simpleMatch(pattern: Pattern): TextMatch | null {
  if (pattern.every(isAny)) return pattern.length === 0 ? (text) => text === '' : () => true;
  const front = isAny(pattern[0]);
  const back = isAny(pattern.at(-1));
  const inner = pattern.slice(front ? 1 : 0, back ? -1 : undefined);
  const [only] = inner;
  if (inner.length !== 1 || !only || !('text' in only)) return null;
  const { text: wanted } = only;
  if (front && back) return (text) => text.includes(wanted);
  if (front) return (text) => text.endsWith(wanted);
  if (back) return (text) => text.startsWith(wanted);
  return (text) => text === wanted;
}

/** What stands between two `*`; the text where no `?` is in it. */
interface Run {
  readonly signs: readonly (string | null)[];
  readonly text: string | null;
}

/** Runs between stars are found one after the other, each as early as it goes: no way back is ever needed. */
function globMatch(pattern: Pattern): TextMatch {
  const runs = runsOf(pattern);
  const first = runs[0] ?? EMPTY_RUN;
  const last = runs.at(-1) ?? EMPTY_RUN;
  const middle = runs.slice(1, -1).filter(({ signs }) => signs.length > 0);
  if (runs.length === 1) return (text) => text.length === first.signs.length && fits(text, first, 0);
  return (text) => {
    const end = text.length - last.signs.length;
    if (end < first.signs.length || !fits(text, first, 0) || !fits(text, last, end)) return false;
    let at = first.signs.length;
    for (const run of middle) {
      const found = findRun(text, run, at);
      if (found < 0 || found + run.signs.length > end) return false;
      at = found + run.signs.length;
    }
    return true;
  };
}

const EMPTY_RUN: Run = { signs: [], text: '' };

function runsOf(pattern: Pattern): readonly Run[] {
  const runs: (string | null)[][] = [[]];
  for (const piece of pattern) {
    if ('text' in piece) runs.at(-1)?.push(...piece.text.split(''));
    else if (piece.wild === 'one') runs.at(-1)?.push(null);
    else runs.push([]);
  }
  return runs.map((signs) => ({ signs, text: signs.includes(null) ? null : signs.join('') }));
}

function fits(text: string, { signs, text: whole }: Run, at: number): boolean {
  if (whole !== null) return text.startsWith(whole, at);
  for (let index = 0; index < signs.length; index += 1) {
    const wanted = signs[index];
    if (wanted !== null && text.charAt(at + index) !== wanted) return false;
  }
  return true;
}

function findRun(text: string, run: Run, from: number): number {
  if (run.text !== null) return text.indexOf(run.text, from);
  for (let at = from; at + run.signs.length <= text.length; at += 1) if (fits(text, run, at)) return at;
  return -1;
}
