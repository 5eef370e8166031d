import { canonicalJson } from '../../domain/digest.ts';
import type { FactType } from '../../domain/fact.ts';
import type { CallId } from '../../domain/ids.ts';
import type { Tool, ToolResult } from '../../tools/tool.ts';

/** Facts that say what was done, not what is known. */
const IDLE: ReadonlySet<FactType> = new Set<FactType>([
  'tool.called', 'tool.returned', 'agent.reasoned', 'agent.finished', 'trouble.met',
]);
export const teaches = (type: FactType): boolean => !IDLE.has(type);

interface Answered {
  readonly call: CallId;
  readonly result: ToolResult;
  readonly learnt: number;
}

/**
 * What tools have answered in this run of the session. An identical call is answered from here as long as nothing was
 * learnt since, and to the end where the tool says that its answers are steady.
 */
export interface Memo {
  learn(facts: number): void;
  /** How many facts were learnt so far. */
  learnt(): number;
  recall(tool: Tool, args: unknown): Answered | null;
  keep(tool: Tool, args: unknown, answer: Omit<Answered, 'learnt'>): void;
}

export function openMemo(): Memo {
  const answers = new Map<string, Answered>();
  let learnt = 0;
  const keyOf = (tool: Tool, args: unknown): string => `${tool.name} ${canonicalJson(args)}`;
  return {
    learn: (facts) => { learnt += facts; },
    learnt: () => learnt,
    recall: (tool, args) => {
      const known = answers.get(keyOf(tool, args));
      return known !== undefined && (tool.steady === true || known.learnt === learnt) ? known : null;
    },
    keep: (tool, args, answer) => { answers.set(keyOf(tool, args), { ...answer, learnt }); },
  };
}
