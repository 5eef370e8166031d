import { codeAt, digitAt, hasAt, takeInto, twoDigitsAt, wordOver } from './codes.ts';
import type { IsoTime } from './iso-time.ts';
import { readIsoTime } from './iso-time.ts';
import type { LogClock } from './log-clock.ts';
import { daysOf } from './log-clock.ts';
import type { LogRecord } from './record.ts';

const DATE_LENGTH = 10;
const SECOND_LENGTH = 19;
const MINUTE = 60_000;
const [COLON, DOT, PLUS, MINUS, SPACE] = [58, 46, 43, 45, 32] as const;

/**
 * Reads the ISO time at the start of each record of a log: `2026-03-03T04:12:01.123456+01:00 `. Nearly all records
 * share their day with the one before, and their zone: then a few digits are all that is read. Any other form goes
 * the careful way.
 */
export function openIsoStamp(clock: LogClock): (record: LogRecord) => IsoTime | null {
  const date = wordOver(new Uint8Array(DATE_LENGTH));
  const last = { days: 0, known: false };
  const learn = (record: LogRecord): IsoTime | null => {
    const read = readIsoTime(record.text, 0, clock);
    if (!read) return null;
    takeInto(date.codes, record, 0);
    last.days = daysOf(Number(record.text.slice(0, 4)), twoDigitsAt(record, 5), twoDigitsAt(record, 8));
    last.known = true;
    return read;
  };
  return (record) => {
    if (!last.known || !hasAt(record, 0, date)) return learn(record);
    const msOfDay = timeOfDay(record);
    const zoneAt = SECOND_LENGTH + fractionLength(record);
    const zone = codeAt(record, zoneAt);
    const east = twoDigitsAt(record, zoneAt + 1) * 60 + twoDigitsAt(record, zoneAt + 4);
    const plain = msOfDay >= 0 && east >= 0 && (zone === PLUS || zone === MINUS) && codeAt(record, zoneAt + 3) === COLON
      && codeAt(record, zoneAt + 6) === SPACE;
    if (!plain) return learn(record);
    const time = clock.stated(last.days, msOfDay + thousandths(record, zoneAt), zone === MINUS ? -east : east);
    return { time, length: zoneAt + 6 };
  };
}

/** Milliseconds of `hh:mm:ss` past the date; negative where it is none. */
function timeOfDay(record: LogRecord): number {
  const [hour, minute, second] = [twoDigitsAt(record, 11), twoDigitsAt(record, 14), twoDigitsAt(record, 17)];
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return -1;
  if (codeAt(record, 13) !== COLON || codeAt(record, 16) !== COLON) return -1;
  return (hour * 60 + minute) * MINUTE + second * 1_000;
}

/** Characters of `.123456`; 0 where there is no fraction. */
function fractionLength(record: LogRecord): number {
  if (codeAt(record, SECOND_LENGTH) !== DOT) return 0;
  let length = 1;
  while (length < 10 && digitAt(record, SECOND_LENGTH + length) >= 0) length += 1;
  return length;
}

/** Whole milliseconds of the fraction before `end`. */
function thousandths(record: LogRecord, end: number): number {
  let value = 0;
  for (let place = 1; place <= 3; place += 1) {
    const at = SECOND_LENGTH + place;
    value = value * 10 + (at < end ? digitAt(record, at) : 0);
  }
  return value;
}
