import type { SessionState } from '../../domain/session-state.ts';
import { answered, incidentOf, incidentsFor } from '../recall.ts';
import { answerTo } from '../response.ts';
import { type Call, type Move, SILENCE } from './move.ts';

const AGENT = 'incident-response';
const write = (incident: string): Call =>
  ({ tool: 'generate_report', args: { incident, audience: 'technical', format: 'md' } });

export const report: Move = {
  name: 'report',
  agent: AGENT,
  when: (state) => incidentsFor(state, AGENT).filter((id) =>
    incidentOf(state, id) !== null && answered(state, write(id)) === 0 && !isWaiting(state, id)),
  act: (_state, subject) => ({
    reasoning: `What is known of ${subject}, what was proposed and what remains unknown goes into a report, each sentence with its evidence.`,
    calls: [write(subject)],
  }),
  say: () => SILENCE,
};

/** A report written while a question is out would be out of date on arrival; the answer wakes this agent. */
const isWaiting = (state: SessionState, incident: string): boolean =>
  answerTo(state, AGENT, incident) === null
  && state.handoffs.some(({ from, refs }) => from === AGENT && refs.incidents.some((id) => id === incident));
