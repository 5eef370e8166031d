import { evidenceText } from '../describe.ts';
import type { AnswerKind, Known } from './answer.ts';

export const evidence: AnswerKind = {
  name: 'evidence',
  example: 'show E12',
  match: ({ labels }) => (labels.some((label) => label.startsWith('E')) ? 6 : 0),
  answer: ({ labels }, known) => labels.filter((label) => label.startsWith('E')).flatMap((label) => show(label, known)),
};

function show(label: string, known: Known) {
  const one = [...known.state.evidence.values()].find(({ id }) => id === label);
  if (one === undefined) return [{ text: `There is no ${label} in this session.`, refs: [label] }];
  const context = one.kind === 'line' ? [...one.before, null, ...one.after].map((line) => ({
    text: line === null ? `> ${evidenceText(one, known)}` : `  ${line.lineNumber} ${known.format.text(line.text)}`, refs: [one.id],
  })) : [{ text: evidenceText(one, known), refs: [one.id] }];
  return [...context, { text: `sha256 ${one.sha256}`, refs: [one.id] }];
}
