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

const DAY = 86_400_000;
/** Days since 1970-01-01 of a proleptic Gregorian date, month 1..12 (Date.UTC is pure arithmetic). */
export const daysOf = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY;
