import type { PriorIncident } from './fact.ts';
import type { Incident } from './incident.ts';
import type { Knowledge, KnownIncident } from './knowledge.ts';

/** A spray can come from thousands of addresses; these are enough to know an incident by. */
const SOURCES_TAKEN = 200;

/** The part of the knowledge store that tools may read: a session records it, and is run again with it. */
export interface PriorKnowledge {
  readonly incidents: readonly (Pick<KnownIncident, 'fingerprint' | 'state' | 'judged'> & {
    readonly incident: Pick<Incident, 'gotIn' | 'sources' | 'users' | 'hosts'>;
    readonly findings: readonly Pick<KnownIncident['findings'][number], 'fingerprint'>[];
    readonly sightings: readonly Pick<KnownIncident['sightings'][number], 'session'>[];
  })[];
}

/** What a session takes of the knowledge when it begins: incidents that may go on, and those an analyst has judged. */
export const takenFrom = ({ incidents }: Pick<Knowledge, 'incidents'>): PriorIncident[] => incidents
  .filter(({ state, judged }) => state === 'open' || judged !== null)
  .map(({ fingerprint, state, judged, incident: { gotIn, sources, users, hosts }, findings }) => ({
    fingerprint, state, judged, gotIn, sources: sources.slice(0, SOURCES_TAKEN), users, hosts,
    findings: findings.map((one) => one.fingerprint),
  }));

/** The same as tools read it. None of it was sighted in the session that took it. */
export const priorKnowledge = (taken: readonly PriorIncident[]): PriorKnowledge => ({
  incidents: taken.map(({ fingerprint, state, judged, findings, ...incident }) => ({
    fingerprint, state, judged, incident, findings: findings.map((one) => ({ fingerprint: one })), sightings: [],
  })),
});
