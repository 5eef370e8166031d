import { describe, expect, it } from 'vitest';
import { contextSchema } from '../../src/domain/context.ts';
import { factSchema } from '../../src/domain/fact.ts';
import type { KnownIncident } from '../../src/domain/knowledge.ts';
import { NO_KNOWLEDGE } from '../../src/domain/no-knowledge.ts';
import type { SessionState } from '../../src/domain/session-state.ts';
import { evolve } from '../../src/domain/session-state.ts';
import { correlateEvents } from '../../src/tools/correlate-events.ts';
import { triageIncident } from '../../src/tools/triage-incident.ts';
import { takeover } from '../support/findings.ts';
import { runTool, stateWith } from '../support/run-tool.ts';

const { findings, lines } = takeover();
async function correlated(): Promise<SessionState> {
  const start = stateWith({ findings, evidence: lines });
  return (await runTool(correlateEvents, {}, start)).facts.reduce(evolve, start);
}

describe('triage_incident', () => {
  it('writes down the weighing and answers with all of it', async () => {
    const { facts, result } = await runTool(triageIncident, { incident: 'I1' }, await correlated());
    expect(facts.map((fact) => factSchema.safeParse(fact).error)).toEqual([undefined]);
    expect(facts).toEqual([{ type: 'incident.triaged', triage: result.digest }]);
    expect(result).toMatchObject({
      ok: true, digest: {
        incident: 'I1', band: 'high', priority: 'P1',
        floors: ['successful login after guessing: at least 60', 'privileged account change by someone unknown: at least 60'],
      },
    });
  });
  it('knows what the asset is worth and what the analyst said before', async () => {
    const state = await correlated();
    const context = contextSchema.parse({ assets: [{ name: 'web7', criticality: 'crown-jewel' }] });
    const weighed = await runTool(triageIncident, { incident: 'I1' }, state, { context });
    expect(weighed.result.digest).toMatchObject({
      terms: expect.arrayContaining([expect.objectContaining({ name: 'asset', value: 1, why: 'web7 is crown-jewel' })]) as unknown,
    });
    const [incident] = state.incidents;
    if (!incident) throw new Error('the takeover makes an incident');
    const known: KnownIncident = {
      fingerprint: incident.fingerprint, incident, previous: null, sightings: [], state: 'closed', into: null,
      judged: 'false', reason: 'a drill', owner: null, notes: [], changed: [], findings: [],
    };
    const closed = { ...NO_KNOWLEDGE, incidents: [known] };
    const again = await runTool(triageIncident, { incident: 'I1' }, state, { knowledge: closed });
    expect(again.result.digest).toMatchObject({ band: 'informational', ceilings: ['confirmed benign by the analyst: at most 10'] });
  });
  it('names the incidents there are when asked for another', async () => {
    const { facts, result } = await runTool(triageIncident, { incident: 'I9' }, await correlated());
    expect([facts, result]).toEqual([[], { ok: false, summary: 'no incident I9: known are I1', rows: null, digest: { known: ['I1'] } }]);
  });
});
