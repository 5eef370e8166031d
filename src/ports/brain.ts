import type { ClaimDraft } from '../domain/claim.ts';
import type { Refs } from '../domain/handoff.ts';
import type { SessionState } from '../domain/session-state.ts';

/** A tool as a brain may see it. */
export interface ToolFace {
  readonly name: string;
  readonly description: string;
  /** Its JSON schema; built when asked for, for only a model reads it. */
  input(): unknown;
}

export interface ToolRequest {
  /** The brain's own id of the call, given back with the result. */
  readonly ref: string;
  readonly name: string;
  readonly args: unknown;
}

/** What happened in one earlier turn of this agent: its calls and their results, in order. */
export interface Turn {
  readonly requests: readonly ToolRequest[];
  readonly results: readonly { readonly ref: string; readonly ok: boolean; readonly digest: string }[];
}

export type BrainEvent =
  | { readonly type: 'reasoning.delta'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'claims'; readonly claims: readonly ClaimDraft[] }
  | { readonly type: 'tool'; readonly request: ToolRequest }
  | { readonly type: 'handoff'; readonly to: string; readonly why: string; readonly refs: Refs }
  | {
      readonly type: 'message'; readonly to: string; readonly topic: string; readonly body: string;
      readonly refs: Refs;
    }
  /** Always the last. Tool requests are run only on `tools`. */
  | { readonly type: 'stop'; readonly reason: 'tools' | 'done' | 'failed' | 'refused'; readonly why: string };

export interface Thought {
  readonly agent: string;
  readonly charter: string;
  readonly tools: readonly ToolFace[];
  readonly state: SessionState;
  readonly turns: readonly Turn[];
}

/**
 * What thinks for an agent. Ends every stream with `stop`; never throws for model or network trouble (that is a
 * `stop` with `failed` or `refused`); stops soon after the signal aborts.
 */
export interface Brain {
  readonly name: string;
  think(thought: Thought, signal: AbortSignal): AsyncIterable<BrainEvent>;
}
