import { inNetwork } from './network.ts';
import { compilePattern } from './pattern.ts';
import type { Expression, Test } from './rule.ts';

/** One event as a rule reads it: fields by number, in their own case or lower; texts for keywords. */
export interface View {
  raw(slot: number): string | null;
  lower(slot: number): string | null;
  /** What keywords are looked for in, lower case and as written. */
  texts(): readonly string[];
  lowerTexts(): readonly string[];
}

export type Ask = (view: View) => boolean;
export type SlotOf = (field: string) => number;

/** Makes a question ready to be asked; what is cheap to ask is asked first. */
export function compileQuestion(question: Expression, slotOf: SlotOf): Ask {
  switch (question.op) {
    case 'test': return compileTest(question.field, question.test, slotOf);
    case 'not': {
      const item = compileQuestion(question.item, slotOf);
      return (view) => !item(view);
    }
    case 'and': {
      const items = ordered(question.items).map((item) => compileQuestion(item, slotOf));
      return (view) => items.every((item) => item(view));
    }
    case 'or': {
      const items = ordered(question.items).map((item) => compileQuestion(item, slotOf));
      return (view) => items.some((item) => item(view));
    }
    case 'some': {
      const items = question.items.map((item) => compileQuestion(item, slotOf));
      const { need } = question;
      return (view) => items.reduce((met, item) => met + (item(view) ? 1 : 0), 0) >= need;
    }
    default: return question satisfies never;
  }
}

const ordered = (items: readonly Expression[]): readonly Expression[] => [...items].sort((a, b) => costOf(a) - costOf(b));

function costOf(question: Expression): number {
  switch (question.op) {
    case 'test': return question.field === null ? 50 : question.test.is === 'regex' ? 100 : 1;
    case 'not': return costOf(question.item);
    case 'and': case 'or': case 'some': return question.items.reduce((sum, item) => sum + costOf(item), 0);
    default: return question satisfies never;
  }
}

export function compileTest(field: string | null, test: Test, slotOf: SlotOf): Ask {
  if (field === null) return compileKeyword(test);
  const slot = slotOf(field);
  switch (test.is) {
    case 'text': {
      const fits = compilePattern(test.pattern);
      return test.cased ? (view) => asked(view.raw(slot), fits) : (view) => asked(view.lower(slot), fits);
    }
    case 'regex': return (view) => asked(view.raw(slot), test.regex.test);
    case 'network': return (view) => asked(view.raw(slot), (text) => inNetwork(text, test.network));
    case 'null': return (view) => view.raw(slot) === null;
    case 'exists': return (view) => (view.raw(slot) !== null) === test.wanted;
    case 'number': return (view) => asked(view.raw(slot), (text) => compares(text, test));
    case 'field': return compileFields(slot, slotOf(test.other), test);
    default: return test satisfies never;
  }
}

const asked = (text: string | null, fits: (text: string) => boolean): boolean => text !== null && fits(text);

function compares(text: string, { how, value }: Extract<Test, { is: 'number' }>): boolean {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  switch (how) {
    case 'gt': return number > value;
    case 'gte': return number >= value;
    case 'lt': return number < value;
    case 'lte': return number <= value;
    default: return how satisfies never;
  }
}

// Four parameters would be one too few of a kind: the test carries how.
function compileFields(slot: number, other: number, { how, cased }: Extract<Test, { is: 'field' }>): Ask {
  const read = (view: View, at: number): string | null => (cased ? view.raw(at) : view.lower(at));
  return (view) => {
    const [text, wanted] = [read(view, slot), read(view, other)];
    if (text === null || wanted === null) return false;
    switch (how) {
      case 'equals': return text === wanted;
      case 'contains': return text.includes(wanted);
      case 'startswith': return text.startsWith(wanted);
      case 'endswith': return text.endsWith(wanted);
      default: return how satisfies never;
    }
  };
}

function compileKeyword(test: Test): Ask {
  if (test.is === 'regex') return (view) => view.texts().some(test.regex.test);
  if (test.is !== 'text') return () => false;
  const fits = compilePattern(test.pattern);
  return (view) => (test.cased ? view.texts() : view.lowerTexts()).some(fits);
}
