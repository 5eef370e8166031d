import type { Claim } from '../domain/claim.ts';
import type { EvidenceId } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import { verdictOf } from '../domain/incident-verdict.ts';
import type { SessionState } from '../domain/session-state.ts';
import { canonicalPlace } from '../domain/within.ts';

/** The session as far as it is about one incident: nothing that belongs to another is left in it. */
export function narrowed(state: SessionState, incident: Incident): SessionState {
  const members = new Set<string>(incident.findings);
  const findings = state.findings.filter(({ id }) => members.has(id));
  const steps = state.steps.get(incident.id) ?? [];
  const triages = state.triages.filter((one) => one.incident === incident.id);
  const exposures = state.exposures.filter((one) =>
    (one.incident === null ? incident.hosts.includes(one.host) : one.incident === incident.id));
  const own = new Set<EvidenceId>([
    ...findings, ...incident.predicates, ...incident.links, ...incident.timeline, ...steps, ...exposures,
    ...triages.flatMap(({ terms }) => terms),
  ].flatMap(({ evidence }) => evidence));
  const claims = state.claims.filter((claim) => isAbout(claim, members, own));
  const cited = new Set([...own, ...claims.flatMap(({ evidence }) => evidence)]);
  const places = new Set([...incident.sources, ...findings.flatMap(({ sources }) => sources)].map(canonicalPlace));
  return {
    ...state, findings, exposures, claims, triages, incidents: [incident], verdict: verdictOf(incident), weather: null,
    indicators: state.indicators.filter(({ value }) => places.has(value)),
    steps: new Map([[incident.id, steps]]),
    evidence: new Map([...state.evidence].filter(([id]) => cited.has(id))),
  };
}

/** By the findings it names, all of them; one that names none, by the lines it rests on. */
function isAbout(claim: Claim, members: ReadonlySet<string>, own: ReadonlySet<EvidenceId>): boolean {
  return claim.findings.length > 0 ? claim.findings.every((id) => members.has(id))
    : claim.evidence.length > 0 && claim.evidence.every((id) => own.has(id));
}
