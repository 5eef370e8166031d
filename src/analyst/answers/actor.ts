import { counted } from '../../domain/times.ts';
import { canonicalPlace } from '../../domain/within.ts';
import { findingLine, findingsAbout } from '../describe.ts';
import type { Call } from '../moves/move.ts';
import { receiptOf } from '../recall.ts';
import { type AnswerKind, type AnswerLine, bounded, type Known, type Question } from './answer.ts';

/** What an address or an account did. */
export const actor: AnswerKind = {
  name: 'actor',
  example: 'what did 203.0.113.7 do',
  match: ({ addresses, users }) => (addresses.length > 0 ? 5 : users.length > 0 ? 4 : 0),
  need: (question, known) => subjectsOf(question, known).map(searchFor),
  answer: (question, known) => subjectsOf(question, known).flatMap((subject) => deedsOf(subject, known)),
};

interface Subject {
  readonly name: string;
  readonly field: 'source' | 'user';
}

/** Addresses as the findings write them, so that a search by equality finds them. */
const subjectsOf = ({ addresses, users }: Question, { state }: Known): readonly Subject[] => [
  ...addresses.map((address): Subject => ({
    field: 'source', name: state.findings.flatMap(({ sources }) => sources).find((one) => canonicalPlace(one) === address) ?? address,
  })),
  ...users.map((name): Subject => ({ field: 'user', name })),
].slice(0, 3);

const searchFor = ({ name, field }: Subject): Call => ({ tool: 'search_events', args: { [field]: name, limit: 6 } });

function deedsOf(subject: Subject, known: Known): readonly AnswerLine[] {
  const { name } = subject;
  const receipt = receiptOf(known.state, searchFor(subject));
  const findings = findingsAbout(known.state, name);
  const records: readonly AnswerLine[] = receipt === null ? [] : [{
    text: receipt.rows === 0 ? `No event of ${known.format.text(name)} in ${counted(receipt.searchedLines, 'line')} searched.`
      : `${counted(receipt.rows, 'event')} of ${known.format.text(name)} in ${counted(receipt.searchedLines, 'line')} searched.`,
    refs: [receipt.id],
  }];
  const steps = known.state.incidents.filter(({ sources, users }) => [...sources, ...users].includes(name))
    .map(({ id, title }) => ({ text: `Part of ${id}: ${known.format.text(title)}.`, refs: [id] }));
  const none = findings.length === 0 ? [{ text: 'No finding is about it.', refs: receipt === null ? [] : [receipt.id] }] : [];
  return [...records, ...none, ...bounded(findings.map((finding) => findingLine(finding, known))), ...steps];
}
