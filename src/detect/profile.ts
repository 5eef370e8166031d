import { openDetach } from '../domain/detach.ts';
import type { RecordForm } from '../domain/login-record.ts';
import { openJsonJoiner } from './json-joiner.ts';
import type { ClockSettings, LogClock } from './log-clock.ts';
import { daysOf, yearBefore } from './log-clock.ts';
import { openLogReader } from './log-reader.ts';
import type { Parser } from './parser.ts';
import { openSplitter } from './record-splitter.ts';

const MINUTE = 60_000;
/** A file is written as its last record is: change time and last record then differ by whole quarter hours of zone. */
const QUARTER = 15 * MINUTE;
const WRITTEN_WITHIN = 3_000;
const WIDEST_ZONE = 14 * 60 * MINUTE;

/** Of each edge looked at: some tens of lines. */
const EDGE_BYTES = 8_192;

export interface LogEdges {
  readonly head: Buffer;
  readonly tail: Buffer | null;
  readonly records: RecordForm | null;
  /** Change time of the file, or now for a stream: no record is later. */
  readonly anchor: number;
  /** Whether the change time is that of the last write (not of a copy or a stream). */
  readonly anchorIsWrite: boolean;
}

export interface ZoneChoice {
  readonly zone: number | string | null;
  readonly offset: number;
}

export interface LogProfile {
  readonly clock: ClockSettings;
  /** Time of the first record that holds one, epoch milliseconds. */
  readonly first: number | null;
  /** How the year of that record is known. */
  readonly year: 'written' | 'inferred';
}

/** A local time as written: month and day stand for the year too where none is written. */
type Stamp =
  | { readonly kind: 'yearless'; readonly month: number; readonly day: number; readonly msOfDay: number }
  | { readonly kind: 'local' | 'stated'; readonly at: number };

/** Settles year and zone of a log from its first and last records, before it is read. */
export function profileLog(edges: LogEdges, choice: ZoneChoice, parsers: readonly Parser[]): LogProfile {
  const { head, tail, records } = edges;
  const bytes = EDGE_BYTES - (records ? EDGE_BYTES % records.length : 0);
  const first = stampsIn(head.subarray(0, bytes), records, parsers).at(0) ?? null;
  const last = tail ? stampsIn(tail.subarray(-bytes), records, parsers).at(-1) ?? null : null;
  const firstYear = first && yearOfFirst(first, last, edges.anchor);
  return {
    clock: { ...zoneOf(choice, last, edges), offset: choice.offset, anchor: edges.anchor, firstYear },
    first: first && localTime(first, firstYear ?? yearBefore(edges.anchor, 1, 1)),
    year: firstYear === null ? 'written' : 'inferred',
  };
}

/** Years tried back from the anchor when another log of the run shows the year. */
const YEARS_BACK = 10;
/** Logs read together are of one story: further apart than this they say nothing of each other's year. */
const SAME_STORY = 45 * 86_400_000;

/** A log without years takes the year that brings it next to a log of the same run that writes them. */
export function alignYears(profiles: readonly LogProfile[]): readonly LogProfile[] {
  const written = profiles.flatMap(({ first, year }) => (year === 'written' && first !== null ? [first] : []));
  return profiles.map((profile) => (profile.year === 'written' ? profile : nearest(profile, written)));
}

function nearest(profile: LogProfile, written: readonly number[]): LogProfile {
  const { first, clock } = profile;
  if (first === null || clock.firstYear === null) return profile;
  for (let back = 0; back <= YEARS_BACK; back += 1) {
    const date = new Date(first);
    const moved = date.setUTCFullYear(date.getUTCFullYear() - back);
    if (written.some((time) => Math.abs(time - moved) <= SAME_STORY)) {
      return { ...profile, first: moved, clock: { ...clock, firstYear: clock.firstYear - back } };
    }
  }
  return profile;
}

function zoneOf({ zone }: ZoneChoice, last: Stamp | null, edges: LogEdges): Pick<ClockSettings, 'zone' | 'how'> {
  if (zone !== null) return { zone, how: 'given' };
  const inferred = edges.anchorIsWrite ? inferZone(last, edges.anchor) : null;
  return { zone: inferred, how: inferred === null ? 'assumed' : 'inferred' };
}

/** Reads the times of a piece of a log by a clock that only writes down what it is asked. */
function stampsIn(bytes: Buffer, records: RecordForm | null, parsers: readonly Parser[]): readonly Stamp[] {
  const stamps: Stamp[] = [];
  const clock: LogClock = {
    local: (days, msOfDay) => note(stamps, { kind: 'local', at: days * 86_400_000 + msOfDay }),
    stated: (days, msOfDay, east) => note(stamps, { kind: 'stated', at: days * 86_400_000 + msOfDay - east * MINUTE }),
    epoch: (at) => note(stamps, { kind: 'stated', at }),
    yearless: (month, day, msOfDay) => note(stamps, { kind: 'yearless', month, day, msOfDay }),
  };
  const reader = openLogReader({ log: 0, clock, parsers, detach: openDetach(), emit: () => undefined });
  const joiner = openJsonJoiner((text, line, offset, codes) => { reader.feed(text, line, offset, codes); }, () => undefined);
  const splitter = openSplitter(records, joiner.line);
  splitter.push(bytes);
  splitter.finish();
  joiner.finish();
  return stamps;
}

function note(stamps: Stamp[], stamp: Stamp): number {
  stamps.push(stamp);
  return stamp.kind === 'yearless' ? 0 : stamp.at;
}

const localTime = (stamp: Stamp, year: number): number =>
  stamp.kind === 'yearless' ? daysOf(year, stamp.month, stamp.day) * 86_400_000 + stamp.msOfDay : stamp.at;

/** The last record is not later than the anchor; the first is in the same year, or the one before if it is later in it. */
function yearOfFirst(first: Stamp, last: Stamp | null, anchor: number): number | null {
  if (first.kind !== 'yearless') return null;
  if (last?.kind !== 'yearless') return yearBefore(anchor, first.month, first.day);
  const year = yearBefore(anchor, last.month, last.day);
  return localTime(first, year) > localTime(last, year) ? year - 1 : year;
}

function inferZone(last: Stamp | null, anchor: number): number | null {
  if (last === null || last.kind === 'stated') return null;
  const year = last.kind === 'yearless' ? yearBefore(anchor, last.month, last.day) : 0;
  const ahead = localTime(last, year) - anchor;
  const zone = Math.round(ahead / QUARTER) * QUARTER;
  return Math.abs(ahead - zone) <= WRITTEN_WITHIN && Math.abs(zone) <= WIDEST_ZONE ? zone / MINUTE : null;
}
