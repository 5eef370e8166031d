import type { Event } from '../domain/event.ts';
import { DAY, MINUTE } from './attempts.ts';
import type { SourceRecord, SubnetRecord } from './ledger-records.ts';
import { sizeOf } from './tally.ts';
import { timeOf } from './trail.ts';
import { noteTime } from './window.ts';

/** Tries a person makes before asking for a new password; one more, close together, is guessing. */
const ATTEMPTS = 5;
const FAST_WINDOW = 10 * MINUTE;
/** Nobody takes themselves for so many people: fewer tries are guessing where each is at another account. */
const NAMES = 4;
/** Slow guessing keeps under bans of hours; nobody mistypes five times a week at a host they never get into. */
const SLOW_WINDOW = 7 * DAY;
/** Where somebody does get in from, mistyping adds up sooner. */
const SLOW_WINDOW_KNOWN = DAY;
/** Spread over months: no week shows it, the sum does. */
const PATIENT_ATTEMPTS = 10;
/** Who logged in from here before as the same user may mistype more often before it counts. */
const KNOWN_PERSON_ATTEMPTS = 10;

/** A subnet is shared by strangers, so it takes more tries, from more addresses, than one source does. */
const SUBNET_ATTEMPTS = 10;
const SUBNET_SOURCES = 3;
const SUBNET_WINDOW = DAY;
/** In ten minutes strangers do not coincide: fewer tries will do. */
const SUBNET_FAST_ATTEMPTS = 6;
const SUBNET_FAST_SOURCES = 4;

/** Notes that an event brought `fresh` attempts; how long the newest `size` took. */
function spanOf(times: number[], time: number, fresh: number, size: number): number {
  let span = Infinity;
  for (let left = Math.min(fresh, size); left > 0; left -= 1) span = noteTime(times, time, size);
  return span;
}

export function setSourcePace(source: SourceRecord, event: Event, fresh: number): void {
  const known = source.good.length > 0 && event.user !== null && source.good.includes(event.user);
  const needed = known ? KNOWN_PERSON_ATTEMPTS : ATTEMPTS;
  source.times ??= [];
  const span = spanOf(source.times, timeOf(event), fresh, needed);
  const slow = source.good.length > 0 ? SLOW_WINDOW_KNOWN : SLOW_WINDOW;
  if (span <= FAST_WINDOW || triesMany(source)) source.pace = 'fast';
  else if (span <= slow || source.attempts >= PATIENT_ATTEMPTS) source.pace = 'slow';
  else if (event.time === null && source.attempts >= needed) source.pace = 'slow';
}

/** The newest tries, as many as accounts: all of them within the window. */
function triesMany({ names, times, series, good }: SourceRecord): boolean {
  const [recent, last] = [times?.at(-NAMES) ?? NaN, times?.at(-1) ?? NaN];
  return good.length === 0 && series === NAMES && sizeOf(names) >= NAMES && last - recent <= FAST_WINDOW;
}

export function setSubnetPace(subnet: SubnetRecord, event: Event, fresh: number): void {
  const time = timeOf(event);
  subnet.times ??= [];
  const span = spanOf(subnet.times, time, fresh, SUBNET_ATTEMPTS);
  const { names, sightings } = subnet.few;
  const recent = subnet.times.at(-SUBNET_FAST_ATTEMPTS) ?? NaN;
  if (time - recent <= FAST_WINDOW && names >= SUBNET_FAST_SOURCES && sightings >= SUBNET_FAST_ATTEMPTS) subnet.pace = 'fast';
  else if (names < SUBNET_SOURCES || sightings < SUBNET_ATTEMPTS) return;
  else if (span <= SUBNET_WINDOW || event.time === null) subnet.pace = 'slow';
}
