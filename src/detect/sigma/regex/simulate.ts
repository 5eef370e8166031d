import type { Step } from './program.ts';
import type { Place } from './tree.ts';

/** Steps walked for one text: some 20 ms. Past it the text does not match. */
const MOST_WORK = 600_000;

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
  let before = start;
  let work = 0;
  /** Walks all ways on to the next character; answers with the steps behind it, true where the end is reached. */
  const turn = (at: number): number[] | true => {
    const kind = kindAt(at);
    const after = beforeOf(kind);
    const next: number[] = [0];
    for (let one = now.pop(); one !== undefined; one = now.pop()) {
      if (seen[one] === at + 1) continue;
      seen[one] = at + 1;
      work += 1;
      const step = steps[one];
      if (step?.do === 'found') return true;
      if (step?.do === 'read' && after !== null && reads(one, kind)) next.push(one + 1);
      else if (step) now.push(...freely(step, one, { before, after }));
    }
    before = after ?? 'other';
    return next;
  };
  for (let at = from; at <= length && work <= MOST_WORK; at += 1) {
    const next = turn(at);
    if (next === true) return true;
    now = next;
  }
  return false;
}

const NOWHERE: readonly number[] = [];

/** Where a step leads without reading. */
function freely(step: Step, at: number, { before, after }: { readonly before: Before; readonly after: Before | null }): readonly number[] {
  switch (step.do) {
    case 'jump': return [step.to];
    case 'split': return [step.to, step.or];
    case 'check': return holds(step.place, before, after) ? [at + 1] : NOWHERE;
    case 'read': case 'found': return NOWHERE;
    default: return step satisfies never;
  }
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
