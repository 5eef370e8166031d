import type { Step } from './program.ts';
import type { Place } from './tree.ts';

/** Steps walked for one text: some 40 ms. Past it the text does not match. */
const MOST_WORK = 2_500_000;

/** What stands before a character, as far as places ask. */
export type Before = 'start' | 'word' | 'newline' | 'other';

export interface Simulation {
  readonly steps: readonly Step[];
  /** Class of the character at a place; the text's end is a class of its own. */
  readonly kindAt: (at: number) => number;
  /** What the characters of a class are as seen from behind; null for the end. */
  readonly beforeOf: (kind: number) => Before | null;
  readonly reads: (step: number, kind: number) => boolean;
  readonly length: number;
}

/** Goes on from a place with the steps reached there, all ways side by side and nothing remembered (Pike's way). */
export function simulate(
  { steps, kindAt, beforeOf, reads, length }: Simulation, from: number, open: readonly number[], start: Before,
): boolean {
  const seen = new Int32Array(steps.length + 1);
  let now = [...open];
  let next: number[] = [];
  let before = start;
  let work = 0;
  for (let at = from; at <= length; at += 1) {
    const kind = kindAt(at);
    const after = beforeOf(kind);
    const turn = at + 1;
    next = [];
    for (let one = now.pop(); one !== undefined; one = now.pop()) {
      if (seen[one] === turn) continue;
      seen[one] = turn;
      work += 1;
      const step = steps[one];
      if (!step) continue;
      if (step.do === 'found') return true;
      if (step.do === 'read') {
        if (after !== null && reads(one, kind)) next.push(one + 1);
      } else if (step.do === 'jump') now.push(step.to);
      else if (step.do === 'split') now.push(step.to, step.or);
      else if (holds(step.place, before, after)) now.push(one + 1);
    }
    if (work > MOST_WORK) return false;
    next.push(0);
    now = next;
    before = after ?? 'other';
  }
  return false;
}

/** `after` is what the next character is; null at the end of the text. */
export function holds(place: Place, before: Before, after: Before | null): boolean {
  switch (place) {
    case 'text-start': return before === 'start';
    case 'text-end': return after === null;
    case 'line-start': return before === 'start' || before === 'newline';
    case 'line-end': return after === null || after === 'newline';
    case 'word-edge': return (before === 'word') !== (after === 'word');
    case 'no-word-edge': return (before === 'word') === (after === 'word');
    default: return place satisfies never;
  }
}
