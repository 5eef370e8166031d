import { canonicalJson } from '../domain/digest.ts';
import type { LineEvidence, QueryEvidence } from '../domain/evidence.ts';
import type { Finding } from '../domain/finding.ts';
import { severityRank } from '../domain/severity.ts';
import type { EvidenceId, IncidentId } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import type { SessionState } from '../domain/session-state.ts';
import { standsIn } from '../domain/stands-in.ts';
import type { Call } from './moves/move.ts';

/** Whether the call, with at least these arguments, came back well in this session. */
export const answered = (state: SessionState, { tool, args }: Call): number =>
  state.calls.filter((call) => call.tool === tool && call.result?.ok === true && hasArgs(call.args, args)).length;

/** The newest receipt of a search with exactly these arguments. */
export const receiptOf = (state: SessionState, { tool, args }: Call): QueryEvidence | null =>
  [...state.evidence.values()].findLast((one): one is QueryEvidence =>
    one.kind === 'query' && one.tool === tool && canonicalJson(one.args) === canonicalJson(args)) ?? null;

function hasArgs(have: Readonly<Record<string, unknown>>, wanted: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(wanted).every(([name, value]) => canonicalJson(have[name] ?? null) === canonicalJson(value));
}

export const findingOf = (state: SessionState, id: string): Finding | null =>
  state.findings.find((finding) => finding.id === id) ?? null;

export const incidentOf = (state: SessionState, id: string): Incident | null =>
  state.incidents.find((incident) => incident.id === id) ?? null;

export const linesOf = (state: SessionState, ids: readonly EvidenceId[]): readonly LineEvidence[] =>
  ids.map((id) => state.evidence.get(id)).filter((one) => one?.kind === 'line');

/** Cited lines in which this name stands, in order of time. */
export const linesAbout = (state: SessionState, name: string): readonly LineEvidence[] => [...state.evidence.values()]
  .filter((one): one is LineEvidence => one.kind === 'line' && standsIn(one.text, name))
  .sort((a, b) => timeOf(a) - timeOf(b) || a.lineNumber - b.lineNumber);

const timeOf = ({ time }: LineEvidence): number => (time === null ? Number.MAX_SAFE_INTEGER : Date.parse(time));

/** Findings this agent has made a claim about. */
export const isWeighed = (state: SessionState, agent: string, { id }: Finding): boolean =>
  state.claims.some((claim) => claim.agent === agent && claim.findings.includes(id));

/** Worst first, then those that came further, then earlier, then by id. */
export function mostTelling(findings: readonly Finding[]): readonly Finding[] {
  const reach: Record<Finding['progress'], number> = { action: 0, access: 1, 'cannot-tell': 2, attempt: 3 };
  return [...findings].sort((a, b) =>
    severityRank(a.severity) - severityRank(b.severity) || reach[a.progress] - reach[b.progress]
    || (a.first ?? Infinity) - (b.first ?? Infinity) || numberOf(a.id) - numberOf(b.id));
}

const numberOf = (id: string): number => Number(id.slice(1));

/** Incidents that were handed to this agent or asked about, in order of arrival. */
export function incidentsFor(state: SessionState, agent: string): readonly IncidentId[] {
  const refs = [...state.handoffs, ...state.messages].filter(({ to }) => to === agent);
  return [...new Set(refs.flatMap((one) => one.refs.incidents))];
}
