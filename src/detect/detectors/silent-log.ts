import { openDetach } from '../../domain/detach.ts';
import type { Event, LineRef } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { HOUR, MINUTE } from '../attempts.ts';
import type { Detector, DetectorRun, Shared } from '../detector.ts';
import { at, lasting } from '../wording.ts';

/** Shorter silence at the end of a log is never told. */
const SHORTEST = 2 * HOUR;
/** A log must have shown its own rate before its end is early. */
const RECORDS = 200;
/** Silence this many times as long as the longest pause the log ever made. */
const TIMES_LONGEST = 4;
/** A log that ends with a stop of the host or its logger says why. */
const EXPLAINS = 5 * MINUTE;
const LOGS = 1_024;
const FORMATS = 8;

interface Log {
  readonly index: number;
  readonly host: string | null;
  readonly formats: Set<string>;
  /** Of the record before: most share it. */
  format: string;
  count: number;
  first: LineRef & { readonly time: number };
  last: { log: number; line: number; offset: number; time: number };
  longest: number;
  explained: number;
  told: number;
}

export const silentLog: Detector = {
  name: 'silent-log',
  looksFor: 'logs that end while others of the same host go on',
  kinds: ['auth', 'privilege', 'account', 'web', 'package', 'system', 'process', 'file', 'network', 'mail', 'generic'],
  open: openSilentLog,
};

function openSilentLog(shared: Shared): DetectorRun {
  const detach = openDetach();
  const logs: (Log | undefined)[] = [];
  let beyond = 0;
  const see = (event: Event, time: number): void => {
    const log = logs[event.log];
    if (!log) {
      if (event.log < LOGS) logs[event.log] = openLog(event, time, event.host === null ? null : detach(event.host));
      else beyond += 1;
      return;
    }
    log.count += 1;
    if (event.format !== log.format && log.formats.size < FORMATS) log.formats.add(log.format = event.format);
    if (time < log.last.time) return;
    log.longest = Math.max(log.longest, time - log.last.time);
    log.last.line = event.line;
    log.last.offset = event.offset;
    log.last.time = time;
    if (event.kind === 'system' && EXPLAINING.has(event.action)) log.explained = time;
  };
  return {
    on(event) {
      if (shared.logs > 1 && event.time !== null && event.forged === null) see(event, event.time);
    },
    drain(emit) {
      for (const log of logs) {
        const draft = log ? draftOf(log, logs) : null;
        if (draft) emit(draft);
      }
    },
    evicted: () => beyond,
  };
}

const EXPLAINING = new Set(['shutdown', 'logger-stop', 'log-rotated']);

function openLog(event: Event, time: number, host: string | null): Log {
  const place = { log: event.log, line: event.line, offset: event.offset, time };
  return { index: event.log, host, formats: new Set([event.format]), format: event.format, count: 1, first: place, last: { ...place }, longest: 0, explained: NaN, told: NaN };
}

/** Another log that goes on, of this host or of none that is named; one of the same formats is the next of a rotation. */
function witnessOf(log: Log, logs: readonly (Log | undefined)[]): Log | null {
  const later = logs.filter((other) => other !== undefined).filter((other) => other !== log && other.last.time > log.last.time
    && (other.host === null || log.host === null || other.host === log.host));
  if (later.some(({ formats }) => [...log.formats].some((format) => formats.has(format)))) return null;
  return later.filter(({ first }) => first.time < log.last.time).sort((a, b) => b.last.time - a.last.time || a.index - b.index)[0] ?? null;
}

function draftOf(log: Log, logs: readonly (Log | undefined)[]): FindingDraft | null {
  if (log.count < RECORDS || Math.abs(log.last.time - log.explained) <= EXPLAINS) return null;
  const witness = witnessOf(log, logs);
  if (!witness || witness.last.time === log.told) return null;
  const silence = witness.last.time - log.last.time;
  if (silence < Math.max(SHORTEST, TIMES_LONGEST * log.longest)) return null;
  log.told = witness.last.time;
  return {
    detector: silentLog.name, key: `silent ${log.index}`, category: 'log-tampering', family: 'fell-silent', severity: 'low', confidence: 'low',
    progress: 'cannot-tell', title: `A log ends ${lasting(silence)} before another of the host`,
    attack: [{ tactic: 'defense-evasion', technique: 'T1562.006' }], sources: [], targets: [], users: [], hosts: log.host === null ? [] : [log.host], count: 1,
    first: log.last.time, last: witness.last.time, taint: [],
    lines: [{ role: 'first', ...log.last }, { role: 'last', ...witness.last }],
    reason: `This log wrote ${log.count} records and never paused longer than ${lasting(log.longest)}, then ends at ${at(log.last.time)}, while another `
      + `log goes on until ${at(witness.last.time)}, and no record tells of a stop.`,
    benign: 'The logs were copied at different times, or this one was rotated and its next part is not here.',
  };
}
