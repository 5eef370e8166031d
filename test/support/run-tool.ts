import { NO_CONTEXT } from '../../src/domain/no-context.ts';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { Fact } from '../../src/domain/fact.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { NO_KNOWLEDGE } from '../../src/domain/no-knowledge.ts';
import type { SessionState } from '../../src/domain/session-state.ts';
import { EMPTY_STATE } from '../../src/domain/session-state.ts';
import { openEventRecall } from '../../src/tools/reading/event-recall.ts';
import type { LogSource } from '../../src/ports/log-source.ts';
import type { Tool, ToolResult, Trades } from '../../src/tools/tool.ts';
import { DAWN, logInfo, logRead } from './findings.ts';

/** A session that read one log and knows these findings. */
export function stateWith(
  { findings = [], evidence = [] }: { readonly findings?: readonly Finding[]; readonly evidence?: readonly Evidence[] },
): SessionState {
  return {
    ...EMPTY_STATE, logs: [logInfo()], reads: [logRead()], findings,
    evidence: new Map(evidence.map((one) => [one.id, one])),
  };
}

const never = (what: string) => (): never => { throw new Error(`this tool is not expected to ${what}`); };

/** Trades of a tool that only reads the state: whatever reaches outside throws. */
const trades = (parts: Partial<Trades>): Trades => ({
  context: NO_CONTEXT, knowledge: NO_KNOWLEDGE, host: 'desk', now: DAWN,
  files: { readText: never('read files') },
  feeds: { load: never('load feeds') },
  net: { banner: never('open connections') },
  recall: openEventRecall(), saveReport: never('save reports'),
  ...parts,
});

export interface ToolRun {
  readonly facts: readonly Fact[];
  readonly result: ToolResult;
}

/** Runs a tool to its end against a state that does not change under it; its arguments go through its schema. */
export async function runTool(
  tool: Tool, args: unknown, state: SessionState, parts: Partial<Trades> & { readonly logs?: readonly LogSource[] } = {},
): Promise<ToolRun> {
  const facts: Fact[] = [];
  const running = tool.run(tool.input.parse(args), {
    state: () => state, logs: parts.logs ?? [], trades: trades(parts), signal: new AbortController().signal,
  });
  for (let step = await running.next(); ; step = await running.next()) {
    if (step.done === true) return { facts, result: step.value };
    if (step.value.type !== 'progress' && step.value.type !== 'reasoning.delta') facts.push(step.value);
  }
}
