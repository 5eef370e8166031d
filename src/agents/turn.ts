import type { ClaimDraft } from '../domain/claim.ts';
import type { Fact } from '../domain/fact.ts';
import type { FindingId } from '../domain/ids.ts';
import { claimLabel } from '../domain/labels.ts';
import type { Brain, BrainEvent, Thought, ToolFace, ToolRequest, Turn } from '../ports/brain.ts';
import { judgeClaim } from './grounding.ts';
import { ABORTED, abandon, orAborted } from './turn/abort.ts';
import { teaches } from './turn/memo.ts';
import { type Answer, type Bench, refusal, runCall } from './turn/run-call.ts';

/** Turns in a row that may teach nothing before the loop ends. */
const IDLE_TURNS = 3;

export interface Budget {
  readonly turns: number;
  readonly calls: number;
}

export interface TurnRun extends Bench {
  readonly brain: Brain;
  readonly budget: Budget;
  /** Names that a hand-off or a message may go to. */
  readonly receivers: readonly string[];
}

export type EndWord = 'done' | 'budget' | 'nothing-new' | 'aborted' | 'failed' | 'refused';
export interface TurnEnd {
  readonly end: EndWord;
  readonly why: string;
  readonly spent: Budget;
}

type Stop = Extract<BrainEvent, { type: 'stop' }>;
type Heard = { readonly requests: readonly ToolRequest[]; readonly stop: Stop } | typeof ABORTED;

/**
 * The one loop: ask the brain, append what it says, run the calls its stop reason allows, until it is done, out of
 * budget, aborted, or has learnt nothing for some turns. Every call that was recorded is answered on the record.
 */
export async function runTurns(run: TurnRun): Promise<TurnEnd> {
  const turns: Turn[] = [];
  let calls = 0;
  let idle = 0;
  const end = (word: EndWord, why: string): TurnEnd => ({ end: word, why, spent: { turns: turns.length, calls } });
  for (;;) {
    if (run.signal.aborted) return end('aborted', 'interrupted');
    if (turns.length >= run.budget.turns) return end('budget', `${run.budget.turns} turns are used up`);
    const before = run.memo.learnt();
    const heard = await listen(run, turns);
    if (heard === ABORTED) return end('aborted', 'interrupted');
    const { requests, stop } = heard;
    const pending = stop.reason === 'tools' ? requests : [];
    const answers = await answerAll(pending, run, run.budget.calls - calls);
    calls += pending.length;
    turns.push({ requests: pending, results: answers });
    if (stop.reason === 'failed' || stop.reason === 'refused') return end(stop.reason, stop.why);
    if (pending.length === 0) return end('done', stop.why);
    idle = run.memo.learnt() > before ? 0 : idle + 1;
    if (idle >= IDLE_TURNS) return end('nothing-new', `${IDLE_TURNS} turns taught nothing new`);
  }
}

async function answerAll(requests: readonly ToolRequest[], run: TurnRun, left: number): Promise<Turn['results']> {
  const results: { ref: string; ok: boolean; digest: string }[] = [];
  for (const [at, request] of requests.entries()) {
    const answer: Answer = at < left ? await runCall(request, run) : outOfCalls();
    results.push({ ref: request.ref, ...answer });
  }
  return results;
}

const outOfCalls = (): Answer => ({ ok: false, digest: JSON.stringify(refusal('the budget of calls is used up').digest) });

/** One answer of the brain, appended as it comes; ends at its `stop`. */
async function listen(run: TurnRun, turns: readonly Turn[]): Promise<Heard> {
  const stream = run.brain.think(thoughtOf(run, turns), run.signal)[Symbol.asyncIterator]();
  const requests: ToolRequest[] = [];
  let loose = '';
  for (;;) {
    const next = await orAborted(stream.next(), run.signal);
    if (next === ABORTED || next.done === true) {
      await keepLoose(loose, run);
      if (next === ABORTED) abandon(stream);
      return next === ABORTED ? ABORTED : { requests: [], stop: BROKEN_OFF };
    }
    const event = next.value;
    loose = event.type === 'reasoning.delta' ? loose + event.text : event.type === 'reasoning' ? '' : loose;
    if (event.type === 'tool') requests.push(event.request);
    if (event.type === 'stop') {
      await keepLoose(loose, run);
      abandon(stream);
      return { requests, stop: event };
    }
    await take(event, run);
  }
}

const BROKEN_OFF: Stop = { type: 'stop', reason: 'failed', why: 'the answer broke off' };

/** Reasoning that streamed past without its finished block is not lost. */
async function keepLoose(text: string, { agent, session }: TurnRun): Promise<void> {
  if (text.trim() !== '') await session.append([{ type: 'agent.reasoned', agent: agent.name, text: `${text} … (cut off)` }]);
}

function thoughtOf({ agent, tools, effects, session }: TurnRun, turns: readonly Turn[]): Thought {
  const faces = tools
    .filter((tool) => agent.areas.includes(tool.area) && effects.includes(tool.effect))
    .map(({ name, description, input }): ToolFace => ({ name, description, input: () => input.toJSONSchema() }));
  return { agent: agent.name, charter: agent.charter, tools: faces, state: session.state(), turns: [...turns] };
}

async function take(event: BrainEvent, run: TurnRun): Promise<void> {
  const from = run.agent.name;
  switch (event.type) {
    case 'reasoning.delta': return run.session.signal({ type: 'reasoning.delta', agent: from, text: event.text });
    case 'reasoning': return run.session.append([{ type: 'agent.reasoned', agent: from, text: event.text }]);
    case 'claims': return learn(run, event.claims.map((draft, at) => claimed(draft, at, run)));
    case 'handoff': return send(event.to, run, { type: 'handoff.made', handoff: { from, to: event.to, why: event.why, refs: event.refs } });
    case 'message': {
      const { to, topic, body, refs } = event;
      return send(to, run, { type: 'message.sent', message: { from, to, topic, body, refs } });
    }
    case 'tool':
    case 'stop': return;
    default: return event satisfies never;
  }
}

function claimed(draft: ClaimDraft, at: number, { agent, session, tools }: TurnRun): Fact {
  const state = session.state();
  const id = claimLabel(state.claims.length + at + 1);
  const findings: FindingId[] = [...new Set(draft.findings)];
  const evidence = [...new Set(draft.evidence)];
  return { type: 'claim.made', claim: { ...draft, findings, evidence, id, agent: agent.name, standing: judgeClaim(draft, state, tools) } };
}

async function send(to: string, run: TurnRun, fact: Fact): Promise<void> {
  if (to !== run.agent.name && run.receivers.includes(to)) return learn(run, [fact]);
  await run.session.append([{ type: 'trouble.met', where: run.agent.name, what: `there is nobody called ${to} to hand this to` }]);
}

async function learn(run: TurnRun, facts: readonly Fact[]): Promise<void> {
  if (facts.length > 0) await run.session.append(facts);
  run.memo.learn(facts.filter(({ type }) => teaches(type)).length);
}
