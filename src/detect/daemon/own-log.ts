import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import type { LogRecord } from '../record.ts';

/** Where a stamp ends at the latest. */
const LONGEST_STAMP = 80;

/**
 * The message of a record in a log that a program writes itself, past the stamp, and the record's time set from it.
 * Null where the record does not begin with such a stamp.
 */
export function ownMessage(record: LogRecord, stamp: RegExp, clock: LogClock): string | null {
  const match = stamp.exec(record.text.slice(0, LONGEST_STAMP));
  if (!match) return null;
  record.time ??= timeIn(match[0], clock);
  return record.text.slice(match[0].length);
}

/** The message behind the envelope. */
export const messageOf = (record: LogRecord): string => record.text.slice(record.body);
