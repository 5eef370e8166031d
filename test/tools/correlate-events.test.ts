import { describe, expect, it } from 'vitest';
import type { Entry, Fact } from '../../src/domain/fact.ts';
import { factSchema } from '../../src/domain/fact.ts';
import { earlierIn } from '../../src/detect/correlate.ts';
import type { SessionId } from '../../src/domain/ids.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { Knowledge } from '../../src/domain/knowledge.ts';
import { NO_KNOWLEDGE } from '../../src/domain/no-knowledge.ts';
import { projectSession } from '../../src/domain/project.ts';
import type { SessionState } from '../../src/domain/session-state.ts';
import { evolve } from '../../src/domain/session-state.ts';
import { correlateEvents } from '../../src/tools/correlate-events.ts';
import { finding, takeover } from '../support/findings.ts';
import { runTool, stateWith } from '../support/run-tool.ts';

const { findings, lines } = takeover();
const stranger = finding(7, { sources: ['198.51.100.4'], count: 50 });
const taken = stateWith({ findings: [...findings, stranger], evidence: lines });
const told = (facts: readonly Fact[]): readonly string[] => facts.map(({ type }) => type);

describe('correlate_events', () => {
  it('raises the incident, the indicators of more than weather, and the verdict', async () => {
    const { facts, result } = await runTool(correlateEvents, {}, taken);
    expect(told(facts)).toEqual(['incident.raised', 'indicators.seen', 'verdict.given']);
    expect(facts.map((fact) => factSchema.safeParse(fact).error)).toEqual([undefined, undefined, undefined]);
    expect(facts[1]).toMatchObject({ indicators: [{ type: 'ipv4', value: '203.0.113.9', count: 287, matched: [] }] });
    expect(facts[2]).toMatchObject({
      verdict: {
        verdict: 'incident', severity: 'critical', gotIn: 'yes',
        headline: "web7: deploy's password guessed, root 15 s later, a backdoor left",
      },
    });
    expect(result).toMatchObject({
      ok: true, rows: 5, summary: '5 findings, 3 links, 1 incident: incident',
      digest: { incidents: [{ id: 'I1', findings: ['F1', 'F2', 'F3', 'F4'] }], weather: { count: 2, findings: ['F1', 'F7'] } },
    });
  });
  it('says nothing twice, and updates what goes on', async () => {
    const first = await runTool(correlateEvents, {}, taken);
    const after = first.facts.reduce<SessionState>(evolve, taken);
    expect((await runTool(correlateEvents, {}, after)).facts).toEqual([]);
    const more = finding(8, { category: 'execution', progress: 'action', severity: 'high', users: ['support'], from: 2_800 });
    const grown = evolve(after, { type: 'finding.raised', finding: more });
    expect(told((await runTool(correlateEvents, {}, grown)).facts)).toEqual(['incident.updated', 'verdict.given']);
  });
  it('lets an incident that was seen smaller before keep its fingerprint, and tells what changed', async () => {
    const seen = async (id: string, found: readonly Finding[], knowledge: Knowledge): Promise<Knowledge> => {
      const begun = factSchema.parse({
        type: 'session.started', session: id, version: '1', brain: 'b', host: 'desk', user: 'ana', now: 0,
        request: { command: 'triage', paths: ['a'], since: null, until: null, zone: null, clockOffset: 0, keepSources: false, context: null },
      });
      const { facts } = await runTool(correlateEvents, {}, evolve(stateWith({ findings: found, evidence: lines }), begun), { earlier: earlierIn(knowledge, id as SessionId) });
      const raised = found.map((one): Fact => ({ type: 'finding.raised', finding: one }));
      const entries = [begun, ...raised, ...facts].map((fact, seq): Entry => ({ v: 1, seq, at: seq, prev: '0'.repeat(64) as never, fact }));
      return projectSession(knowledge, entries, id);
    };
    const once = await seen('01J00000000000000000000001', findings, NO_KNOWLEDGE);
    const more = finding(8, { category: 'execution', progress: 'action', severity: 'high', users: ['support'], sources: ['203.0.113.77'], from: 2_800 });
    const twice = await seen('01J00000000000000000000002', [...findings, more], once);
    expect(twice.incidents.map(({ fingerprint, sightings }) => [fingerprint, sightings.length])).toEqual([[once.incidents[0]?.fingerprint, 2]]);
    expect(twice.incidents[0]?.changed).toEqual(expect.arrayContaining(['findings: 4 → 5', 'new source: 203.0.113.77']));
    const again = await seen('01J00000000000000000000003', [stranger, finding(9, {
      category: 'web-exploit', progress: 'access', severity: 'high', sources: ['192.0.2.8'], hosts: ['db1'],
    })], twice);
    expect(again.incidents).toHaveLength(2);
  });
  it('gives a verdict where nothing links', async () => {
    const { facts } = await runTool(correlateEvents, {}, stateWith({ findings: [stranger] }));
    expect(told(facts)).toEqual(['verdict.given']);
    expect(facts[0]).toMatchObject({ verdict: { verdict: 'suspicious', severity: 'low', gotIn: 'no-sign' } });
  });
  it('bounds what the brain gets', async () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      finding(index + 1, { category: 'web-exploit', severity: 'medium', sources: [`203.0.113.${index}`] }));
    const { facts, result } = await runTool(correlateEvents, {}, stateWith({ findings: many }));
    expect(facts.filter(({ type }) => type === 'incident.raised')).toHaveLength(60);
    expect(result.digest).toMatchObject({ moreIncidents: 50 });
    expect(JSON.stringify(result.digest).length).toBeLessThan(40_000);
  });
});
