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
  const nameOf = (log: string): string => format.text(state.logs.find(({ id }) => id === log)?.name ?? log);
  return [
    ...state.unreadable.map(({ path, why }) => ({ text: `Not readable: ${format.text(path)} (${format.text(why)}).`, refs: logOr(state) })),
    ...state.reads.filter(({ unparsed }) => unparsed > 0).map(({ log, unparsed, lines }) => ({
      text: `${counted(unparsed, 'line')} of ${lines} in ${nameOf(log)} not understood.`, refs: [log],
    })),
    ...state.reads.flatMap(({ log, gaps }) => gaps.map(({ from, to, explained }) => ({
      text: `No records in ${nameOf(log)} from ${format.time(from)} to ${format.time(to)}: ${explained ?? 'unexplained'}.`, refs: [log],
    }))),
    ...state.reads.flatMap(({ log, troubles }) => troubles.map((trouble) => ({ text: `${nameOf(log)}: ${format.text(trouble)}`, refs: [log] }))),
  ];
}

const logOr = (state: Known['state']): readonly string[] => {
  const refs = logRefs(state);
  return refs.length > 0 ? refs : ['session'];
};

const notChecked = ({ state, format }: Known): readonly AnswerLine[] => state.incidents.flatMap(({ id, predicates }) =>
  predicates.filter((one) => one.state === 'not-checkable')
    .map(({ name, why }) => ({ text: `Not checkable for ${id}: ${format.text(name)}. ${format.text(why)}`, refs: [id] })));
