import type { LogRun } from '../../detect/engine.ts';
import { openLogRun } from '../../detect/engine.ts';
import { parseZone } from '../../detect/log-clock.ts';
import type { Parsed } from '../../detect/parser.ts';
import { PARSERS } from '../../detect/parsers/index.ts';
import type { LogProfile } from '../../detect/profile.ts';
import { alignYears, profileLog } from '../../detect/profile.ts';
import type { Context } from '../../domain/context.ts';
import type { Event } from '../../domain/event.ts';
import type { Request, Signal } from '../../domain/fact.ts';
import type { LogRead } from '../../domain/log.ts';
import type { LinePlace, LogSource } from '../../ports/log-source.ts';
import { openClientOf } from './client-of.ts';
import { mergeByTime } from './merge-by-time.ts';

export interface Scan {
  readonly logs: readonly LogSource[];
  readonly request: Pick<Request, 'since' | 'until' | 'zone' | 'clockOffset'>;
  readonly context: Context;
  /** Start of the session: anchors the year of streams. */
  readonly now: number;
  readonly signal: AbortSignal;
  /** Events in order of time over all logs, those outside `since`..`until` left out. */
  readonly onEvent: (event: Event) => void;
  /** Decides on an event while the line it came from is at hand. */
  readonly pick?: (event: Event, text: string) => boolean;
  /** Every line with what became of it, log by log in order of lines. */
  readonly onLine?: (log: number, place: LinePlace, parsed: Parsed, text: string) => void;
}

const PROGRESS_BYTES = 4 * 1_048_576;
const LONG_LINES = 'longer than 1 MiB; only their start was looked at';

/** Reads all logs once, as one timeline. Answers with what each log came to, in the order given. */
export async function* scanLogs(scan: Scan): AsyncGenerator<Signal, readonly LogRead[]> {
  const profiles = alignYears(await Promise.all(scan.logs.map(async (log) => profileOf(log, scan))));
  const inTime = timeFilter(scan);
  const clientOf = openClientOf(scan.context);
  const queues = scan.logs.map((): Event[] => []);
  // One log needs no merging: its events go straight to the detectors.
  const sole = scan.logs.length === 1;
  const runs = scan.logs.map((_, index) => openRun(scan, profiles[index], index,
    (event) => { if (sole) inTime(clientOf(event)); else queues[index]?.push({ ...clientOf(event) }); }));
  const feeds = scan.logs.map((log, index) => ({
    first: profiles[index]?.first ?? null,
    queue: queues[index] ?? [],
    chunks: readInto(log, runs[index], scan.signal),
  }));
  yield* mergeByTime(feeds, inTime, progressOf(scan.logs));
  // A log that was not read to its end has no digest, and what it came to is not known.
  if (scan.signal.aborted) return [];
  return scan.logs.map((log, index) => readOf(log, runs[index], profiles[index]));
}

/** What the edges of a log tell of its clock, before it is read. */
export async function profileOf(log: LogSource, scan: Pick<Scan, 'request' | 'context' | 'now'>): Promise<LogProfile> {
  const { head, tail } = await log.edges();
  const known = scan.context.logs.find(({ match }) => matchesName(log.info.name, match));
  const zone = scan.request.zone ?? known?.zone ?? null;
  return profileLog(
    { head, tail, records: log.records, anchor: log.info.modified ?? scan.now, anchorIsWrite: log.info.modified !== null },
    { zone: zone === null ? null : parseZone(zone), offset: scan.request.clockOffset + (known?.clockOffset ?? 0) },
    PARSERS,
  );
}

/** `web7*` against a log's name; `*` stands for any run of characters. */
function matchesName(name: string, pattern: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return name === pattern;
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = index === parts.length - 1 && part !== '' ? name.lastIndexOf(part) : name.indexOf(part, at);
    if (found < at || (index === 0 && found !== 0)) return false;
    at = found + part.length;
  }
  return parts.at(-1) === '' || at === name.length;
}

function timeFilter({ request: { since, until }, onEvent }: Scan): (event: Event) => void {
  if (since === null && until === null) return onEvent;
  const [from, to] = [since ?? Number.NEGATIVE_INFINITY, until ?? Number.POSITIVE_INFINITY];
  return (event) => { if (event.time !== null && event.time >= from && event.time <= to) onEvent(event); };
}

// Four parameters on purpose: called once a log.
function openRun(scan: Scan, profile: LogProfile | undefined, index: number, emit: (event: Event) => void): LogRun {
  const clock = profile?.clock
    ?? { zone: null, how: 'assumed' as const, offset: 0, anchor: scan.now, firstYear: null };
  const { onLine, pick } = scan;
  return openLogRun({
    log: index, clock, parsers: PARSERS, emit, records: scan.logs[index]?.records ?? null,
    ...(pick && { pick }),
    ...(onLine && { onLine: (place: LinePlace, parsed: Parsed, text: string) => { onLine(index, place, parsed, text); } }),
  });
}

/** Drives one log through its run; yields bytes read after each chunk. */
async function* readInto(log: LogSource, run: LogRun | undefined, signal: AbortSignal): AsyncGenerator<number> {
  for await (const chunk of log.chunks(signal)) {
    run?.push(chunk);
    yield chunk.length;
  }
  run?.finish();
}

function progressOf(logs: readonly LogSource[]): (feed: number, bytes: number) => Signal | null {
  const sizes = logs.map(({ info }) => (info.compression === 'none' ? info.size : null));
  const total = sizes.every((size) => size !== null) ? sizes.reduce((sum, size) => sum + size, 0) : null;
  let [done, told] = [0, 0];
  return (feed, bytes) => {
    done += bytes;
    if (done - told < PROGRESS_BYTES) return null;
    told = done;
    return { type: 'progress', what: logs[feed]?.info.name ?? '', bytes: done, total };
  };
}

function readOf(log: LogSource, run: LogRun | undefined, profile: LogProfile | undefined): LogRead {
  if (!run || !profile) throw new Error(`${log.info.name} was opened and never run`);
  const { bytes, sha256, troubles } = log.end();
  const { examples, cut, lines, parsed, quiet, unparsed, from, to, zone, yearInferred, ...lists } = run.counts();
  return {
    log: log.info.id, bytes, sha256, lines, parsed, quiet, unparsed, from, to, zone, yearInferred,
    formats: [...lists.formats], kinds: [...lists.kinds], hosts: [...lists.hosts], gaps: [...lists.gaps], unparsedExamples: [...examples],
    unparsedForms: [...lists.forms],
    offset: profile.clock.offset,
    // Told far from their log, in verdicts and notes: each names it.
    troubles: [
      ...troubles.map((what) => `${log.info.name} ${what}`),
      ...(cut > 0 ? [`${log.info.name}: ${cut} ${cut === 1 ? 'line was' : 'lines were'} ${LONG_LINES}`] : []),
    ],
  };
}
