import { monotonicFactory } from 'ulid';
import type { SessionId } from '../domain/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';

/** Monotonic: two made in the same millisecond still sort by age. */
export function ulidIds(clock: Pick<Clock, 'now'>): Ids {
  const next = monotonicFactory();
  // A ULID is by its definition what `sessionId` asks for.
  return { session: () => next(clock.now()) as SessionId };
}
