import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import type { Agent } from '../../src/agents/agent.ts';
import { runTurns, type TurnRun } from '../../src/agents/turn.ts';
import { openMemo } from '../../src/agents/turn/memo.ts';
import { claim, text } from '../../src/analyst/wording.ts';
import { canonicalJson, sha256Of } from '../../src/domain/digest.ts';
import type { EvidenceId } from '../../src/domain/ids.ts';
import { NO_REFS } from '../../src/domain/handoff.ts';
import { defineTool, type Tool } from '../../src/tools/tool.ts';
import { GUESSED } from '../support/case-file.ts';
import { fakeTrades, memorySession, type MemorySession } from '../support/memory-session.ts';
import { by, call, scriptedBrain, type ScriptLine, stop } from '../support/scripted-brain.ts';

const agent: Agent = { name: 'tester', mark: '◆', charter: 'test', areas: ['logs'] };
const shape = { area: 'logs', effect: 'observe', description: '', steady: true } as const;

const read = defineTool({
  ...shape, name: 'read', input: z.object({ what: z.string().default('all') }).strict(),
  async *run({ what }, context) {
    yield { type: 'progress', what, bytes: 1, total: null, lines: 1 };
    if (context.state().evidence.size === 0) yield { type: 'evidence.minted', evidence: [...GUESSED.lines] };
    return { ok: true, summary: `read ${what}`, rows: 5, digest: { b: 1, a: what } };
  },
});
const nothing = defineTool({
  ...shape, name: 'nothing', input: z.object({ n: z.number() }).strict(),
  async *run({ n }) {
    yield* [];
    return { ok: true, summary: `nothing ${n}`, rows: 0, digest: {} };
  },
});
const broken = defineTool({
  ...shape, name: 'broken', input: z.object({}),
  async *run() {
    yield* [];
    throw new Error('disk on fire');
  },
});
const foreign = defineTool({ ...nothing, name: 'foreign', area: 'response' });
const proposing = defineTool({ ...nothing, name: 'proposing', effect: 'propose' });
const hanging = defineTool({
  ...shape, name: 'hanging', input: z.object({}),
  async *run() {
    yield* [];
    return new Promise<never>(() => undefined);
  },
});
const tools: readonly Tool[] = [read, nothing, broken, foreign, proposing, hanging];

async function play(script: readonly ScriptLine[], more: Partial<TurnRun> = {}, session: MemorySession = memorySession()) {
  const brain = scriptedBrain(script);
  const end = await runTurns({
    agent, brain, tools, session, lent: { logs: [], trades: fakeTrades() }, effects: ['observe'], memo: openMemo(),
    signal: new AbortController().signal, budget: { turns: 20, calls: 20 }, receivers: ['tester', 'other'], ...more,
  });
  brain.assertDone();
  return { end, session, brain };
}
const returned = ({ facts }: MemorySession) => facts.filter((fact) => fact.type === 'tool.returned');

