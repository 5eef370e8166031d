import { describe, expect, it } from 'vitest';
import type { Agent } from '../../src/agents/agent.ts';
import { agents } from '../../src/agents/index.ts';
import { openEmbeddedBrain } from '../../src/analyst/brain.ts';
import { moves } from '../../src/analyst/moves/index.ts';
import type { Brain } from '../../src/ports/brain.ts';
import { NO_REFS, type Refs } from '../../src/domain/handoff.ts';
import type { FactOf } from '../../src/domain/fact.ts';
import { identifyService } from '../../src/tools/identify-service.ts';
import { proposeSteps } from '../../src/tools/propose-steps.ts';
import { GUESSED } from '../support/case-file.ts';
import { fakeTools } from '../support/fake-tools.ts';
import { fakeTrades, memorySession, type MemorySession } from '../support/memory-session.ts';
import { runTeam } from '../support/run-team.ts';
import { by, call, scriptedBrain, stop } from '../support/scripted-brain.ts';

const tools = [...fakeTools({ lines: GUESSED.lines, findings: GUESSED.findings, incidents: [GUESSED.incident] }), identifyService, proposeSteps];
const STATUS = 'Package: openssh-server\nStatus: install ok installed\nVersion: 1:9.2p1-2+deb12u3\n';
const [TD = '', IR = '', VM = ''] = agents.map(({ name }) => name);
const of = <Type extends 'steps.proposed' | 'agent.finished' | 'trouble.met' | 'message.sent'>(session: MemorySession, type: Type) =>
  session.facts.filter((fact): fact is FactOf<Type> => fact.type === type);
const handoff = (to: string, refs: Refs = NO_REFS) => ({ type: 'handoff', to, why: 'yours', refs }) as const;
const message = (to: string) => ({ type: 'message', to, topic: 't', body: 'b', refs: NO_REFS }) as const;

