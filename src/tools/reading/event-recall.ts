import type { Detach } from '../../domain/detach.ts';
import { openDetach } from '../../domain/detach.ts';
import type { Event } from '../../domain/event.ts';
import type { LogRead } from '../../domain/log.ts';

/** Events kept: more would hold a large log in memory, and then a search reads the logs again. */
const LIMIT = 60_000;

/**
 * What a session remembers of its one full reading, so that a question about what succeeded or was done need not read
 * a million failures again. Everything but failed attempts and web traffic is kept, all of it or nothing: an answer
 * from here is the answer that reading again would give.
 */
export interface EventRecall {
  note(event: Event): void;
  /** The reading is complete: from now on it can be asked. */
  complete(reads: readonly LogRead[]): void;
  /** All kept events in order of time; null where the question could be about others, or too many were seen. */
  about(question: Told):
    { readonly events: readonly Event[]; readonly reads: readonly LogRead[] } | null;
}

interface Told {
  readonly kind?: string | undefined;
  readonly outcome?: string | undefined;
  readonly action?: string | undefined;
}

const isKept = ({ kind, outcome, action }: Told): boolean =>
  kind === 'privilege' || kind === 'account' || (kind === 'auth' && outcome === 'success' && action === 'login');

/** An event whose texts hold no chunk of the log in memory. */
function detached(event: Event, detach: Detach): Event {
  const copy = { ...event };
  const fields: Record<string, unknown> = copy;
  for (const name in copy) {
    const value = fields[name];
    if (typeof value === 'string') fields[name] = detach(value);
  }
  return copy;
}

export function openEventRecall(): EventRecall {
  let events: Event[] | null = [];
  let read: readonly LogRead[] | null = null;
  const detach = openDetach();
  return {
    note: (event) => {
      if (events === null || !isKept(event) || (event.kind === 'auth' && !event.primary)) return;
      events.push(detached(event, detach));
      if (events.length > LIMIT) events = null;
    },
    complete: (reads) => { read = reads; },
    about: (question) => {
      if (events === null || read === null || !isKept(question)) return null;
      return { events, reads: read };
    },
  };
}
