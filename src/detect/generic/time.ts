import type { LogClock } from '../log-clock.ts';
import { daysOf } from '../log-clock.ts';

/** A time stands near the beginning of a line or it is not the time of the line. */
const PREFIX = 120;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** TAI64 labels run ten seconds ahead of the epoch by convention. */
const TAI_AHEAD = 10_000;
/** A two-digit year is one of this century. */
const CENTURY = 2_000;
const NOON = 43_200_000;

type Groups = Readonly<Record<string, string | undefined>>;
type ReadTime = (groups: Groups, clock: LogClock) => number | null;
interface Notation {
  readonly pattern: RegExp;
  readonly read: ReadTime;
}

const CLOCK = String.raw`(?<h>\d{1,2}):(?<m>\d\d):(?<s>\d\d)(?:[.,:](?<f>\d{1,9}))?(?:\s?(?<half>[AP]M)(?![A-Za-z]))?`;
/** Beside a whole date, seconds may be left out. */
const LOOSE = String.raw`(?<h>\d{1,2}):(?<m>\d\d)(?::(?<s>\d\d)(?:[.,:](?<f>\d{1,9}))?)?(?:\s?(?<half>[AP]M)(?![A-Za-z]))?`;
const ZONE = String.raw`(?:\s?(?<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)(?![\d:]))?`;
const NAME = String.raw`(?<mon>[A-Za-z]{3,9})\.?`;

