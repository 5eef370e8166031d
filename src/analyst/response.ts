import type { Exposure } from '../domain/exposure.ts';
import type { Refs } from '../domain/handoff.ts';
import type { IncidentId } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import type { SessionState } from '../domain/session-state.ts';

/** What the agents of a response say to each other about one incident. */
export const EXPOSURE_TOPIC = 'exposure';

export const exposureOf = (state: SessionState, incident: string): Exposure | null =>
  state.exposures.findLast((exposure) => exposure.incident === incident) ?? null;

/** The answer `to` got about this incident, whoever gave it. */
export const answerTo = (state: SessionState, to: string, incident: string): string | null =>
  state.messages.findLast((message) =>
    message.to === to && message.topic === EXPOSURE_TOPIC && message.refs.incidents.some((id) => id === incident))?.body ?? null;

/** Who asked about this incident's exposure, first asker first. */
export const askersOf = (state: SessionState, asked: string, incident: string): readonly string[] => [...new Set(
  [...state.handoffs, ...state.messages]
    .filter(({ to, refs }) => to === asked && refs.incidents.some((id) => id === incident)).map(({ from }) => from),
)];

/** The host whose records show the incident; null where no record names one. */
export const attackedHost = (incident: Incident): string | null => incident.hosts[0] ?? null;

export const refsTo = (incident: IncidentId, evidence: Refs['evidence'] = []): Refs =>
  ({ findings: [], incidents: [incident], evidence: [...evidence] });
