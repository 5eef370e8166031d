import { findingLine, incidentLine, logRefs } from '../describe.ts';
import { mostTelling } from '../recall.ts';
import { counted } from '../wording.ts';
import { type AnswerKind, type Known, says } from './answer.ts';

export const summary: AnswerKind = {
  name: 'summary',
  example: 'what happened',
  match: (question) => {
    if (says(question, 'summary', 'summarise', 'summarize', 'verdict', 'breached', 'compromised', 'hacked', 'overview', 'tldr')) return 4;
    return says(question, 'happened', 'happening') || (says(question, 'short', 'sum') && says(question, 'in', 'up')) ? 3 : 0;
  },
  answer: (_question, known) => {
    const { state, format } = known;
    const refs = [...state.incidents.map(({ id }) => id), ...mostTelling(state.findings).map(({ id }) => id), ...logRefs(state)].slice(0, 4);
    const head = state.verdict === null ? [{ text: 'There is no verdict yet.', refs }]
      : [{ text: `${state.verdict.verdict}: ${format.text(state.verdict.headline)}`, refs: refs.length > 0 ? refs : ['session'] }];
    return [...head, ...body(known)];
  },
};

function body(known: Known) {
  const { state } = known;
  if (state.incidents.length > 0) return state.incidents.slice(0, 5).map((incident) => incidentLine(incident, known));
  if (state.findings.length > 0) return mostTelling(state.findings).slice(0, 5).map((finding) => findingLine(finding, known));
  const lines = state.reads.reduce((sum, read) => sum + read.lines, 0);
  return state.reads.length === 0 ? [] : [{ text: `Nothing was found in ${counted(lines, 'line')}, which is not the same as clean.`, refs: logRefs(state) }];
}