/** Notations in the order of how sure they are. */
const NOTATIONS: readonly Notation[] = [
  { pattern: new RegExp(String.raw`(?<!\d)(?<y>\d{4})[-/.](?<mon>\d\d)[-/.](?<d>\d\d)(?:[T _|,;-]\s?| - )${LOOSE}${ZONE}`), read: dated },
  { pattern: new RegExp(String.raw`(?<!\d)(?<y>\d{4})-(?<mon>\d\d)-(?<d>\d\d)\t${CLOCK}`), read: dated },
  { pattern: new RegExp(String.raw`(?<!\d)(?<y>\d{4}):(?<mon>\d\d):(?<d>\d\d)-${CLOCK}`), read: dated },
  { pattern: new RegExp(String.raw`(?<!\d)(?<d>\d{1,2})[-/ ]${NAME}[-/ ](?<y>\d{4})[: T,]\s?${CLOCK}${ZONE}`), read: dated },
  { pattern: /\b(?<mon>[A-Za-z]{3}) {1,2}(?<d>\d{1,2}) (?<h>\d\d):(?<m>\d\d):(?<s>\d\d)(?:\.(?<f>\d{1,9}))? (?:[A-Z]{3,4} )?(?<y>\d{4})(?!\d|:)/, read: dated },
  { pattern: new RegExp(String.raw`\b${NAME} {1,2}(?<d>\d{1,2}),? (?<y>\d{4}),? (?:at )?${LOOSE}${ZONE}`), read: dated },
  { pattern: new RegExp(String.raw`\b(?<mon>[A-Za-z]{3})[ -]{1,2}(?<d>\d{1,2})-(?<y>\d\d) ${CLOCK}`), read: dated },
  { pattern: new RegExp(String.raw`(?<!\d)(?<d>\d\d)[-.](?<mon>\d\d)[-.](?<y>\d{4})[ T,]\s?${CLOCK}${ZONE}`), read: dated },
  { pattern: new RegExp(String.raw`(?<![\d/])(?<first>\d{1,2})/(?<second>\d{1,2})/(?<y>\d{4}|\d\d)[ T,-]{1,3}${LOOSE}${ZONE}`), read: slashed },
  { pattern: new RegExp(String.raw`\b(?<mon>[A-Za-z]{3}) {1,2}(?<d>\d{1,2}) ${CLOCK}`), read: yearless },
  { pattern: new RegExp(String.raw`^\W{0,2}(?<y>\d\d)(?<mon>\d\d)(?<d>\d\d) {1,2}${CLOCK}`), read: dated },
  { pattern: new RegExp(String.raw`^\W{0,2}(?<y>\d{4})(?<mon>\d\d)(?<d>\d\d)[- T]?${CLOCK}`), read: dated },
  { pattern: /^\W{0,6}(?:\d{1,8}:)?(?<y>20\d\d)(?<mon>[01]\d)(?<d>[0-3]\d)[:_-]?(?<h>[0-2]\d)(?<m>[0-5]\d)(?<s>[0-6]\d)(?:\.(?<f>\d{1,9}))?(?!\d)/, read: dated },
  { pattern: /^[^\w"]{0,2}(?<epoch>1\d{9})(?:[.,](?<f>\d{1,9}))?(?!\d)/, read: ({ epoch, f }, clock) => clock.epoch(Number(epoch) * 1_000 + fraction(f)) },
  { pattern: /^[^\w"]{0,2}(?<epoch>1\d{12})(?:\d{3}|\d{6})?(?!\d)/, read: ({ epoch }, clock) => clock.epoch(Number(epoch)) },
  { pattern: /^@4[0-9a-f]{7}(?<epoch>[0-9a-f]{8})(?<f>[0-9a-f]{8})\b/, read: tai },
];

/** The time a line of unknown format writes near its beginning; null where there is none. */
export function timeIn(text: string, clock: LogClock): number | null {
  const prefix = text.length > PREFIX ? text.slice(0, PREFIX) : text;
  if (!/\d\d/.test(prefix)) return null;
  for (const notation of NOTATIONS) {
    const time = timeBy(notation, prefix, clock);
    if (time !== null) return time;
  }
  return null;
}

function timeBy({ pattern, read }: Notation, prefix: string, clock: LogClock): number | null {
  const groups = pattern.exec(prefix)?.groups;
  return groups ? read(groups, clock) : null;
}

function dated(groups: Groups, clock: LogClock): number | null {
  return place(groups, clock, { month: monthOf(groups['mon']), day: Number(groups['d']) });
}

/** `01/12/2014` is American unless that cannot be. */
function slashed(groups: Groups, clock: LogClock): number | null {
  const [first, second] = [Number(groups['first']), Number(groups['second'])];
  return place(groups, clock, first > 12 ? { month: second, day: first } : { month: first, day: second });
}

function yearless(groups: Groups, clock: LogClock): number | null {
  const [month, day, ms] = [monthOf(groups['mon']), Number(groups['d']), msOfDay(groups)];
  return sane(month, day, ms) ? clock.yearless(month, day, ms) : null;
}

function tai({ epoch, f }: Groups, clock: LogClock): number | null {
  return clock.epoch(Number.parseInt(epoch ?? '0', 16) * 1_000 - TAI_AHEAD + Math.floor(Number.parseInt(f ?? '0', 16) / 1_000_000));
}

function place(groups: Groups, clock: LogClock, { month, day }: { readonly month: number; readonly day: number }): number | null {
  const written = Number(groups['y']);
  const year = written < 100 ? CENTURY + written : written;
  const ms = msOfDay(groups);
  if (!sane(month, day, ms) || year < 1_970) return null;
  const days = daysOf(year, month, day);
  const zone = groups['zone'];
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

function msOfDay({ h, m, s, f, half }: Groups): number {
  const ms = ((Number(h) * 60 + Number(m)) * 60 + Number(s ?? 0)) * 1_000 + fraction(f);
  if (half === undefined) return ms;
  return (ms % NOON) + (half === 'PM' ? NOON : 0);
}

const fraction = (digits: string | undefined): number => (digits === undefined ? 0 : Math.floor(Number(`0.${digits}`) * 1_000));

/** A time as a field of its own: text as in a line, or epoch in seconds, milliseconds, microseconds or nanoseconds. */
export function timeOfField(value: unknown, clock: LogClock): number | null {
  if (typeof value === 'string') return timeIn(value, clock);
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 1e9) return null;
  if (value < 1e11) return clock.epoch(Math.floor(value * 1_000));
  if (value < 1e14) return clock.epoch(Math.floor(value));
  return clock.epoch(Math.floor(value < 1e17 ? value / 1e3 : value / 1e6));
}
