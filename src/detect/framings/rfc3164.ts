import type { Framing } from '../framing.ts';
import type { LogClock } from '../log-clock.ts';
import type { LogRecord } from '../record.ts';
import { openTagReader } from '../syslog-tag.ts';

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const STAMP_LENGTH = 15;
const ZERO = 48;

/** RFC 3164 as written to files: `Mar  3 04:12:01 host tag[pid]: message`, with or without `<PRI>`, year, fraction. */
export const rfc3164: Framing = {
  name: 'rfc3164',
  open(clock, detach) {
    const readTag = openTagReader(detach);
    const readTime = openStampReader(clock);
    return {
      read(record) {
        const start = record.text.charCodeAt(0) === 60 ? afterPriority(record.text) : 0;
        const at = readTime(record, start);
        const host = at > 0 ? at : readNarrow(record, start, clock);
        return host > 0 && readTag(record, host);
      },
    };
  },
};

/** `Mar 3 04:12:01`: some loggers do not pad the day. */
function readNarrow(record: LogRecord, start: number, clock: LogClock): number {
  const { text } = record;
  const month = monthAt(text, start);
  if (month === 0 || text.charCodeAt(start + 3) !== 32 || text.charCodeAt(start + 5) !== 32) return -1;
  const [day, msOfDay] = [digit(text, start + 4), timeOfDay(text, start + 6)];
  if (!(day >= 1) || Number.isNaN(msOfDay) || text.charCodeAt(start + 14) !== 32) return -1;
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
  // Most records share their second with the one before: its characters are kept, not a slice of its line.
  const last = new Uint16Array(STAMP_LENGTH);
  let lastTime: number | null = null;
  const isLast = (text: string, start: number): boolean => {
    for (let at = STAMP_LENGTH - 1; at >= 0; at -= 1) if (text.charCodeAt(start + at) !== last[at]) return false;
    return true;
  };
  return (record, start) => {
    const { text } = record;
    if (lastTime === null || !isLast(text, start)) {
      const time = stampTime(text, start, clock);
      if (Number.isNaN(time)) return -1;
      // A stamp with a year after it is longer than the part that is kept.
      if (time === Number.POSITIVE_INFINITY) return readWithYear(record, start, clock);
      for (let at = 0; at < STAMP_LENGTH; at += 1) last[at] = text.charCodeAt(start + at);
      lastTime = time;
    }
    record.time = lastTime;
    const end = start + STAMP_LENGTH;
    return text.charCodeAt(end) === 46 ? afterFraction(record, end) : text.charCodeAt(end) === 32 ? end + 1 : -1;
  };
}

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - ZERO;
  return value >= 0 && value <= 9 ? value : Number.NaN;
}
const two = (text: string, at: number): number => digit(text, at) * 10 + digit(text, at + 1);

/** Epoch milliseconds; NaN where it is no stamp; +Infinity where a year stands before the time of day. */
function stampTime(text: string, start: number, clock: LogClock): number {
  const month = monthAt(text, start);
  if (month === 0 || text.charCodeAt(start + 3) !== 32) return Number.NaN;
  const day = text.charCodeAt(start + 4) === 32 ? digit(text, start + 5) : two(text, start + 4);
  if (!(day >= 1 && day <= 31)) return Number.NaN;
  const clockAt = start + 7;
  if (text.charCodeAt(clockAt + 4) === 32) return Number.POSITIVE_INFINITY;
  const msOfDay = timeOfDay(text, clockAt);
  return Number.isNaN(msOfDay) ? Number.NaN : clock.yearless(month, day, msOfDay);
}

function monthAt(text: string, start: number): number {
  const at = MONTHS.indexOf(text.slice(start, start + 3));
  return at < 0 || at % 3 !== 0 ? 0 : at / 3 + 1;
}

/** Milliseconds of `hh:mm:ss`, NaN where it is none. */
function timeOfDay(text: string, at: number): number {
  if (text.charCodeAt(at + 2) !== 58 || text.charCodeAt(at + 5) !== 58) return Number.NaN;
  const [hour, minute, second] = [two(text, at), two(text, at + 3), two(text, at + 6)];
  return hour < 24 && minute < 60 && second <= 60 ? ((hour * 60 + minute) * 60 + second) * 1_000 : Number.NaN;
}

/** `Mar  3 2026 04:12:01`: some loggers write the year. */
function readWithYear(record: LogRecord, start: number, clock: LogClock): number {
  const { text } = record;
  const match = /^(\d{4}) (\d\d:\d\d:\d\d)(?:\.\d{1,9})?:? /.exec(text.slice(start + 7, start + 40));
  const day = Number(text.slice(start + 4, start + 6));
  const msOfDay = match ? timeOfDay(match[2] ?? '', 0) : Number.NaN;
  if (!match || Number.isNaN(msOfDay)) return -1;
  record.time = clock.local(Date.UTC(Number(match[1]), monthAt(text, start) - 1, day) / 86_400_000, msOfDay);
  return start + 7 + match[0].length;
}

function afterFraction(record: LogRecord, dot: number): number {
  const match = /^\.(\d{1,9}) /.exec(record.text.slice(dot, dot + 11));
  if (!match) return -1;
  record.time = (record.time ?? 0) + Math.floor(Number(`0.${match[1] ?? '0'}`) * 1_000);
  return dot + match[0].length;
}
