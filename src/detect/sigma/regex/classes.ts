import type { Step } from './program.ts';
import type { Before } from './simulate.ts';
import type { Ranges } from './tree.ts';
import { LAST, NEWLINE, WORDS } from './tree.ts';

const ASCII = 128;

const has = (ranges: Ranges, code: number): boolean => ranges.some(([from, to]) => code >= from && code <= to);

/** Characters that no step and no place tells apart are one class, numbered; the end of the text is the last. */
export function openClasses(steps: readonly Step[]) {
  const starts = startsOf(steps);
  const end = starts.length;
  const befores = starts.map((code): Before => (has(WORDS, code) ? 'word' : has(NEWLINE, code) ? 'newline' : 'other'));
  const find = (code: number): number => {
    let [low, high] = [0, end - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= code) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const quick = Uint16Array.from({ length: ASCII }, (_, code) => find(code));
  const readable = new Map<Ranges, Uint8Array>();
  const table = steps.map((step) => {
    if (step.do !== 'read') return null;
    const known = readable.get(step.ranges) ?? Uint8Array.from(starts, (code) => (has(step.ranges, code) ? 1 : 0));
    readable.set(step.ranges, known);
    return known;
  });
  return {
    end,
    of: (code: number): number => (code < ASCII ? quick[code] ?? 0 : find(code)),
    beforeOf: (kind: number): Before | null => befores[kind] ?? null,
    reads: (step: number, kind: number): boolean => table[step]?.[kind] === 1,
  };
}

function startsOf(steps: readonly Step[]): readonly number[] {
  const edges = new Set<number>([0]);
  const cut = (ranges: Ranges): void => {
    for (const [from, to] of ranges) {
      edges.add(from);
      edges.add(to + 1);
    }
  };
  for (const step of steps) if (step.do === 'read') cut(step.ranges);
  cut(WORDS);
  cut(NEWLINE);
  return [...edges].filter((edge) => edge <= LAST).sort((a, b) => a - b);
}