describe('the turn loop', () => {
  it('appends reasoning, grounded claims, the call, what it found and its result, in that order', async () => {
    const { session, end, brain } = await play(by('tester',
      [{ type: 'reasoning.delta', text: 'Read ' }, { type: 'reasoning', text: 'Read all.' }, call('read', {}), stop('tools')],
      [{ type: 'claims', claims: [
        claim('happened', 'A login of {user}.', { user: text('deploy') }, { evidence: ['E3' as EvidenceId] }),
        claim('happened', 'A login of {user}.', { user: text('ghost') }, { evidence: ['E3' as EvidenceId] }),
      ] }, { type: 'handoff', to: 'other', why: 'yours', refs: NO_REFS }, stop('done', 'all said')],
    ));
    expect(end).toEqual({ end: 'done', why: 'all said', spent: { turns: 2, calls: 1 } });
    expect(session.signals.map(({ type }) => type)).toEqual(['reasoning.delta', 'progress']);
    expect(session.facts.map((fact) => fact.type)).toEqual([
      'agent.reasoned', 'tool.called', 'evidence.minted', 'tool.returned', 'claim.made', 'claim.made', 'handoff.made',
    ]);
    expect(session.facts.at(1)).toEqual({ type: 'tool.called', agent: 'tester', call: 'T1', tool: 'read', args: {} });
    expect(session.facts.at(3)).toMatchObject({ ok: true, rows: 5, sha256: sha256Of('{"a":"all","b":1}') });
    expect(session.state().claims.map(({ id, standing }) => [id, standing.state])).toEqual([['C1', 'supported'], ['C2', 'unsupported']]);
    expect(brain.asked[1]?.turns).toEqual([
      { requests: [{ ref: 'r1', name: 'read', args: {} }], results: [{ ref: 'r1', ok: true, digest: '{"a":"all","b":1}' }] },
    ]);
  });

  it('shows a brain only the tools its agent may use, with their JSON schema', async () => {
    const { brain } = await play(by('tester', [stop('done')]));
    expect(brain.asked[0]?.tools.map(({ name }) => name)).toEqual(['read', 'nothing', 'broken', 'hanging']);
    expect(brain.asked[0]?.tools[1]?.input()).toMatchObject({ type: 'object', required: ['n'] });
  });

  it('refuses what may not run, as ordinary results that are on the record', async () => {
    const { session } = await play(by('tester', [
      call('missing', 7), call('nothing', { n: 'x' }), call('nothing', { n: 1, more: 2 }), call('foreign', { n: 1 }),
      call('proposing', { n: 1 }), call('broken', {}), stop('tools'),
    ], [stop('done')]));
    expect(returned(session).map(({ ok, summary }) => [ok, summary])).toEqual([
      [false, 'there is no tool missing'],
      [false, expect.stringMatching(/^bad arguments at n: /)],
      [false, expect.stringMatching(/^bad arguments: /)],
      [false, 'foreign is not for tester'],
      [false, 'proposing would propose, which this session does not allow'],
      [false, 'the tool failed: disk on fire'],
    ]);
    expect(session.facts.at(0)).toMatchObject({ type: 'tool.called', args: { value: 7 } });
    expect(session.state().troubles).toEqual([expect.objectContaining({ where: 'broken', what: 'disk on fire' })]);
  });

  it.each(['done', 'failed', 'refused'] as const)('runs no call when the brain stopped as %s', async (reason) => {
    const { session, end } = await play(by('tester', [call('read', {}), stop(reason, 'so')]));
    expect([end.end, session.facts]).toEqual([reason, []]);
  });

  it('takes an answer that breaks off for a failure and keeps the reasoning that streamed past', async () => {
    const { session, end } = await play(by('tester', [{ type: 'reasoning.delta', text: 'Half a tho' }, call('read', {})]));
    expect(end).toMatchObject({ end: 'failed', why: 'the answer broke off' });
    expect(session.facts).toEqual([{ type: 'agent.reasoned', agent: 'tester', text: 'Half a tho … (cut off)' }]);
  });

  it('answers an identical call from what is known, and says so', async () => {
    const { session, brain } = await play(by('tester',
      [call('read', { what: 'x' }), stop('tools')], [call('read', { what: 'x' }), stop('tools')], [stop('done')]));
    expect(returned(session).map(({ summary }) => summary)).toEqual(['read x', 'same as T1, not run again: read x']);
    expect(session.facts.filter(({ type }) => type === 'evidence.minted')).toHaveLength(1);
    expect(brain.asked[2]?.turns[1]?.results).toEqual(brain.asked[2]?.turns[0]?.results);
  });

  it('stops after three turns that taught nothing new', async () => {
    const idle = [1, 2, 3].map((n) => [call('nothing', { n }), stop('tools')] as const);
    const { end } = await play(by('tester', [call('read', {}), stop('tools')], ...idle));
    expect(end).toMatchObject({ end: 'nothing-new', spent: { turns: 4, calls: 4 } });
  });

  it('stops at its budget of turns, and refuses calls beyond its budget of calls', async () => {
    const { end, session, brain } = await play(by('tester',
      [call('nothing', { n: 1 }, 'a'), call('nothing', { n: 2 }, 'b'), stop('tools')], [stop('tools')]), { budget: { turns: 2, calls: 1 } });
    expect(end.end).toBe('done');
    expect(returned(session)).toHaveLength(1);
    expect(brain.asked[1]?.turns[0]?.results[1]).toEqual({ ref: 'b', ok: false, digest: canonicalJson({ error: 'the budget of calls is used up' }) });
    const one = await play(by('tester', [call('nothing', { n: 1 }), stop('tools')]), { budget: { turns: 1, calls: 9 } });
    expect(one.end.end).toBe('budget');
  });

  it('sends nothing to somebody who is not there, nor to itself', async () => {
    const { session } = await play(by('tester', [
      { type: 'message', to: 'ghost', topic: 't', body: 'b', refs: NO_REFS }, { type: 'handoff', to: 'tester', why: 'w', refs: NO_REFS }, stop('done'),
    ]));
    expect(session.facts.map(({ type }) => type)).toEqual(['trouble.met', 'trouble.met']);
  });

  it('answers every recorded call when it is aborted, at whichever fact the abort comes', async () => {
    const script = by('tester',
      [{ type: 'reasoning.delta', text: 'a' }, { type: 'reasoning', text: 'a' }, call('read', {}), call('nothing', { n: 1 }, 'r2'), stop('tools')],
      [call('hanging', {}), call('nothing', { n: 2 }, 'r4'), stop('tools')]);
    for (let at = 1; at <= 7; at += 1) {
      const abort = new AbortController();
      let seen = 0;
      const session = memorySession([], () => { if ((seen += 1) === at) abort.abort(); });
      const brain = scriptedBrain(script);
      const end = await runTurns({
        agent, brain, tools, session, lent: { logs: [], trades: fakeTrades() }, effects: ['observe'], memo: openMemo(),
        signal: abort.signal, budget: { turns: 9, calls: 9 }, receivers: [],
      });
      expect(end.end).toBe('aborted');
      expect(session.state().calls.every(({ result }) => result !== null)).toBe(true);
    }
  });

  it('does not wait for a tool or a brain that ignores the abort', async () => {
    const abort = new AbortController();
    const session = memorySession([], (fact) => { if (fact.type === 'tool.called') setImmediate(() => { abort.abort(); }); });
    const { end } = await play(by('tester', [call('hanging', {}), stop('tools')]), { signal: abort.signal }, session);
    expect(end.end).toBe('aborted');
    expect(returned(session)).toMatchObject([{ ok: false, summary: 'aborted' }]);
    const deaf = new AbortController();
    const waiting = runTurns({
      agent, tools, session: memorySession(), lent: { logs: [], trades: fakeTrades() }, effects: [], memo: openMemo(), receivers: [],
      brain: { name: 'deaf', async *think() { await new Promise<never>(() => undefined); yield stop('done'); } },
      signal: deaf.signal, budget: { turns: 9, calls: 9 },
    });
    deaf.abort();
    expect((await waiting).end).toBe('aborted');
  });
});
