import type { AuthEvent } from '../domain/event.ts';
import { DAY, HOUR } from './attempts.ts';

/** Clocks of two logs of one host may differ by a time zone that nobody told. */
const SAME_DAY = DAY + 2 * HOUR;
/** Services remembered: there are a dozen. */
const LIMIT = 64;

/**
 * A login is told by the service itself, and again by auditd, wtmp and btmp, which do not know the method. Such a
 * second-hand record counts only where the service's own log is silent for a day or missing: after it was wiped.
 */
export function openLoginWitness(): (event: AuthEvent) => AuthEvent {
  const own = new Map<string, { readonly log: number; time: number | null }>();
  return (event) => {
    if (event.action !== 'login' || !event.primary) return event;
    const known = own.get(event.service);
    if (event.method === null) return known && known.log !== event.log && isNear(known.time, event.time) ? { ...event, primary: false } : event;
    if (known?.log === event.log) known.time = event.time;
    else if (known || own.size < LIMIT) own.set(event.service, { log: event.log, time: event.time });
    return event;
  };
}

const isNear = (a: number | null, b: number | null): boolean => a === null || b === null || Math.abs(a - b) <= SAME_DAY;
