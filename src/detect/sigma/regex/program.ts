import { RegexError } from './parse.ts';
import type { Place, Ranges, Tree } from './tree.ts';

/** Steps of one program. Counted repeats are written out, so this bounds them, too. */
const MOST_STEPS = 4_000;

export type Step =
  | { readonly do: 'read'; readonly ranges: Ranges }
  | { readonly do: 'split'; to: number; or: number }
  | { readonly do: 'jump'; to: number }
  | { readonly do: 'check'; readonly place: Place }
  | { readonly do: 'found' };

/** Thompson's construction: each step reads one character, or goes on without any. */
export function compileTree(tree: Tree): readonly Step[] {
  const steps: Step[] = [];
  emit(tree, steps);
  add(steps, { do: 'found' });
  return steps;
}

function add<Added extends Step>(steps: Step[], step: Added): Added {
  if (steps.length >= MOST_STEPS) throw new RegexError(`it grows beyond ${MOST_STEPS} steps`);
  steps.push(step);
  return step;
}

function emit(tree: Tree, steps: Step[]): void {
  switch (tree.is) {
    case 'set': add(steps, { do: 'read', ranges: tree.ranges }); return;
    case 'place': add(steps, { do: 'check', place: tree.place }); return;
    case 'all': for (const part of tree.parts) emit(part, steps); return;
    case 'any': emitChoices(tree.parts, steps); return;
    case 'repeat': emitRepeat(tree, steps); return;
    default: tree satisfies never;
  }
}

function emitChoices(parts: readonly Tree[], steps: Step[]): void {
  const ends: { to: number }[] = [];
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1) {
      emit(part, steps);
      break;
    }
    const split = add(steps, { do: 'split', to: steps.length + 1, or: 0 });
    emit(part, steps);
    ends.push(add(steps, { do: 'jump', to: 0 }));
    split.or = steps.length;
  }
  for (const end of ends) end.to = steps.length;
}

function emitRepeat({ part, least, most }: Extract<Tree, { is: 'repeat' }>, steps: Step[]): void {
  for (let done = 0; done < least; done += 1) emit(part, steps);
  if (most === null) {
    const at = steps.length;
    const split = add(steps, { do: 'split', to: at + 1, or: 0 });
    emit(part, steps);
    add(steps, { do: 'jump', to: at });
    split.or = steps.length;
    return;
  }
  const splits: { or: number }[] = [];
  for (let done = least; done < most; done += 1) {
    splits.push(add(steps, { do: 'split', to: steps.length + 1, or: 0 }));
    emit(part, steps);
  }
  for (const split of splits) split.or = steps.length;
}
