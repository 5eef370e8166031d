import { missingText, notLookedAt } from '../../domain/not-looked-at.ts';
import { logRefs } from '../describe.ts';
import { counted } from '../wording.ts';
import { type AnswerKind, type AnswerLine, type Known, says } from './answer.ts';

export const coverage: AnswerKind = {
  name: 'coverage',
  example: 'what was not looked at',
  match: (question) => {
    const gone = says(question, 'coverage', 'unread', 'unparsed', 'missing', 'gap', 'gaps', 'blind', 'skipped', 'missed', 'overlooked', 'unreadable', 'unknown');
    const not = says(question, 'not', 'cannot', "can't", 'unable', 'never');
    return gone || (not && says(question, 'looked', 'look', 'read', 'seen', 'checked', 'searched', 'covered', 'see', 'understood')) ? 7 : 0;
  },
  answer: (_question, known) => {
    const lines = [...unread(known), ...notChecked(known)];
    return lines.length > 0 ? lines
      : [{ text: 'Every line given was read and understood. What was not given was not looked at.', refs: logRefs(known.state) }];
  },
};

function unread({ state, format }: Known): readonly AnswerLine[] {
  const left = notLookedAt(state);
  const missing = missingText(left);
  return [
    ...left.unreadable.map(({ path, why }) => ({ text: `Not readable: ${format.text(path)} (${format.text(why)}).`, refs: logOr(state) })),
    ...left.unparsed.map(({ name, log, lines, of }) => ({
      text: `${counted(lines, 'line')} of ${of} in ${format.text(name)} not understood.`, refs: [log],
    })),
    ...left.gaps.map(({ name, log, from, to, explained }) => ({
      text: `No records in ${format.text(name)} from ${format.time(from)} to ${format.time(to)}: ${explained ?? 'unexplained'}.`, refs: [log],
    })),
    ...left.troubles.map(({ log, what }) => ({ text: format.text(what), refs: [log] })),
    ...(missing === null ? [] : [{ text: `${missing[0]?.toUpperCase() ?? ''}${missing.slice(1)}.`, refs: logOr(state) }]),
  ];
}

const logOr = (state: Known['state']): readonly string[] => {
  const refs = logRefs(state);
  return refs.length > 0 ? refs : ['session'];
};

const notChecked = ({ state, format }: Known): readonly AnswerLine[] => state.incidents.flatMap(({ id, predicates }) =>
  predicates.filter((one) => one.state === 'not-checkable')
    .map(({ name, why }) => ({ text: `Not checkable for ${id}: ${format.text(name)}. ${format.text(why)}`, refs: [id] })));
