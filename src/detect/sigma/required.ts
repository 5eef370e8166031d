import { hasWildcard, plainText } from './pattern.ts';
import type { Expression, Pattern, Test } from './rule.ts';

/** Something that must stand in an event for a rule to match: a field's whole value, or a text in it, lower case. */
export type Atom =
  | { readonly field: string; readonly value: string }
  | { readonly field: string | null; readonly text: string };

/** Length of a text that the index can look for. */
export const GRAM = 4;
/** A rule found by more atoms than this is asked of each event instead. */
const MOST_ATOMS = 2_000;
/** Values that say little: half of all events hold them. */
const COMMON_VALUE = 3;
/** Keywords have every value of an event looked through: anything else is better, however long they are. */
const KEYWORD = -1_000;

/** Atoms of which every match of the question holds at least one; null where none can be named. */
export function requiredAtoms(question: Expression): readonly Atom[] | null {
  switch (question.op) {
    case 'test': return atomsOfTest(question.field, question.test);
    case 'not': return null;
    case 'and': return bestOf(question.items);
    case 'or': return together(question.items);
    case 'some': return question.items.length < question.need ? null : together(question.items);
    default: return question satisfies never;
  }
}

function bestOf(items: readonly Expression[]): readonly Atom[] | null {
  let best: readonly Atom[] | null = null;
  for (const item of items) {
    const atoms = requiredAtoms(item);
    if (atoms !== null && (best === null || worth(atoms) > worth(best))) best = atoms;
  }
  return best;
}

function together(items: readonly Expression[]): readonly Atom[] | null {
  const all: Atom[] = [];
  for (const item of items) {
    const atoms = requiredAtoms(item);
    if (atoms === null) return null;
    all.push(...atoms);
  }
  return all.length > 0 && all.length <= MOST_ATOMS ? all : null;
}

/** The weakest atom decides; many atoms are each a chance to be asked in vain. */
function worth(atoms: readonly Atom[]): number {
  return Math.min(...atoms.map(worthOf)) - Math.log2(atoms.length);
}

function worthOf(atom: Atom): number {
  if ('value' in atom) return Math.max(COMMON_VALUE, atom.value.length);
  return atom.field === null ? KEYWORD : atom.text.length;
}

function atomsOfTest(field: string | null, test: Test): readonly Atom[] | null {
  if (test.is === 'text') return atomsOfPattern(field, test.pattern);
  if (test.is !== 'regex' || test.regex.required === null) return null;
  const texts = test.regex.required.filter(({ length }) => length >= GRAM);
  return texts.length === test.regex.required.length ? texts.map((text) => ({ field, text })) : null;
}

function atomsOfPattern(field: string | null, pattern: Pattern): readonly Atom[] | null {
  if (field !== null && !hasWildcard(pattern)) return [{ field, value: plainText(pattern).toLowerCase() }];
  const texts = pattern.flatMap((piece) => ('text' in piece ? [piece.text.toLowerCase()] : [])).sort((a, b) => b.length - a.length);
  const longest = texts[0] ?? '';
  return longest.length >= GRAM ? [{ field, text: longest }] : null;
}
