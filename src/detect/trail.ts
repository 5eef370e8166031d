import type { LineRef } from '../domain/event.ts';
import type { CitedLine } from '../domain/finding.ts';
import type { NonEmpty } from '../domain/result.ts';

/** Telling lines a finding keeps at most. */
export const TELLING_LIMIT = 8;

type Timed = LineRef & { readonly time: number | null; readonly count: number };

/** Count, span and both ends of a run of records, in plain numbers. `first` and `last` are NaN without times. */
export interface Trail {
  count: number;
  first: number;
  last: number;
  firstLog: number;
  firstLine: number;
  firstOffset: number;
  lastLog: number;
  lastLine: number;
  lastOffset: number;
}

export const timeOf = (event: { readonly time: number | null }): number => event.time ?? NaN;

export const openTrail = (event: Timed): Trail => ({
  count: event.count,
  first: timeOf(event), last: timeOf(event),
  firstLog: event.log, firstLine: event.line, firstOffset: event.offset,
  lastLog: event.log, lastLine: event.line, lastOffset: event.offset,
});

export function extend(trail: Trail, event: Timed): void {
  trail.count += event.count;
  if (event.time === null && !Number.isNaN(trail.last)) return;
  trail.last = timeOf(event);
  trail.lastLog = event.log;
  trail.lastLine = event.line;
  trail.lastOffset = event.offset;
  if (!Number.isNaN(trail.first) || event.time === null) return;
  trail.first = event.time;
  trail.firstLog = event.log;
  trail.firstLine = event.line;
  trail.firstOffset = event.offset;
}

/** A line worth citing by itself. */
export type Telling = Omit<CitedLine, 'role'>;
export const telling = ({ log, line, offset, time }: Telling): Telling => ({ log, line, offset, time });

const samePlace = (a: LineRef, b: LineRef): boolean => a.log === b.log && a.line === b.line;

/** First, last and telling lines, none twice. */
export function citedLines(trail: Trail, more: readonly Telling[] = []): NonEmpty<CitedLine> {
  const first: CitedLine = {
    role: 'first', log: trail.firstLog, line: trail.firstLine, offset: trail.firstOffset,
    time: timeOrNull(trail.first),
  };
  const last: CitedLine = {
    role: 'last', log: trail.lastLog, line: trail.lastLine, offset: trail.lastOffset, time: timeOrNull(trail.last),
  };
  const rest: CitedLine[] = [];
  for (const line of more.slice(0, TELLING_LIMIT)) {
    if (![first, last, ...rest].some((known) => samePlace(known, line))) rest.push({ role: 'telling', ...telling(line) });
  }
  return samePlace(first, last) ? [first, ...rest] : [first, ...rest, last];
}

/** The trail of lines kept one by one, in order. */
export function trailOf([first, ...rest]: readonly Telling[]): Trail {
  const trail = openTrail({ ...(first ?? { log: 0, line: 1, offset: 0, time: null }), count: 1 });
  for (const line of rest) extend(trail, { ...line, count: 1 });
  return trail;
}

export const timeOrNull = (time: number): number | null => (Number.isNaN(time) ? null : time);
