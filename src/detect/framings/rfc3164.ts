import { codeAt, digitAt, hasAt, takeInto, twoDigitsAt, wordOver } from '../codes.ts';
import type { Framing } from '../framing.ts';
import type { LogClock } from '../log-clock.ts';
import type { LogRecord } from '../record.ts';
import { openTagReader } from '../syslog-tag.ts';

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const STAMP_LENGTH = 15;
/** Of each month, 1 to 12; the year is not known here. */
const LAST_DAY = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** `Mar  3 `: the part of a stamp that holds all day. */
const DATE_LENGTH = 7;
const [LESS, SPACE, COLON, DOT, UPPER_A] = [60, 32, 58, 46, 65] as const;

/** RFC 3164 as written to files: `Mar  3 04:12:01 host tag[pid]: message`, with or without `<PRI>`, year, fraction. */
export const rfc3164: Framing = {
  name: 'rfc3164',
  open(clock, detach) {
    const readTag = openTagReader(detach);
    const readTime = openStampReader(clock);
    return {
      read(record) {
        const start = codeAt(record, 0) === LESS ? afterPriority(record.text) : 0;
        const at = readTime(record, start);
        const host = at > 0 ? at : readNarrow(record, start, clock);
        return host > 0 && readTag(record, host);
      },
    };
  },
};

/** `Mar 3 04:12:01`: some loggers do not pad the day. */
function readNarrow(record: LogRecord, start: number, clock: LogClock): number {
  const month = monthAt(record, start);
  if (month === 0 || codeAt(record, start + 3) !== SPACE || codeAt(record, start + 5) !== SPACE) return -1;
  const day = digitAt(record, start + 4);
  const msOfDay = timeOfDay(record, start + 6);
  if (day < 1 || msOfDay < 0 || codeAt(record, start + 14) !== SPACE) return -1;
  record.time = clock.yearless(month, day, msOfDay);
  return start + 15;
}

/** Past `<34>`, or 0 where there is none. */
function afterPriority(text: string): number {
  const close = text.indexOf('>');
  return close > 1 && close <= 4 && /^\d+$/.test(text.slice(1, close)) ? close + 1 : 0;
}

/** Sets the record's time and answers where the host begins; -1 where the text has no such stamp. */
function openStampReader(clock: LogClock): (record: LogRecord, start: number) => number {
  // Most records share their second with the one before, and nearly all their day.
  const stamp = wordOver(new Uint8Array(STAMP_LENGTH));
  const date = wordOver(stamp.codes.subarray(0, DATE_LENGTH));
  const last = { time: Number.NaN, month: 0, day: 0 };
  /** As `stampTime`, or NaN where the day is another. */
  const sameDay = (record: LogRecord, start: number): number => {
    const msOfDay = hasAt(record, start, date) ? timeOfDay(record, start + DATE_LENGTH) : -1;
    return msOfDay < 0 ? Number.NaN : clock.yearless(last.month, last.day, msOfDay);
  };
  const anyDay = (record: LogRecord, start: number): number => {
    const time = stampTime(record, start, clock);
    if (!Number.isFinite(time)) return time;
    takeInto(date.codes, record, start);
    last.month = monthAt(record, start);
    last.day = dayAt(record, start);
    return time;
  };
  return (record, start) => {
    if (Number.isNaN(last.time) || !hasAt(record, start, stamp)) {
      const known = sameDay(record, start);
      const time = Number.isNaN(known) ? anyDay(record, start) : known;
      if (Number.isNaN(time)) return -1;
      // A stamp with a year after it is longer than the part that is kept.
      if (time === Number.POSITIVE_INFINITY) return readWithYear(record, start, clock);
      takeInto(stamp.codes, record, start);
      last.time = time;
    }
    record.time = last.time;
    const end = start + STAMP_LENGTH;
    const next = codeAt(record, end);
    return next === DOT ? afterFraction(record, end) : next === SPACE ? end + 1 : -1;
  };
}

/** Epoch milliseconds; NaN where it is no stamp; +Infinity where a year stands before the time of day. */
function stampTime(record: LogRecord, start: number, clock: LogClock): number {
  const month = monthAt(record, start);
  if (month === 0 || codeAt(record, start + 3) !== SPACE) return Number.NaN;
  const day = dayAt(record, start);
  if (day < 1 || day > (LAST_DAY[month] ?? 0)) return Number.NaN;
  if (codeAt(record, start + DATE_LENGTH + 4) === SPACE) return Number.POSITIVE_INFINITY;
  const msOfDay = timeOfDay(record, start + DATE_LENGTH);
  return msOfDay < 0 ? Number.NaN : clock.yearless(month, day, msOfDay);
}

const dayAt = (record: LogRecord, start: number): number =>
  (codeAt(record, start + 4) === SPACE ? digitAt(record, start + 5) : twoDigitsAt(record, start + 4));

function monthAt(record: LogRecord, start: number): number {
  const { text } = record;
  // Lines of other formats come through here: most begin with a digit or a bracket.
  if (codeAt(record, start) < UPPER_A) return 0;
  const at = MONTHS.indexOf(text.slice(start, start + 3));
  return at < 0 || at % 3 !== 0 ? 0 : at / 3 + 1;
}

/** Milliseconds of `hh:mm:ss`; negative where it is none. */
function timeOfDay(record: LogRecord, at: number): number {
  if (codeAt(record, at + 2) !== COLON || codeAt(record, at + 5) !== COLON) return -1;
  const hour = twoDigitsAt(record, at);
  const minute = twoDigitsAt(record, at + 3);
  const second = twoDigitsAt(record, at + 6);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return -1;
  return ((hour * 60 + minute) * 60 + second) * 1_000;
}

/** `Mar  3 2026 04:12:01`: some loggers write the year. */
function readWithYear(record: LogRecord, start: number, clock: LogClock): number {
  const { text } = record;
  const match = /^(\d{4}) (\d\d:\d\d:\d\d)(?:\.\d{1,9})?:? /.exec(text.slice(start + DATE_LENGTH, start + 40));
  const msOfDay = match ? timeOfDay(record, start + DATE_LENGTH + 5) : -1;
  if (!match || msOfDay < 0) return -1;
  const days = Date.UTC(Number(match[1]), monthAt(record, start) - 1, dayAt(record, start)) / 86_400_000;
  record.time = clock.local(days, msOfDay);
  return start + DATE_LENGTH + match[0].length;
}

function afterFraction(record: LogRecord, dot: number): number {
  const match = /^\.(\d{1,9}) /.exec(record.text.slice(dot, dot + 11));
  if (!match) return -1;
  record.time = (record.time ?? 0) + Math.floor(Number(`0.${match[1] ?? '0'}`) * 1_000);
  return dot + match[0].length;
}