describe('the orchestrator', () => {
  it('lets the first agent begin, wakes others by hand-off and message, and ends when all are idle', async () => {
    const brain = scriptedBrain([
      ...by(TD, [handoff(VM), handoff(IR), stop('done')]),
      ...by(IR, [message(VM), stop('done')]),
      ...by(VM, [message(IR), message(TD), stop('done')]),
      ...by(TD, [stop('done')]), ...by(IR, [{ type: 'reasoning', text: 'ok' }, stop('done')]),
    ]);
    const session = memorySession([{ type: 'verdict.given', verdict: { verdict: 'nothing-found', severity: null, gotIn: 'no-sign', headline: '', reasons: [] } }]);
    const { end } = await runTeam({ tools, brain }, session);
    brain.assertDone();
    expect(end.end).toBe('idle');
    expect(of(session, 'agent.finished').map(({ agent }) => agent)).toEqual([TD, IR, VM, TD, IR]);
  });

  it('takes a fourth agent as one more entry of the list', async () => {
    const hunter: Agent = { name: 'threat-hunting', mark: '■', charter: 'hunt', areas: ['logs'] };
    const brain = scriptedBrain([
      ...by(TD, [handoff(hunter.name), stop('done')]),
      ...by(hunter.name, [call('analyze_logs', {}), stop('tools')], [message(TD), stop('done')]),
      ...by(TD, [stop('done')]),
    ]);
    const session = memorySession([{ type: 'verdict.given', verdict: { verdict: 'nothing-found', severity: null, gotIn: 'no-sign', headline: '', reasons: [] } }]);
    await runTeam({ tools, brain, agents: [...agents, hunter] }, session);
    brain.assertDone();
    expect(session.state().calls).toMatchObject([{ agent: hunter.name, tool: 'analyze_logs', result: { ok: true } }]);
    expect(session.state().findings).toHaveLength(GUESSED.findings.length);
  });

  it('gives a fourth agent moves of its own in the embedded brain', async () => {
    const hunter: Agent = { name: 'threat-hunting', mark: '■', charter: 'hunt', areas: ['logs'] };
    const brain = openEmbeddedBrain([...moves, {
      name: 'hunt', agent: hunter.name, when: ({ handoffs }) => (handoffs.some(({ to }) => to === hunter.name) ? ['all'] : []),
      act: () => ({ reasoning: 'Hunting.' }), say: () => ({ reasoning: '', claims: [] }),
    }, {
      name: 'invite', agent: TD, when: ({ handoffs }) => (handoffs.some(({ to }) => to === hunter.name) ? [] : ['all']),
      act: () => ({ reasoning: '', handoffs: [{ to: hunter.name, why: 'hunt', refs: NO_REFS }] }), say: () => ({ reasoning: '', claims: [] }),
    }]);
    const { session } = await runTeam({ tools, brain, embedded: brain, agents: [...agents, hunter] });
    expect(session.facts).toContainEqual({ type: 'agent.reasoned', agent: hunter.name, text: 'Hunting.' });
  });

  it.each(['failed', 'refused'] as const)('goes on with the embedded brain when another has %s, says so, and ends with a full result', async (reason) => {
    const brain = scriptedBrain([
      ...by(TD, [call('analyze_logs', {}), stop('tools')], [stop(reason, 'cyber')]),
      ...by(IR, [stop(reason, 'again')]), ...by(VM, [stop(reason, 'and again')]),
    ], 'Claude');
    const { session, end } = await runTeam({ tools, brain });
    brain.assertDone();
    expect(end.end).toBe('idle');
    const verb = reason === 'refused' ? 'refused this step' : 'failed';
    expect(of(session, 'trouble.met')[0]).toMatchObject({ where: TD, what: `Claude ${verb} (cyber); the embedded analyst goes on.` });
    const { verdict, steps, reports } = session.state();
    expect([verdict?.verdict, [...steps.keys()], reports.length]).toEqual(['incident', ['I1'], 1]);
  });

  it('finishes the work of a brain that ended without a verdict or ran out of budget', async () => {
    const silent = scriptedBrain(by(TD, [stop('done')]), 'Claude');
    const { session } = await runTeam({ tools, brain: { name: silent.name, think: (thought, signal) => (thought.agent === TD ? silent : FAILING).think(thought, signal) } });
    expect(session.state().verdict?.verdict).toBe('incident');
    const looping: Brain = { name: 'Claude', async *think({ turns }) { yield call('search_events', { user: `u${turns.length}` }); yield stop('tools'); } };
    const { session: second } = await runTeam({ tools, brain: looping, budget: { turns: 5, calls: 5 } });
    expect(second.state().verdict?.verdict).toBe('incident');
    expect(of(second, 'trouble.met').map(({ what }) => what)).toEqual([
      'Claude stopped (5 turns are used up); the embedded analyst goes on.',
      'Claude has no budget left; the embedded analyst goes on.', 'Claude has no budget left; the embedded analyst goes on.',
    ]);
  });

  it('lets the answer about the attacked service change the plan', async () => {
    const here = await runTeam({ tools, lent: { logs: [], trades: fakeTrades({
      host: 'web7', files: { '/var/lib/dpkg/status': STATUS }, banners: { 22: 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n' },
    }) } });
    const away = await runTeam({ tools });
    const plans = [here, away].map(({ session }) => of(session, 'steps.proposed').map(({ steps }) => steps.map(({ what }) => what)));
    for (const [first, second] of plans) {
      expect(second).toEqual(expect.arrayContaining(first ?? []));
      expect(second).toHaveLength((first?.length ?? 0) + 1);
    }
    expect(plans[0]?.[1]).toContain('See what an update of openssh-server would bring');
    expect(plans[1]?.[1]).toContain('Read which version of ssh is installed there');
    expect(of(here.session, 'message.sent').at(-1)?.message.body)
      .toBe('ssh on web7 is openssh-server 1:9.2p1-2+deb12u3, read from dpkg and banner (X1).');
    expect(of(away.session, 'message.sent').at(-1)?.message.body).toBe('Not assessed (X1): the log is of web7, this is ws2.');
  });

  it('works without a receiver for its questions', async () => {
    const { session } = await runTeam({ tools, agents: agents.slice(0, 2) });
    expect(session.state().calls.at(-1)).toMatchObject({ agent: IR, tool: 'generate_report', result: { ok: true } });
    expect(session.state().reports).toHaveLength(1);
    expect([...session.state().steps.keys()]).toEqual(['I1']);
  });

  it('proposes nothing where nothing may be proposed', async () => {
    const { session } = await runTeam({ tools, effects: ['observe'] });
    expect(session.state().steps.size).toBe(0);
    expect(session.state().verdict?.verdict).toBe('incident');
    expect(session.state().reports).toHaveLength(0);
  });

  it('ends consistently wherever it is aborted, and goes on from there when run again', async () => {
    const { session: whole } = await runTeam({ tools });
    for (let at = 1; at < whole.facts.length; at += 3) {
      const abort = new AbortController();
      let seen = 0;
      const session = memorySession([], () => { if ((seen += 1) === at) abort.abort(); });
      expect((await runTeam({ tools, signal: abort.signal }, session)).end.end).toBe('aborted');
      expect(session.state().calls.every(({ result }) => result !== null)).toBe(true);
      const resumed = memorySession(session.facts);
      await runTeam({ tools }, resumed);
      expect(resumed.state().verdict?.verdict).toBe('incident');
      expect([...resumed.state().steps.keys()]).toEqual(['I1']);
      // A report whose call was cut off after it was written is written again under its name.
      expect(new Set(resumed.state().reports.map(({ name }) => name)).size).toBe(1);
    }
  });
});

const FAILING: Brain = { name: 'Claude', async *think() { yield stop('failed', 'gone'); } };
