import type { Head } from '../domain/chain.ts';
import { encodeBatch, NO_HEAD, sameHead } from '../domain/chain.ts';
import type { Entry } from '../domain/fact.ts';
import { fail, ok } from '../domain/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Journal, Journals } from '../ports/journal.ts';

/** A journal that ends with the process: for runs that are not to be saved, and for running a session again. */
function memoryJournal(clock: Pick<Clock, 'now'>): Journal {
  const entries: Entry[] = [];
  let head: Head = NO_HEAD;
  return {
    append: (facts, expected) => {
      if (expected !== undefined && !sameHead(expected, head)) return Promise.resolve({ ok: false, conflict: head });
      const batch = encodeBatch(facts, clock.now(), head);
      entries.push(...batch.entries);
      head = batch.head;
      return Promise.resolve({ ok: true, entries: batch.entries, head });
    },
    read: () => Promise.resolve({ entries: [...entries], damage: [], head }),
    close: () => Promise.resolve(),
  };
}

export function memoryJournals(clock: Pick<Clock, 'now'>): Journals {
  const all = new Map<string, Journal>();
  const held = new Set<string>();
  const at = (name: string): Promise<Journal> => {
    const journal = all.get(name) ?? memoryJournal(clock);
    all.set(name, journal);
    return Promise.resolve(journal);
  };
  return {
    open: (session) => at(session),
    desk: () => at('desk'),
    list: () => Promise.resolve([]),
    hold: (session) => {
      if (held.has(session)) return Promise.resolve(fail('it is still running'));
      held.add(session);
      return Promise.resolve(ok(() => { held.delete(session); }));
    },
    size: () => Promise.resolve(0),
    remove: (session) => {
      all.delete(session);
      return Promise.resolve();
    },
  };
}
