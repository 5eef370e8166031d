import { openDetach } from '../../domain/detach.ts';
import type { Event } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { HOUR, MINUTE } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import type { Telling } from '../trail.ts';
import { citedLines, telling, timeOrNull, trailOf } from '../trail.ts';
import { between, lasting, plural } from '../wording.ts';

/** Shorter silence is never told. */
const SHORTEST = HOUR;
/** A log must have shown its own rate before silence is unusual for it. */
const INTERVALS = 200;
/** Silence this many times as long as all but one in a hundred of the log's own pauses. */
const TIMES_USUAL = 20;
const USUAL_SHARE = 0.99;
/** A pause at least half as long that comes again is habit: nights, weekends. */
const HABIT_SHARE = 0.5;
const HABIT_TIMES = 2;
/** A boot, shutdown or logger record this close to either end explains it. */
const EXPLAINS = 2 * MINUTE;
/** Records of several programs arrive a little out of order; a step of the clock is longer. */
const BACKWARDS = 5 * MINUTE;
/** More steps back than this in a thousand rows, and the file was put together from several. */
const SORTED_PER_MILLE = 1;
/** Powers of two of a second: 2^31 s is past any log. */
const BINS = 32;
const KEPT = 8;
const LOGS = 1_024;

interface Pause {
  readonly before: Telling;
  readonly after: Telling;
  readonly length: number;
  explained: boolean;
}

interface Log {
  readonly index: number;
  host: string | null;
  rows: number;
  last: { -readonly [Field in keyof Telling]: Telling[Field] } | null;
  lastNote: number;
  /** Pauses by the power of two of their seconds. */
  readonly bins: Int32Array;
  intervals: number;
  readonly pauses: Pause[];
  readonly back: Pause[];
  steps: number;
  /** What was told of it last, so that nothing is told twice. */
  told: string;
}

export const logGap: Detector = {
  name: 'log-gap',
  looksFor: 'silence unusual for a log, and times that run backwards',
  kinds: ['auth', 'privilege', 'account', 'web', 'package', 'system', 'generic'],
  open: openLogGap,
};

function openLogGap(): DetectorRun {
  const detach = openDetach();
  const logs: (Log | undefined)[] = [];
  let beyond = 0;
  const logOf = (event: Event): Log | null => {
    const known = logs[event.log];
    if (known) return known;
    if (event.log >= LOGS) {
      beyond += 1;
      return null;
    }
    const log: Log = {
      index: event.log, host: event.host === null ? null : detach(event.host), rows: 0, last: null, lastNote: NaN,
      bins: new Int32Array(BINS), intervals: 0, pauses: [], back: [], steps: 0,
      told: '',
    };
    logs[event.log] = log;
    return log;
  };
  return {
    on(event) {
      if (event.time === null || event.forged !== null) return;
      const log = logOf(event);
      if (log) see(log, event, event.time);
    },
    drain(emit) {
      for (const log of logs) {
        if (log) for (const draft of news(log)) emit(draft);
      }
    },
    evicted: () => beyond,
  };
}

function see(log: Log, event: Event, time: number): void {
  const { last } = log;
  log.rows += 1;
  if (last) {
    const pause = time - (last.time ?? NaN);
    if (pause >= 0) notePause(log, event, pause);
    else if (-pause > BACKWARDS) noteBack(log, event, -pause);
  }
  if (event.kind === 'system' && EXPLAINING.has(event.action)) explain(log, time);
  // One object per log, rewritten for each row: nothing is made on the hot path.
  if (last) {
    last.line = event.line;
    last.offset = event.offset;
    last.time = time;
  } else log.last = telling(event);
}

const EXPLAINING = new Set(['boot', 'shutdown', 'logger-start', 'logger-stop', 'clock-step']);

function notePause(log: Log, event: Event, pause: number): void {
  log.intervals += 1;
  const bin = 32 - Math.clz32(Math.min(pause / 1_000, 0x7fffffff));
  log.bins[bin] = (log.bins[bin] ?? 0) + 1;
  if (pause < SHORTEST || !log.last || log.last.time === null) return;
  const explained = Math.abs(log.lastNote - log.last.time) <= EXPLAINS;
  log.pauses.push({ before: telling(log.last), after: telling(event), length: pause, explained });
  if (log.pauses.length <= KEPT) return;
  log.pauses.sort((a, b) => b.length - a.length);
  log.pauses.pop();
}

