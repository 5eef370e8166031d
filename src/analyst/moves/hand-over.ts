import type { Refs } from '../../domain/handoff.ts';
import type { Incident } from '../../domain/incident.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { incidentOf } from '../recall.ts';
import { type Move, SILENCE } from './move.ts';

const FROM = 'threat-detection';
const TO = 'incident-response';
/** Evidence named in a hand-off; the rest is found through the findings. */
const EVIDENCE_LIMIT = 12;

export const handOver: Move = {
  name: 'hand-over',
  agent: FROM,
  when: (state) => state.incidents
    .filter(({ id, verdict }) => verdict === 'incident' && !wasHandedOver(state, id)).map(({ id }) => id),
  act: (state, subject) => {
    const incident = incidentOf(state, subject);
    return incident === null ? { reasoning: '' } : {
      reasoning: `${incident.id} is confirmed: ${incident.title}. This is no longer a question of whether, but of what to do.`,
      handoffs: [{ to: TO, why: incident.title, refs: refsOf(incident, state) }],
    };
  },
  say: () => SILENCE,
};

const wasHandedOver = ({ handoffs }: SessionState, id: Incident['id']): boolean =>
  handoffs.some(({ from, to, refs }) => from === FROM && to === TO && refs.incidents.includes(id));

function refsOf(incident: Incident, { findings }: SessionState): Refs {
  const evidence = findings.filter(({ id }) => incident.findings.includes(id)).flatMap((finding) => finding.evidence);
  return { findings: [...incident.findings], incidents: [incident.id], evidence: [...new Set(evidence)].slice(0, EVIDENCE_LIMIT) };
}
