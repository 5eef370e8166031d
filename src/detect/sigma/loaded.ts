import type { EventKind } from '../../domain/event.ts';
import type { Sha256 } from '../../domain/ids.ts';
import type { Refusal, Rule } from './rule.ts';

/** Rules as one run has them. */
export interface LoadedRules {
  readonly rules: readonly Rule[];
  readonly refused: readonly Refusal[];
  /** Of everything read, so that a later run can tell whether it had the same. */
  readonly digest: Sha256;
}

/** Where rules are; they are read when there is something to ask them of. */
export interface RuleShelf {
  /** Kinds of events that make it worth reading them; null where they were asked for and are read at once. */
  readonly kinds: readonly EventKind[] | null;
  load(): Promise<LoadedRules>;
}

/** What the shipped rules are about. */
export const SHIPPED_KINDS: readonly EventKind[] = ['windows', 'process', 'file'];
