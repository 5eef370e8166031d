import type { SessionPort } from '../agents/session-port.ts';
import type { Entry, Signal } from '../domain/fact.ts';
import type { SessionId } from '../domain/ids.ts';
import type { SessionState } from '../domain/session-state.ts';
import { EMPTY_STATE, evolve } from '../domain/session-state.ts';
import type { Clock } from '../ports/clock.ts';
import type { Head, Journal } from '../ports/journal.ts';

/** Who follows a session: told of each fact after it is in the journal, and of signals as they pass. */
export interface Watcher {
  fact(entry: Entry): void;
  /** `elapsedMs`: since the session was opened. */
  signal(signal: Signal, elapsedMs: number): void;
}

export interface Session extends SessionPort {
  readonly id: SessionId;
  head(): Head;
  /** All facts so far, those before this opening included. */
  entries(): readonly Entry[];
  close(): Promise<void>;
}

/** Opens a session over its journal; facts already there are folded first and told to nobody. */
export async function openSession(
  id: SessionId, journal: Journal, clock: Clock, watcher: Watcher,
): Promise<Session> {
  const opened = clock.monotonic();
  const before = await journal.read();
  let state: SessionState = before.entries.reduce((sum, { fact }) => evolve(sum, fact), EMPTY_STATE);
  let head = before.head;
  const entries: Entry[] = [...before.entries];
  // One append at a time: facts reach the watcher in the order of the journal.
  let queue: Promise<void> = Promise.resolve();
  const write = async (facts: Parameters<SessionPort['append']>[0]): Promise<void> => {
    const written = await journal.append(facts);
    if (!written.ok) throw new Error('an append without an expected head cannot conflict');
    head = written.head;
    entries.push(...written.entries);
    for (const entry of written.entries) {
      state = evolve(state, entry.fact);
      watcher.fact(entry);
    }
  };
  return {
    id, clock,
    state: () => state,
    head: () => head,
    entries: () => entries,
    append: (facts) => {
      const done = queue.then(() => write(facts));
      queue = done.catch(() => undefined);
      return done;
    },
    signal: (signal) => { watcher.signal(signal, clock.monotonic() - opened); },
    close: () => journal.close(),
  };
}
