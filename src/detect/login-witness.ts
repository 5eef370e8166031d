import { openDetach } from '../domain/detach.ts';
import type { AuthEvent } from '../domain/event.ts';
import { DAY, HOUR } from './attempts.ts';
import { openKeyed } from './window.ts';

/** Clocks of two logs of one host may differ by a time zone that nobody told. */
const SAME_DAY = DAY + 2 * HOUR;
/** Sources remembered: more come only from a crowd that tries once. */
const SOURCES = 32_768;

interface Own {
  readonly source: string;
  readonly service: string;
  readonly log: number;
  time: number | null;
}

/**
 * A login is told by the service itself, and again by auditd, wtmp and btmp, which do not know the method. Such a
 * second-hand record counts only where the service's own log says nothing of that source within a day: where it is
 * missing, or the source was wiped out of it.
 */
export function openLoginWitness(): (event: AuthEvent) => AuthEvent {
  const detach = openDetach();
  const own = openKeyed<Own>(SOURCES, () => false);
  let last: Own | null = null;
  const note = (event: AuthEvent, source: string): void => {
    // The records of one attacker follow one another.
    const known = last?.source === source ? last : own.get(source);
    if (known?.service === event.service && known.log === event.log) {
      known.time = event.time;
      last = known;
      return;
    }
    last = { source: detach(source), service: event.service, log: event.log, time: event.time };
    own.set(last.source, last);
  };
  return (event) => {
    const { source } = event;
    if (event.action !== 'login' || !event.primary || source === null) return event;
    if (event.method !== null) {
      note(event, source);
      return event;
    }
    const known = own.get(source);
    const restated = known?.service === event.service && known.log !== event.log && isNear(known.time, event.time);
    return restated ? { ...event, primary: false } : event;
  };
}

const isNear = (a: number | null, b: number | null): boolean => a === null || b === null || Math.abs(a - b) <= SAME_DAY;
