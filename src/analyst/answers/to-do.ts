import { type AnswerKind, says } from './answer.ts';

export const toDo: AnswerKind = {
  name: 'to-do',
  example: 'what should I do',
  match: (question) => (says(question, 'should', 'steps', 'recommend', 'recommended', 'respond', 'contain', 'next', 'fix', 'remediate', 'todo')
    || (says(question, 'do') && says(question, 'now', 'we', 'must', 'i')) ? 6 : 0),
  answer: ({ labels }, { state, format }) => {
    const sets = [...state.steps].filter(([incident]) => !labels.some((label) => label.startsWith('I')) || labels.includes(incident));
    if (sets.length === 0) {
      const refs = state.findings.slice(0, 4).map(({ id }) => id);
      return [{
        text: state.verdict?.verdict === 'incident' ? 'No steps were proposed in this session.'
          : 'Nothing is proposed: no incident is confirmed.', refs,
      }];
    }
    return sets.flatMap(([incident, steps]) => steps.map((step) => ({
      text: `${step.order}. on ${format.text(step.host)}: ${format.text(step.what)}. ${format.text(step.why)}`
        + (step.command === null ? '' : ` Command: ${format.text(step.command.replaceAll('\n', ' ; '))}`),
      refs: [incident, ...step.evidence.slice(0, 3)],
    })));
  },
};
