import type { SessionState } from '../../domain/session-state.ts';
import { incidentOf, incidentsFor } from '../recall.ts';
import { answerTo, askersOf, attackedHost, EXPOSURE_TOPIC, exposureOf, refsTo } from '../response.ts';
import { type Move, SILENCE } from './move.ts';

const AGENT = 'vulnerability-management';

export const answerExposure: Move = {
  name: 'answer-exposure',
  agent: AGENT,
  when: (state) => incidentsFor(state, AGENT).filter((id) => waiting(state, id).length > 0),
  act: (state, subject) => {
    const incident = incidentOf(state, subject);
    if (incident === null) return { reasoning: '' };
    const refs = refsTo(incident.id, exposureOf(state, subject)?.evidence ?? []);
    const body = answer(state, subject);
    return { reasoning: '', messages: waiting(state, subject).map((to) => ({ to, topic: EXPOSURE_TOPIC, body, refs })) };
  },
  say: () => SILENCE,
};

const waiting = (state: SessionState, incident: string): readonly string[] =>
  askersOf(state, AGENT, incident).filter((asker) => answerTo(state, asker, incident) === null);

function answer(state: SessionState, subject: string): string {
  const exposure = exposureOf(state, subject);
  if (exposure === null) {
    const incident = incidentOf(state, subject);
    const host = (incident === null ? null : attackedHost(incident)) ?? 'the host';
    return `Not assessed: the records do not tell which service of ${host} was attacked, or it could not be read.`;
  }
  const { assessed, service, host, id } = exposure;
  return assessed.state === 'no' ? `Not assessed (${id}): ${assessed.why}.`
    : `${service} on ${host} is ${assessed.package ?? 'an unknown package'} ${assessed.version}, read from ${assessed.readFrom.join(' and ')} (${id}).`;
}
