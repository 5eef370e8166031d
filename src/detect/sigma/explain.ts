import type { Event } from '../../domain/event.ts';
import { compileQuestion } from './ask.ts';
import type { Expression, Pattern, Rule, Test } from './rule.ts';
import { sourceOf } from './sources.ts';
import { openView } from './view.ts';

/** Parts of a question told where it fails; a list of hundreds says no more. */
const PARTS_TOLD = 6;

export interface ExplainedSelection {
  readonly name: string;
  readonly says: string;
}

/** Every field the rule asks for, in the order of its text. */
export function fieldsOf(rule: Rule): readonly string[] {
  const fields = new Set<string>();
  const walk = (question: Expression): void => {
    if (question.op === 'not') walk(question.item);
    else if (question.op !== 'test') question.items.forEach(walk);
    else {
      if (question.field !== null) fields.add(question.field);
      if (question.test.is === 'field') fields.add(question.test.other);
    }
  };
  rule.selections.forEach(walk);
  return [...fields];
}

export const selectionsOf = (rule: Rule): readonly ExplainedSelection[] =>
  [...rule.selections].map(([name, question]) => ({ name, says: tell(question) }));

/** One question in words. */
function tell(question: Expression): string {
  switch (question.op) {
    case 'test': return `${question.field ?? 'any field'} ${tellTest(question.test)}`;
    case 'not': return `not (${tell(question.item)})`;
    case 'some': return `${question.need} of (${tellAll(question.items, ', ')})`;
    case 'and': return tellAll(question.items, ' and ');
    case 'or': return `(${tellAll(question.items, ' or ')})`;
    default: return question satisfies never;
  }
}

function tellAll(items: readonly Expression[], between: string): string {
  const told = items.slice(0, PARTS_TOLD).map(tell).join(between);
  return items.length > PARTS_TOLD ? `${told}${between}${items.length - PARTS_TOLD} more` : told;
}

function tellTest(test: Test): string {
  switch (test.is) {
    case 'text': return `is ${written(test.pattern)}${test.cased ? ' in this case' : ''}`;
    case 'regex': return `fits /${test.source}/`;
    case 'network': return `lies in ${test.network}`;
    case 'null': return 'is not there';
    case 'exists': return test.wanted ? 'is there' : 'is not there';
    case 'number': return `${{ gt: '>', gte: '>=', lt: '<', lte: '<=' }[test.how]} ${test.value}`;
    case 'field': return `${test.how} the field ${test.other}`;
    default: return test satisfies never;
  }
}

const written = (pattern: Pattern): string =>
  `"${pattern.map((piece) => ('text' in piece ? piece.text : piece.wild === 'any' ? '*' : '?')).join('')}"`;

export type Explained =
  | { readonly is: 'other-source' }
  | { readonly is: 'asked'; readonly matches: boolean; readonly selections: readonly { readonly name: string; readonly matches: boolean; readonly fails: string | null }[] };

/** Why a rule matches an event, or does not. */
export function explainEvent(rule: Rule, event: Event, text: string | null): Explained {
  const source = sourceOf(rule.source);
  if (!source?.kinds.includes(event.kind) || !source.mayHold(event) || !source.holds(event)) return { is: 'other-source' };
  const names: string[] = [];
  const slotOf = (name: string): number => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1);
  const answers = source.views.map((read) => {
    const asks = (question: Expression): boolean => {
      const ask = compileQuestion(question, slotOf);
      const view = openView(names, source.values);
      view.turnTo(event, read, source.values === null ? text ?? '' : null);
      return ask(view);
    };
    return {
      is: 'asked' as const, matches: asks(rule.question),
      selections: [...rule.selections].map(([name, question]) => {
        const matches = asks(question);
        return { name, matches, fails: matches ? null : tell(failing(question, asks)) };
      }),
    };
  });
  return answers.find(({ matches }) => matches) ?? answers[0] ?? { is: 'other-source' };
}

/** The first part of a question that says no. */
function failing(question: Expression, asks: (question: Expression) => boolean): Expression {
  if (question.op !== 'and') return question;
  const part = question.items.find((item) => !asks(item));
  return part ? failing(part, asks) : question;
}
