import { readIsoTime } from '../iso-time.ts';
import type { LogClock } from '../log-clock.ts';
import type { WinRecord } from './win-record.ts';

const DOTNET = /^\/Date\((-?\d{1,14})(?:[+-]\d{4})?\)\/$/;
const NUMBER = /^\d{9,14}(?:\.\d{1,9})?$/;
const SECONDS_END = 100_000_000_000;

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const WIDEST_ZONE = 14 * 60 * MINUTE;

/** Time of a record, epoch milliseconds; null where none reads. */
export type WinClock = (win: WinRecord) => number | null;

/**
 * The first of the written times that reads. Collectors write their own clock without its zone, and Sysmon writes UTC
 * beside it: the first record with both tells the zone for those that have one alone.
 */
export function openWinClock(clock: LogClock): WinClock {
  let east: number | null = null;
  const learn = ({ times: [first], local }: WinRecord): void => {
    if (east !== null || local === null || first?.utc !== true) return;
    const ahead = naiveTime(local) - naiveTime(first.text);
    const zone = Math.round(ahead / QUARTER) * QUARTER;
    if (Math.abs(ahead - zone) < 2 * MINUTE && Math.abs(zone) <= WIDEST_ZONE) east = zone / MINUTE;
  };
  return (win) => {
    learn(win);
    for (const { text, utc } of win.times) {
      const shift = utc ? 0 : text === win.local ? east : null;
      const time = readTime(shift === null ? text : zoned(text, shift), clock);
      if (time !== null) return time;
    }
    return null;
  };
}

/** As if it were UTC; NaN where it does not read. */
const naiveTime = (text: string): number => Date.parse(zoned(text, 0).replace(' ', 'T'));

function zoned(text: string, east: number): string {
  if (text.endsWith('Z')) return text;
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.abs(east);
  return `${text.trimEnd()}${east === 0 ? 'Z' : `${east < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`}`;
}

function readTime(text: string, clock: LogClock): number | null {
  const dotnet = DOTNET.exec(text);
  if (dotnet) return clock.epoch(Number(dotnet[1]));
  if (NUMBER.test(text)) return clock.epoch(Number(text) * (Number(text) < SECONDS_END ? 1_000 : 1));
  return readIsoTime(text, 0, clock)?.time ?? null;
}
