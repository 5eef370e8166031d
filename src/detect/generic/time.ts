import type { LogClock } from '../log-clock.ts';
import { daysOf } from '../log-clock.ts';

/** A time stands near the beginning of a line or it is not the time of the line. */
const PREFIX = 120;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

type ReadTime = (match: RegExpExecArray, clock: LogClock) => number | null;
interface Notation {
  readonly pattern: RegExp;
  readonly read: ReadTime;
}

const CLOCK = '(\\d{1,2}):(\\d\\d):(\\d\\d)(?:[.,:](\\d{1,9}))?';
const ZONE = '(?:\\s?(Z|UTC|GMT|[+-]\\d\\d:?\\d\\d)(?![\\d:]))?';

/** Notations in the order of how sure they are. Groups: date parts, then hour, minute, second, fraction, zone. */
const NOTATIONS: readonly Notation[] = [
  { pattern: new RegExp(`(?<!\\d)(\\d{4})[-/.](\\d\\d)[-/.](\\d\\d)[T _|-]\\s?${CLOCK}${ZONE}`, 'i'), read: dated(1, 2, 3) },
  { pattern: new RegExp(`(?<!\\d)(\\d{4}):(\\d\\d):(\\d\\d)-${CLOCK}`), read: dated(1, 2, 3) },
  { pattern: new RegExp(`(?<!\\d)(\\d{1,2})[-/ ]([a-z]{3,9})\\.?[-/ ](\\d{4})[: T]${CLOCK}${ZONE}`, 'i'), read: dated(3, 2, 1) },
  { pattern: /\b([a-z]{3}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))? (?:[A-Z]{3,4} )?(\d{4})(?!\d|:)/i, read: yearLast },
  { pattern: new RegExp(`\\b([a-z]{3}) {1,2}(\\d{1,2}),? (\\d{4}),? ${CLOCK}${ZONE}`, 'i'), read: dated(3, 1, 2) },
  { pattern: new RegExp(`\\b([a-z]{3})[ -]{1,2}(\\d{1,2})-(\\d\\d) ${CLOCK}`, 'i'), read: dated(3, 1, 2) },
  { pattern: new RegExp(`(?<!\\d)(\\d\\d)[-.](\\d\\d)[-.](\\d{4})[ T]\\s?${CLOCK}${ZONE}`, 'i'), read: dated(3, 2, 1) },
  { pattern: new RegExp(`(?<!\\d)(\\d\\d)/(\\d\\d)/(\\d{4})[ T,-]{1,3}${CLOCK}${ZONE}`, 'i'), read: slashed },
  { pattern: new RegExp(`\\b([a-z]{3}) {1,2}(\\d{1,2}) ${CLOCK}`, 'i'), read: yearless },
  { pattern: new RegExp(`^\\W{0,2}(\\d\\d)(\\d\\d)(\\d\\d) {1,2}${CLOCK}`), read: dated(1, 2, 3) },
  { pattern: new RegExp(`^\\W{0,2}(\\d{4})(\\d\\d)(\\d\\d)[- T]?${CLOCK}`), read: dated(1, 2, 3) },
  { pattern: /^\W{0,2}(1\d{9})(?:[.,](\d{1,9}))?(?!\d)/, read: (match, clock) => clock.epoch(Number(match[1]) * 1_000 + fraction(match[2])) },
  { pattern: /^\W{0,2}(1\d{12})(?!\d)/, read: (match, clock) => clock.epoch(Number(match[1])) },
  { pattern: /^@4[0-9a-f]{7}([0-9a-f]{8})([0-9a-f]{8})\b/, read: (match, clock) => clock.epoch(Number.parseInt(match[1] ?? '0', 16) * 1_000 - TAI_AHEAD + Math.floor(Number.parseInt(match[2] ?? '0', 16) / 1_000_000)) },
];
/** TAI64 labels run ten seconds ahead of the epoch by convention. */
const TAI_AHEAD = 10_000;

/** The time a line of unknown format writes near its beginning; null where there is none. */
export function timeIn(text: string, clock: LogClock): number | null {
  const prefix = text.slice(0, PREFIX);
  if (!/\d\d/.test(prefix)) return null;
  for (const { pattern, read } of NOTATIONS) {
    const match = pattern.exec(prefix);
    const time = match ? read(match, clock) : null;
    if (time !== null) return time;
  }
  return null;
}

/** Reads a date whose year, month and day stand in the given groups, and the clock in those after. */
function dated(yearAt: number, monthAt: number, dayAt: number): ReadTime {
  return (match, clock) => {
    const written = Number(match[yearAt]);
    return place(clock, {
      year: written < 100 ? 2_000 + written : written, month: monthOf(match[monthAt]), day: Number(match[dayAt]),
      msOfDay: msOfDay(match, 4), zone: match[8],
    });
  };
}

/** `01/12/2014` is American unless that cannot be. */
function slashed(match: RegExpExecArray, clock: LogClock): number | null {
  const [first, second] = [Number(match[1]), Number(match[2])];
  const [month, day] = first > 12 ? [second, first] : [first, second];
  return place(clock, { year: Number(match[3]), month, day, msOfDay: msOfDay(match, 4), zone: match[8] });
}

function yearLast(match: RegExpExecArray, clock: LogClock): number | null {
  return place(clock, {
    year: Number(match[7]), month: monthOf(match[1]), day: Number(match[2]), msOfDay: msOfDay(match, 3), zone: undefined,
  });
}

function yearless(match: RegExpExecArray, clock: LogClock): number | null {
  const [month, day, ms] = [monthOf(match[1]), Number(match[2]), msOfDay(match, 3)];
  return sane(month, day, ms) ? clock.yearless(month, day, ms) : null;
}

interface Written {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly msOfDay: number;
  readonly zone: string | undefined;
}

function place(clock: LogClock, { year, month, day, msOfDay: ms, zone }: Written): number | null {
  if (!sane(month, day, ms) || year < 1_970) return null;
  const days = daysOf(year, month, day);
  if (zone === undefined) return clock.local(days, ms);
  return clock.stated(days, ms, /^[+-]/.test(zone) ? minutesEast(zone) : 0);
}

function minutesEast(zone: string): number {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}

const sane = (month: number, day: number, ms: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= 31 && ms >= 0 && ms < 86_401_000;

function monthOf(written: string | undefined): number {
  const month = Number(written);
  return Number.isNaN(month) ? MONTHS.indexOf((written ?? '').slice(0, 3).toLowerCase()) + 1 : month;
}

const msOfDay = (match: RegExpExecArray, at: number): number =>
  ((Number(match[at]) * 60 + Number(match[at + 1])) * 60 + Number(match[at + 2])) * 1_000 + fraction(match[at + 3]);

const fraction = (digits: string | undefined): number => (digits === undefined ? 0 : Math.floor(Number(`0.${digits}`) * 1_000));

/** A time as a field of its own: ISO text, or epoch in seconds, milliseconds, microseconds or nanoseconds. */
export function timeOfField(value: unknown, clock: LogClock): number | null {
  if (typeof value === 'string') return timeIn(value, clock);
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 1e9) return null;
  if (value < 1e11) return clock.epoch(Math.floor(value * 1_000));
  if (value < 1e14) return clock.epoch(Math.floor(value));
  return clock.epoch(Math.floor(value < 1e17 ? value / 1e3 : value / 1e6));
}
