import { incidentOf, incidentsFor } from '../recall.ts';
import { askersOf, attackedHost, EXPOSURE_TOPIC, exposureOf, refsTo } from '../response.ts';
import { type Move, SILENCE } from './move.ts';

const FROM = 'incident-response';
const TO = 'vulnerability-management';

export const askExposure: Move = {
  name: 'ask-exposure',
  agent: FROM,
  when: (state) => incidentsFor(state, FROM).filter((id) =>
    incidentOf(state, id) !== null && exposureOf(state, id) === null && !askersOf(state, TO, id).includes(FROM)),
  act: (state, subject) => {
    const incident = incidentOf(state, subject);
    if (incident === null) return { reasoning: '' };
    const host = attackedHost(incident) ?? 'a host the records do not name';
    const question = `Which service of ${host} let them in, and which version of it runs there?`;
    return {
      reasoning: `${question} The answer may change what is worth doing; the plan does not wait for it.`,
      handoffs: [{ to: TO, why: `${incident.id}: exposure of ${host}`, refs: refsTo(incident.id) }],
      messages: [{ to: TO, topic: EXPOSURE_TOPIC, body: question, refs: refsTo(incident.id) }],
    };
  },
  say: () => SILENCE,
};
