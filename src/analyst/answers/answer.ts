import type { Formatters } from '../../domain/claim-text.ts';
import type { Knowledge } from '../../domain/knowledge.ts';
import type { SessionState } from '../../domain/session-state.ts';
import type { Call } from '../moves/move.ts';

/** What was asked, taken apart once. */
export interface Question {
  /** Lower-case words without punctuation. */
  readonly words: ReadonlySet<string>;
  /** Addresses, in their one spelling. */
  readonly addresses: readonly string[];
  /** Labels of this session, upper case: `F3`. */
  readonly labels: readonly string[];
  /** Account names that stand in the question and in a finding. */
  readonly users: readonly string[];
}

export interface Known {
  readonly state: SessionState;
  readonly knowledge: Knowledge;
  readonly format: Formatters;
}

/** One line of an answer. Where it holds a number, `refs` is not empty: evidence, findings, incidents, logs. */
export interface AnswerLine {
  readonly text: string;
  readonly refs: readonly string[];
}

/** One kind of question. */
export interface AnswerKind {
  readonly name: string;
  /** How one would ask, for the list of what can be answered. */
  readonly example: string;
  /** How well the question fits; 0 when it does not. */
  match(question: Question): number;
  /** What must be searched first, if anything. */
  need?(question: Question, known: Known): readonly Call[];
  answer(question: Question, known: Known): readonly AnswerLine[];
}

export const says = ({ words }: Question, ...any: readonly string[]): boolean => any.some((word) => words.has(word));

export const asksNumber = (question: Question): boolean =>
  says(question, 'count', 'number') || (says(question, 'how') && says(question, 'many', 'much'));

const LINES = 15;

/** The first lines, and how many were left out. */
export function bounded(lines: readonly AnswerLine[]): readonly AnswerLine[] {
  if (lines.length <= LINES) return lines;
  const left = lines.slice(LINES);
  return [...lines.slice(0, LINES), { text: `… and ${left.length} more.`, refs: left.flatMap(({ refs }) => refs).slice(0, 3) }];
}
