import { readIsoTime } from '../iso-time.ts';
import type { LogClock } from '../log-clock.ts';
import type { WinRecord } from './win-record.ts';

const DOTNET = /^\/Date\((-?\d{1,14})(?:[+-]\d{4})?\)\/$/;
const NUMBER = /^\d{9,14}(?:\.\d{1,9})?$/;
const SECONDS_END = 100_000_000_000;

/** The first of the written times that reads. */
export function timeOfRecord({ times }: WinRecord, clock: LogClock): number | null {
  for (const { text, utc } of times) {
    const time = readTime(utc && !text.endsWith('Z') ? `${text.trimEnd()}Z` : text, clock);
    if (time !== null) return time;
  }
  return null;
}

function readTime(text: string, clock: LogClock): number | null {
  const dotnet = DOTNET.exec(text);
  if (dotnet) return clock.epoch(Number(dotnet[1]));
  if (NUMBER.test(text)) return clock.epoch(Number(text) * (Number(text) < SECONDS_END ? 1_000 : 1));
  return readIsoTime(text, 0, clock)?.time ?? null;
}
