import type { Expression, Test } from './rule.ts';

/** What is known of a question before an event is looked at. */
type Known = 'never' | 'maybe' | 'always';

/** Answers a test of a field whose value is known; null where it is not. */
export type KnownTest = (field: string, test: Test) => boolean | null;

/** Whether a question can be met at all by events that have some values in common. */
export const isPossible = (question: Expression, known: KnownTest): boolean => ask(question, known) !== 'never';

function ask(question: Expression, known: KnownTest): Known {
  switch (question.op) {
    case 'test': {
      const met = question.field === null ? null : known(question.field, question.test);
      return met === null ? 'maybe' : met ? 'always' : 'never';
    }
    case 'not': {
      const item = ask(question.item, known);
      return item === 'maybe' ? item : item === 'never' ? 'always' : 'never';
    }
    case 'and': return count(question.items, question.items.length, known);
    case 'or': return count(question.items, 1, known);
    case 'some': return count(question.items, question.need, known);
    default: return question satisfies never;
  }
}

function count(items: readonly Expression[], need: number, known: KnownTest): Known {
  const answers = items.map((item) => ask(item, known));
  if (answers.filter((answer) => answer === 'always').length >= need) return 'always';
  return answers.filter((answer) => answer !== 'never').length < need ? 'never' : 'maybe';
}
