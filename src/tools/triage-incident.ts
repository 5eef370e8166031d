import * as z from 'zod';
import { incidentId } from '../domain/ids.ts';
import type { Incident } from '../domain/incident.ts';
import type { PriorKnowledge } from '../domain/prior-knowledge.ts';
import type { SessionState } from '../domain/session-state.ts';
import { triage } from '../respond/triage.ts';
import type { ToolResult } from './tool.ts';
import { defineTool } from './tool.ts';

export const triageIncident = defineTool({
  name: 'triage_incident',
  area: 'response',
  effect: 'observe',
  description: 'Weighs one incident: impact and confidence apart, every term with its reason and evidence, the floors '
    + 'and ceilings that applied, the priority, and the missing fact that would change it most.',
  input: z.object({ incident: incidentId }).strict(),
  async *run({ incident: id }, context) {
    const { context: known, knowledge } = context.trades;
    const now = context.state();
    const incident = now.incidents.find((one) => one.id === id);
    if (!incident) return unknownIncident(id, now);
    const triaged = triage({
      incident, members: now.findings.filter((finding) => incident.findings.includes(finding.id)),
      context: known, recordsEnd: endOf(now), judged: judgedBefore(incident, knowledge),
      // No list of exploited weaknesses is shipped yet.
      knownExploited: new Set(),
    });
    yield { type: 'incident.triaged', triage: triaged };
    const { band, priority, score, impact, confidence } = triaged;
    const summary = `${id}: ${band}, ${priority} (score ${score}, impact ${impact}, confidence ${confidence})`;
    return { ok: true, summary, rows: triaged.terms.length, digest: triaged };
  },
});

function unknownIncident(id: string, { incidents }: SessionState): ToolResult {
  const known = incidents.map((one) => one.id);
  return {
    ok: false, summary: `no incident ${id}: ${known.length === 0 ? 'none is known' : `known are ${known.join(', ')}`}`,
    rows: null, digest: { known },
  };
}

function endOf({ reads }: SessionState): number | null {
  const ends = reads.flatMap(({ to }) => to ?? []);
  return ends.length === 0 ? null : ends.reduce((a, b) => Math.max(a, b));
}

const judgedBefore = ({ fingerprint }: Incident, { incidents }: PriorKnowledge) =>
  incidents.find((one) => one.fingerprint === fingerprint)?.judged ?? null;
