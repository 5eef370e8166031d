import { committed, encodeBatch, NOTHING_COMMITTED, sameHead } from '../../src/domain/chain.ts';
import type { SessionId } from '../../src/domain/ids.ts';
import { decodeJournal } from '../../src/domain/journal-codec.ts';
import { fail, ok } from '../../src/domain/result.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Journal, Journals } from '../../src/ports/journal.ts';

/** Bytes of a journal, kept where several openings of it and a test can reach them. */
export interface JournalBytes {
  bytes: Buffer;
}

function memoryJournal(clock: Pick<Clock, 'now'>, kept: JournalBytes = { bytes: Buffer.alloc(0) }): Journal {
  let closed = false;
  return {
    append: async (facts, expected) => {
      if (closed) throw new Error('this journal was closed');
      const now = committed(kept.bytes, NOTHING_COMMITTED);
      kept.bytes = kept.bytes.subarray(0, now.bytes);
      if (expected !== undefined && !sameHead(expected, now.head)) return { ok: false, conflict: now.head };
      const batch = encodeBatch(facts, clock.now(), now.head);
      kept.bytes = Buffer.concat([kept.bytes, batch.bytes]);
      return { ok: true, entries: batch.entries, head: batch.head };
    },
    read: async () => decodeJournal(kept.bytes),
    close: async () => {
      closed = true;
    },
  };
}

export interface MemoryJournals extends Journals {
  /** What is kept of a session, to damage it. */
  bytesOf(session: SessionId): JournalBytes;
}

export function memoryJournals(clock: Pick<Clock, 'now'>): MemoryJournals {
  const sessions = new Map<SessionId, JournalBytes>();
  const held = new Set<SessionId>();
  const deskBytes: JournalBytes = { bytes: Buffer.alloc(0) };
  const bytesOf = (session: SessionId): JournalBytes => {
    const kept = sessions.get(session) ?? { bytes: Buffer.alloc(0) };
    sessions.set(session, kept);
    return kept;
  };
  const has = (session: SessionId): boolean => (sessions.get(session)?.bytes.length ?? 0) > 0;
  return {
    open: async (session) => memoryJournal(clock, bytesOf(session)),
    desk: async () => memoryJournal(clock, deskBytes),
    list: async () => [...sessions.keys()].filter(has).sort(),
    hold: async (session) => {
      if (held.has(session)) return fail('it is still running');
      held.add(session);
      return ok(() => { held.delete(session); });
    },
    size: async (session) => sessions.get(session)?.bytes.length ?? 0,
    remove: async (session) => {
      sessions.delete(session);
    },
    bytesOf,
  };
}
