import { openDetach } from '../domain/detach.ts';
import type { AuthEvent } from '../domain/event.ts';
import { DAY, HOUR } from './attempts.ts';
import { openKeyed } from './window.ts';

/** Clocks of two logs of one host may differ by a time zone that nobody told. */
const SAME_DAY = DAY + 2 * HOUR;
/** Sources remembered: more come only from a crowd that tries once. */
const SOURCES = 32_768;

/** Hosts remembered of a source; the last stands for those past it. */
const HOSTS = 16;

interface Own {
  readonly source: string;
  readonly host: string | null;
  readonly service: string;
  readonly log: number;
  time: number | null;
}

/**
 * A login is told by the service itself, and again by auditd, wtmp and btmp, which do not know the method. Such a
 * second-hand record counts only where the service's own log says nothing of that source within a day: where it is
 * missing, or the source was wiped out of it. The log of another host says nothing of it.
 */
export function openLoginWitness(): (event: AuthEvent) => AuthEvent {
  const detach = openDetach();
  const own = openKeyed<Own[]>(SOURCES, () => false);
  let last: Own | null = null;
  const note = (event: AuthEvent, source: string): void => {
    // The records of one attacker follow one another.
    if (last?.source === source && isOf(last, event)) {
      last.time = event.time;
      return;
    }
    const list = own.get(source) ?? [];
    const at = list.findIndex(({ host }) => host === event.host);
    const known = list[at];
    if (known && isOf(known, event)) {
      known.time = event.time;
      last = known;
      return;
    }
    last = { source: detach(source), host: event.host === null ? null : detach(event.host), service: event.service, log: event.log, time: event.time };
    if (known) list[at] = last;
    else if (list.length < HOSTS) list.push(last);
    else list[HOSTS - 1] = last;
    if (list.length === 1) own.set(last.source, list);
  };
  return (event) => {
    const { source } = event;
    if (event.action !== 'login' || !event.primary || source === null) return event;
    if (event.method !== null) {
      note(event, source);
      return event;
    }
    const restated = own.get(source)?.some((known) => known.service === event.service && known.log !== event.log
      && isSame(known.host, event.host) && isNear(known.time, event.time));
    return restated ? { ...event, primary: false } : event;
  };
}

const isOf = ({ host, service, log }: Own, event: AuthEvent): boolean => service === event.service && log === event.log && host === event.host;
const isSame = (a: string | null, b: string | null): boolean => a === null || b === null || a === b;
const isNear = (a: number | null, b: number | null): boolean => a === null || b === null || Math.abs(a - b) <= SAME_DAY;
