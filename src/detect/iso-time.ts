import type { LogClock } from './log-clock.ts';
import { daysOf } from './log-clock.ts';

/** `2026-03-03T04:12:01.123456+01:00`, blank for `T`, comma for the point, zone optional. */
const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?/;
const LONGEST = 40;

export interface IsoTime {
  readonly time: number;
  /** How many characters were read. */
  readonly length: number;
}

/** Reads an ISO 8601 time at `start`; null where there is none. Without a zone it is a local time of the log. */
export function readIsoTime(text: string, start: number, clock: LogClock): IsoTime | null {
  const match = ISO.exec(text.slice(start, start + LONGEST));
  if (!match) return null;
  const part = (index: number): number => Number(match[index] ?? '0');
  if (part(2) < 1 || part(2) > 12 || part(3) < 1 || part(3) > 31 || part(4) > 23 || part(5) > 59 || part(6) > 60) {
    return null;
  }
  const days = daysOf(part(1), part(2), part(3));
  const fraction = match[7] === undefined ? 0 : Math.floor(Number(`0.${match[7]}`) * 1_000);
  const msOfDay = ((part(4) * 60 + part(5)) * 60 + part(6)) * 1_000 + fraction;
  const zone = match[8];
  const time = zone === undefined ? clock.local(days, msOfDay) : clock.stated(days, msOfDay, minutesEast(zone));
  return { time, length: match[0].length };
}

function minutesEast(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}
