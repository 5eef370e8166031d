import * as z from 'zod';
import { incidentId } from '../domain/ids.ts';
import { buildSteps } from '../respond/steps.ts';
import { defineTool } from './tool.ts';

export const proposeSteps = defineTool({
  name: 'propose_steps',
  area: 'response',
  effect: 'propose',
  description: 'Proposes one ordered set of response steps for an incident, cheapest sufficient first, as text for a '
    + 'person to run. Proposing again replaces the set. Nothing is carried out.',
  input: z.object({ incident: incidentId }).strict(),
  async *run({ incident: id }, context) {
    const { incidents, findings, exposures } = context.state();
    const incident = incidents.find((one) => one.id === id);
    if (incident === undefined) {
      const known = incidents.map((one) => one.id).join(', ');
      return { ok: false, summary: `there is no incident ${id}`, rows: null, digest: { error: `no incident ${id}`, known } };
    }
    const steps = buildSteps({
      incident, findings: findings.filter((finding) => incident.findings.includes(finding.id)),
      exposure: exposures.findLast((one) => one.incident === id) ?? null,
      context: context.trades.context, thisHost: context.trades.host,
    });
    yield { type: 'steps.proposed', incident: id, steps: [...steps] };
    return { ok: true, summary: `${steps.length} steps for ${id}`, rows: steps.length, digest: { incident: id, steps } };
  },
});
