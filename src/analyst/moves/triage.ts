import type { Triage } from '../../domain/incident.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { incidentOf, incidentsFor } from '../recall.ts';
import { counted, listed, sentences } from '../wording.ts';
import { type Move, SILENCE } from './move.ts';

const AGENT = 'incident-response';

export const triage: Move = {
  name: 'triage',
  agent: AGENT,
  when: (state) => incidentsFor(state, AGENT).filter((id) => incidentOf(state, id) !== null && triageOf(state, id) === null),
  act: (state, subject) => ({
    reasoning: `Taking over ${subject}: ${incidentOf(state, subject)?.title ?? ''}. How bad it is if true, and how sure `
      + 'it is that it is true, are two questions and get two numbers.',
    calls: [{ tool: 'triage_incident', args: { incident: subject } }],
  }),
  say: (state, subject) => {
    const known = triageOf(state, subject);
    return known === null ? SILENCE : { reasoning: weigh(known), claims: [] };
  },
};

const triageOf = ({ triages }: SessionState, incident: string): Triage | null =>
  triages.find((one) => one.incident === incident) ?? null;

function weigh({ band, priority, confidence, terms, floors, ceilings, sensitivity }: Triage): string {
  const heaviest = [...terms].sort((a, b) => b.weight * b.value - a.weight * a.value).slice(0, 3);
  return sentences(
    `${band}, ${priority}, ${Math.round(confidence * 100)} % sure.`,
    heaviest.length === 0 ? null : `It weighs most by ${listed(heaviest.map(({ name, why }) => `${name} (${why})`))}.`,
    floors.length === 0 ? null : `${counted(floors.length, 'floor')} applied: ${listed(floors)}.`,
    ceilings.length === 0 ? null : `Capped by ${listed(ceilings)}.`,
    sensitivity,
  );
}
