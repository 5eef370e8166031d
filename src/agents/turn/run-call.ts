import { canonicalJson, sha256Of } from '../../domain/digest.ts';
import type { Fact, Signal } from '../../domain/fact.ts';
import type { CallId } from '../../domain/ids.ts';
import { callLabel } from '../../domain/labels.ts';
import type { ToolRequest } from '../../ports/brain.ts';
import type { Tool, ToolContext, ToolEffect, ToolResult } from '../../tools/tool.ts';
import type { Agent } from '../agent.ts';
import type { SessionPort } from '../session-port.ts';
import { ABORTED, abandon, orAborted } from './abort.ts';
import { type Memo, teaches } from './memo.ts';

/** What every call of one agent has in common. */
export interface Bench {
  readonly agent: Agent;
  readonly tools: readonly Tool[];
  readonly session: SessionPort;
  readonly lent: Pick<ToolContext, 'logs' | 'trades'>;
  readonly effects: readonly ToolEffect[];
  readonly memo: Memo;
  readonly signal: AbortSignal;
}

/** An answer as the brain gets it: canonical JSON. */
export interface Answer {
  readonly ok: boolean;
  readonly digest: string;
}

interface Admitted {
  readonly tool: Tool;
  readonly args: unknown;
}

/** Runs one call from `tool.called` to `tool.returned`, whatever happens in between. */
export async function runCall(request: ToolRequest, bench: Bench): Promise<Answer> {
  const { agent, session } = bench;
  const call = callLabel(session.state().calls.length + 1);
  const begun = session.clock.monotonic();
  await session.append([
    { type: 'tool.called', agent: agent.name, call, tool: request.name, args: recordOf(request.args) },
  ]);
  const result = await answer(request, call, bench);
  const digest = canonicalJson(result.digest);
  const { ok, summary, rows } = result;
  await session.append([{
    type: 'tool.returned', agent: agent.name, call, tool: request.name, ok, summary, rows,
    sha256: sha256Of(digest), milliseconds: Math.round(session.clock.monotonic() - begun),
  }]);
  return { ok, digest };
}

async function answer(request: ToolRequest, call: CallId, bench: Bench): Promise<ToolResult> {
  if (bench.signal.aborted) return refusal('aborted');
  const admitted = admit(request, bench);
  if ('refused' in admitted) return refusal(admitted.refused);
  const known = bench.memo.recall(admitted.tool, admitted.args);
  if (known !== null) {
    const { result } = known;
    return { ...result, summary: `same as ${known.call}, not run again: ${result.summary}` };
  }
  const result = await perform(admitted, bench);
  if (result.ok) bench.memo.keep(admitted.tool, admitted.args, { call, result });
  return result;
}

/** What a call must be before it may run. The default is to refuse. */
function admit(request: ToolRequest, { agent, tools, effects }: Bench): Admitted | { readonly refused: string } {
  const tool = tools.find((one) => one.name === request.name);
  if (tool === undefined) return { refused: `there is no tool ${request.name}` };
  if (!agent.areas.includes(tool.area)) return { refused: `${tool.name} is not for ${agent.name}` };
  if (!effects.includes(tool.effect)) return { refused: `${tool.name} would ${tool.effect}, which this session does not allow` };
  const parsed = tool.input.safeParse(request.args);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    return { refused: `bad arguments${where === '' ? '' : ` at ${where}`}: ${issue?.message ?? 'do not parse'}` };
  }
  return { tool, args: parsed.data };
}

async function perform({ tool, args }: Admitted, bench: Bench): Promise<ToolResult> {
  const { session, lent, signal } = bench;
  try {
    const run = tool.run(args, { state: () => session.state(), logs: lent.logs, trades: lent.trades, signal });
    return await follow(run, bench);
  } catch (trouble) {
    // A tool that throws is our defect: the session goes on without its answer, and says so.
    const what = trouble instanceof Error ? trouble.message : String(trouble);
    await session.append([{ type: 'trouble.met', where: tool.name, what }]);
    return refusal(`the tool failed: ${what}`);
  }
}

async function follow(run: AsyncGenerator<Fact | Signal, ToolResult>, bench: Bench): Promise<ToolResult> {
  for (;;) {
    const step = await orAborted(run.next(), bench.signal);
    if (step === ABORTED) {
      abandon(run);
      return refusal('aborted');
    }
    if (step.done === true) return step.value;
    if (isSignal(step.value)) {
      bench.session.signal(step.value);
      continue;
    }
    await bench.session.append([step.value]);
    if (teaches(step.value.type)) bench.memo.learn(1);
  }
}

const isSignal = (item: Fact | Signal): item is Signal => item.type === 'reasoning.delta' || item.type === 'progress';

export const refusal = (why: string): ToolResult => ({ ok: false, summary: why, rows: null, digest: { error: why } });

const recordOf = (args: unknown): Record<string, unknown> =>
  typeof args === 'object' && args !== null && !Array.isArray(args) ? { ...args } : { value: args };
