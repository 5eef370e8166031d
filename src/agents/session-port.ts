import type { Fact, Signal } from '../domain/fact.ts';
import type { SessionState } from '../domain/session-state.ts';
import type { Clock } from '../ports/clock.ts';

/** What agents may do to a session: read it and add to it. `append` resolves once the facts are in the journal. */
export interface SessionPort {
  /** As of the last appended fact. */
  state(): SessionState;
  append(facts: readonly Fact[]): Promise<void>;
  signal(signal: Signal): void;
  readonly clock: Clock;
}
