import type { Ranges, Tree } from './tree.ts';

/** Shorter texts stand nearly everywhere. */
const SHORTEST = 4;
const MOST_CHOICES = 32;

/** Lower-case texts of which every match must hold at least one; null where none can be named. */
export function requiredTexts(tree: Tree): readonly string[] | null {
  switch (tree.is) {
    case 'set': case 'place': return null;
    case 'repeat': return tree.least > 0 ? requiredTexts(tree.part) : null;
    case 'any': return ofChoices(tree.parts);
    case 'all': return ofRun(tree.parts);
    default: return tree satisfies never;
  }
}

function ofChoices(parts: readonly Tree[]): readonly string[] | null {
  const texts: string[] = [];
  for (const part of parts) {
    const own = requiredTexts(part) ?? null;
    if (own === null) return null;
    texts.push(...own);
  }
  return texts.length > 0 && texts.length <= MOST_CHOICES ? texts : null;
}

/** The best of: a run of single letters, or what one of the parts requires. */
function ofRun(parts: readonly Tree[]): readonly string[] | null {
  let best: readonly string[] | null = null;
  let run = '';
  const offer = (texts: readonly string[] | null): void => {
    if (texts !== null && shortest(texts) >= SHORTEST && shortest(texts) > shortest(best ?? [''])) best = texts;
  };
  for (const part of parts) {
    const sign = part.is === 'set' ? oneLetter(part.ranges) : null;
    if (sign !== null) {
      run += sign;
      continue;
    }
    offer([run]);
    run = '';
    offer(requiredTexts(part));
  }
  offer([run]);
  return best;
}

const shortest = (texts: readonly string[]): number => Math.min(...texts.map(({ length }) => length));

/** The letter that a set is in one case or both; null where it holds others. */
function oneLetter(ranges: Ranges): string | null {
  const [first, second] = ranges;
  if (!first || first[0] !== first[1] || ranges.length > 2) return null;
  const lower = String.fromCharCode(first[0]).toLowerCase();
  if (!second) return lower;
  return second[0] === second[1] && String.fromCharCode(second[0]).toLowerCase() === lower ? lower : null;
}
