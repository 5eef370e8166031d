import { counted } from '../../domain/times.ts';
import type { Call } from '../moves/move.ts';
import { receiptOf } from '../recall.ts';
import { type AnswerKind, type Question, asksNumber, says } from './answer.ts';

/** Records that can be counted by a search: the words for them, how they are called, and the search. */
const COUNTABLE: readonly (readonly [words: readonly string[], noun: string, args: Call['args']])[] = [
  [['failed', 'failures', 'failing', 'wrong', 'attempts', 'guesses'], 'failed login', { kind: 'auth', action: 'login', outcome: 'failure' }],
  [['accepted', 'successful', 'succeeded', 'logins', 'login'], 'accepted login', { kind: 'auth', action: 'login', outcome: 'success' }],
  [['requests', 'request', 'hits'], 'web request', { kind: 'web' }],
  [['sudo', 'commands', 'command'], 'record', { kind: 'privilege' }],
];
const SHOWN = 4;

/** How many records of a kind the logs hold. */
export const howMany: AnswerKind = {
  name: 'how-many',
  example: 'how many failed logins',
  match: (question) => (asksNumber(question) && countable(question) ? 7 : 0),
  need: (question) => [searchFor(question)],
  answer: (question, { state }) => {
    const receipt = receiptOf(state, searchFor(question));
    if (receipt === null) return [{ text: 'The logs of this session cannot be searched any more.', refs: [] }];
    return [{
      text: `${counted(receipt.rows, countable(question)?.[1] ?? 'record')} on record in ${counted(receipt.searchedLines, 'line')} searched; a `
        + 'record that says "repeated" is one.',
      refs: [receipt.id],
    }];
  },
};

const countable = (question: Question) => COUNTABLE.find(([words]) => says(question, ...words));
const searchFor = (question: Question): Call =>
  ({ tool: 'search_events', args: { ...countable(question)?.[2], limit: SHOWN } });
