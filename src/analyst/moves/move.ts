import type { ClaimDraft } from '../../domain/claim.ts';
import type { Refs } from '../../domain/handoff.ts';
import type { SessionState } from '../../domain/session-state.ts';

export interface Call {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface Deed {
  /** The thought behind it, in plain prose: hypothesis, and what would speak against it. */
  readonly reasoning: string;
  readonly calls?: readonly Call[];
  readonly handoffs?: readonly { readonly to: string; readonly why: string; readonly refs: Refs }[];
  readonly messages?: readonly {
    readonly to: string; readonly topic: string; readonly body: string; readonly refs: Refs;
  }[];
}

export interface Saying {
  /** What came back, the innocent reading, and what remains unknown; empty when there is nothing to add. */
  readonly reasoning: string;
  readonly claims: readonly ClaimDraft[];
}

/** One way to investigate. It holds no state: what was played already is read from the session. */
export interface Move {
  readonly name: string;
  /** Whose move it is. */
  readonly agent: string;
  /** What it should still be played on, most telling first: ids, or one fixed word. Empty when it does not apply. */
  when(state: SessionState): readonly string[];
  act(state: SessionState, subject: string): Deed;
  /** After its calls have come back. */
  say(state: SessionState, subject: string): Saying;
}

export const SILENCE: Saying = { reasoning: '', claims: [] };
