import type { Zone } from '../domain/log.ts';

/**
 * Turns what a record writes into epoch milliseconds, with the zone and clock offset of its source. `days` are days
 * since 1970-01-01 as `daysOf` gives them, `msOfDay` milliseconds since midnight. Every method remembers that it was
 * used, so that the zone of the source can be told: stated in the records, inferred, given or assumed.
 */
export interface LogClock {
  /** A local time without a zone. */
  local(days: number, msOfDay: number): number;
  /** A time with its zone written beside it, minutes east of UTC. */
  stated(days: number, msOfDay: number, minutesEast: number): number;
  epoch(milliseconds: number): number;
  /** A local time without a year (RFC 3164): month 1..12. Keeps count across New Year. */
  yearless(month: number, day: number, msOfDay: number): number;
}

/** What the clock came to be used for. */
export interface ClockNotes {
  readonly zone: Zone;
  readonly yearInferred: boolean;
}

export interface ClockSettings {
  /** Fixed minutes east of UTC, or an IANA name; null means UTC is assumed. */
  readonly zone: number | string | null;
  readonly how: 'given' | 'inferred' | 'assumed';
  /** Added to every time, milliseconds. */
  readonly offset: number;
  /** No record is later than this (change time of the file, or now), epoch milliseconds. */
  readonly anchor: number;
  /** Year of the first yearless record where it is known from the file's edges. */
  readonly firstYear: number | null;
}

const DAY = 86_400_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
/** Clocks run ahead: a record may be this much later than the anchor before its year is doubted. */
const AHEAD = 36 * HOUR;
/** A step back over at least this many months is New Year, not disorder. */
const NEW_YEAR_STEP = 6;

/** Days since 1970-01-01 of a proleptic Gregorian date, month 1..12 (Date.UTC is pure arithmetic). */
export const daysOf = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY;

/** The latest year in which this date is not after the anchor; 29 February only in leap years. */
export function yearBefore(anchor: number, month: number, day: number): number {
  let year = new Date(anchor + AHEAD).getUTCFullYear();
  while (Date.UTC(year, month - 1, day) > anchor + AHEAD) year -= 1;
  while (month === 2 && day === 29 && new Date(Date.UTC(year, 1, 29)).getUTCMonth() !== 1) year -= 1;
  return year;
}

export function openLogClock(settings: ClockSettings): LogClock & { notes(): ClockNotes } {
  const toUtc = zoneShift(settings.zone);
  const seen = { local: false, stated: null as number | null, mixed: false, yearless: false };
  let year = settings.firstYear;
  let lastMonth = 0;
  // Runs of records share their day: its number is worked out once.
  const known = { year: 0, month: 0, day: 0, days: 0 };
  const daysFor = (inYear: number, month: number, day: number): number => {
    if (known.day !== day || known.month !== month || known.year !== inYear) {
      Object.assign(known, { year: inYear, month, day, days: daysOf(inYear, month, day) });
    }
    return known.days;
  };

  const local = (days: number, msOfDay: number): number => {
    seen.local = true;
    return toUtc(days * DAY + msOfDay) + settings.offset;
  };
  const yearFor = (month: number, day: number): number => {
    if (month === lastMonth && year !== null) return year;
    year ??= yearBefore(settings.anchor, month, day);
    if (lastMonth - month >= NEW_YEAR_STEP) year += 1;
    else if (lastMonth > 0 && month - lastMonth >= NEW_YEAR_STEP) return year - 1;
    lastMonth = month;
    return year;
  };
  return {
    local,
    stated: (days, msOfDay, minutesEast) => {
      seen.mixed ||= seen.stated !== null && seen.stated !== minutesEast;
      seen.stated = minutesEast;
      return days * DAY + msOfDay - minutesEast * MINUTE + settings.offset;
    },
    epoch: (milliseconds) => {
      seen.stated ??= 0;
      return milliseconds + settings.offset;
    },
    yearless: (month, day, msOfDay) => {
      seen.yearless = true;
      return local(daysFor(yearFor(month, day), month, day), msOfDay);
    },
    notes: () => ({ zone: zoneNotes(settings, seen), yearInferred: seen.yearless }),
  };
}

function zoneNotes(settings: ClockSettings, seen: { local: boolean; stated: number | null; mixed: boolean }): Zone {
  if (!seen.local && seen.stated !== null) {
    return { name: seen.mixed ? 'several' : zoneName(seen.stated), how: 'stated' };
  }
  return { name: zoneName(settings.zone ?? 0), how: settings.how };
}

/** `UTC`, `+02:00` or the IANA name. */
export function zoneName(zone: number | string): string {
  if (typeof zone === 'string') return zone;
  if (zone === 0) return 'UTC';
  const minutes = Math.abs(zone);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${zone < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** From local milliseconds (as if they were UTC) to epoch milliseconds. */
function zoneShift(zone: number | string | null): (local: number) => number {
  if (typeof zone !== 'string') {
    const shift = (zone ?? 0) * MINUTE;
    return (local) => local - shift;
  }
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric',
    minute: 'numeric', second: 'numeric',
  });
  let hour = Number.NaN;
  let shift = 0;
  return (local) => {
    // An offset holds for a whole hour at least; formatting for each record would cost more than reading it.
    if (Math.floor(local / HOUR) !== hour) {
      hour = Math.floor(local / HOUR);
      shift = offsetAt(format, local - offsetAt(format, local));
    }
    return local - shift;
  };
}

function offsetAt(format: Intl.DateTimeFormat, epoch: number): number {
  const part = new Map(format.formatToParts(epoch).map(({ type, value }) => [type, Number(value)]));
  const field = (name: Intl.DateTimeFormatPartTypes): number => part.get(name) ?? 0;
  const local = Date.UTC(field('year'), field('month') - 1, field('day'), field('hour'), field('minute'),
    field('second'));
  return local - Math.floor(epoch / 1_000) * 1_000;
}

/** Reads `+02:00`, `-0530`, `UTC`, `Z` or an IANA name; null where it is none of them. */
export function parseZone(text: string): number | string | null {
  if (/^(?:z|utc|gmt)$/i.test(text)) return 0;
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(text);
  if (match) {
    const minutes = Number(match[2]) * 60 + Number(match[3]);
    if (minutes > 14 * 60 || Number(match[3]) > 59) return null;
    return match[1] === '-' ? -minutes : minutes;
  }
  return isZoneName(text) ? text : null;
}

function isZoneName(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: text });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