function noteBack(log: Log, event: Event, length: number): void {
  log.steps += 1;
  if (log.back.length >= KEPT || !log.last || log.last.time === null) return;
  const explained = Math.abs(log.lastNote - log.last.time) <= EXPLAINS;
  log.back.push({ before: telling(log.last), after: telling(event), length, explained });
}

function explain(log: Log, time: number): void {
  log.lastNote = time;
  for (const pause of [...log.pauses, ...log.back]) {
    if (pause.after.time !== null && Math.abs(time - pause.after.time) <= EXPLAINS) pause.explained = true;
  }
}

/** Upper bound of the pauses that all but one in a hundred keep to, in milliseconds. */
function usualPause({ bins, intervals }: Log): number {
  let seen = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    seen += bins[bin] ?? 0;
    if (seen >= intervals * USUAL_SHARE) return 2 ** bin * 1_000;
  }
  return Infinity;
}

function unusual(log: Log): readonly Pause[] {
  if (log.intervals < INTERVALS) return [];
  const least = Math.max(SHORTEST, TIMES_USUAL * usualPause(log));
  return log.pauses
    .filter(({ length, explained }) => !explained && length >= least && !isHabit(log, length))
    .sort((a, b) => (a.before.time ?? 0) - (b.before.time ?? 0));
}

const isHabit = ({ pauses }: Log, length: number): boolean =>
  pauses.filter((other) => other.length >= length * HABIT_SHARE).length > HABIT_TIMES;

const isSorted = ({ steps, rows }: Log): boolean => steps <= Math.max(3, (rows * SORTED_PER_MILLE) / 1_000);

function news(log: Log): readonly FindingDraft[] {
  const gaps = unusual(log);
  const drafts = [
    ...(gaps.length > 0 ? [gapDraft(log, gaps)] : []),
    ...(isSorted(log) && log.back.length > 0 ? [backDraft(log)] : []),
  ];
  const told = drafts.map(({ reason }) => reason).join();
  if (told === log.told) return [];
  log.told = told;
  return drafts;
}

type BaseFields = Omit<FindingDraft, 'key' | 'family' | 'severity' | 'title' | 'reason' | 'benign'>;

function base(log: Log, pauses: readonly Pause[]): BaseFields {
  const lines = pauses.flatMap(({ before, after }) => [before, after]);
  const trail = trailOf(lines);
  return {
    detector: logGap.name, category: 'log-tampering', confidence: 'low', progress: 'cannot-tell', sources: [], targets: [],
    users: [], hosts: log.host === null ? [] : [log.host], count: pauses.length, first: timeOrNull(trail.first),
    last: timeOrNull(trail.last), lines: citedLines(trail, lines), taint: [],
    attack: [{ tactic: 'defense-evasion', technique: 'T1070.002' }],
  };
}

function gapDraft(log: Log, gaps: readonly Pause[]): FindingDraft {
  const told = gaps.map(({ before, after, length }) =>
    `${lasting(length)} ${between(before.time ?? NaN, after.time ?? NaN)}`);
  return {
    ...base(log, gaps), key: `gap ${log.index}`, family: 'gap', severity: 'low',
    title: `Silence unusual for this log (${lasting(Math.max(...gaps.map(({ length }) => length)))})`,
    reason: `No record for ${told.join('; ')}, while 99 of 100 pauses of this log stay under `
      + `${lasting(usualPause(log))}, and no record of a boot, shutdown or logger explains it.`,
    benign: 'The machine was off or cut off without a trace, or nobody used it; or the log was cut before it was given.',
  };
}

function backDraft(log: Log): FindingDraft {
  const { back } = log;
  const explained = back.every((step) => step.explained);
  return {
    ...base(log, back), key: `backwards ${log.index}`, family: 'time-backwards', severity: explained ? 'info' : 'low',
    title: `Times run backwards in this log (${plural(log.steps, 'time')})`, count: Math.max(1, log.steps),
    reason: `${plural(log.steps, 'record')} with a time earlier than the record before, by up to `
      + `${lasting(Math.max(...back.map(({ length }) => length)))}${explained ? '; a record says that the clock was set or the host started' : ''}.`,
    benign: 'The clock was set, summer time ended, or the file was put together from several.',
  };
}
