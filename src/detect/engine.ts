import { openDetach } from '../domain/detach.ts';
import type { Event, LineRef } from '../domain/event.ts';
import { EVENT_KINDS } from '../domain/event.ts';
import type { FindingDraft } from '../domain/finding.ts';
import type { RecordForm } from '../domain/login-record.ts';
import type { Detector, DetectorRun } from './detector.ts';
import { openJsonJoiner } from './json-joiner.ts';
import type { ClockNotes, ClockSettings } from './log-clock.ts';
import { openLogClock } from './log-clock.ts';
import type { ReadCounts } from './log-reader.ts';
import { openLogReader } from './log-reader.ts';
import { openLoginLedger } from './login-ledger.ts';
import { openLoginWitness } from './login-witness.ts';
import type { EmitEvent, Parsed, Parser } from './parser.ts';
import { openSplitter } from './record-splitter.ts';
import type { TextLine } from './text-line.ts';
import { openSitePages } from './web/site-pages.ts';

/** The lowest status that refuses a request. */
const REFUSED = 400;

/** All detectors of one run, fed with events in order of time. */
export interface DetectorSet {
  on(event: Event): void;
  /** Each line's text, once with each event it became, or with its place alone. */
  read(text: string, line: TextLine): void;
  /** Everything said since the last drain; the same key again replaces what was said before. */
  drain(): readonly FindingDraft[];
  evicted(): number;
}

/** `logs`: how many there are; what one log says twice only another can tell. */
export function openDetectors(detectors: readonly Detector[], logs = 2): DetectorSet {
  const ledger = openLoginLedger();
  const pages = openSitePages();
  const witness = openLoginWitness();
  const shared = { ledger, pages, logs };
  const runs = detectors.map((detector) => ({ detector, run: detector.open(shared) }));
  const runsFor = openDispatch(runs);
  const reading = runs.flatMap(({ run }) => (run.read ? [run.read] : []));
  return {
    read: (text, line) => { for (const read of reading) read(text, line); },
    on: (seen) => {
      const event = logs > 1 && seen.kind === 'auth' ? witness(seen) : seen;
      if (event.kind === 'auth' || event.kind === 'generic') ledger.note(event);
      else if (event.kind === 'web') pages.learn(event);
      for (const run of runsFor(event)) run.on(event);
    },
    drain: () => runs.flatMap(({ run }) => {
      const drafts: FindingDraft[] = [];
      run.drain((draft) => drafts.push(draft));
      return drafts;
    }),
    evicted: () => runs.reduce((sum, { run }) => sum + run.evicted(), ledger.evicted() + pages.evicted()),
  };
}

interface Opened {
  readonly detector: Detector;
  readonly run: DetectorRun;
}

/** Who wants an event: by its kind, and by what detectors say they can do without. */
function openDispatch(opened: readonly Opened[]): (event: Event) => readonly DetectorRun[] {
  const runsThat = (wants: (detector: Detector) => boolean): readonly DetectorRun[] =>
    opened.flatMap(({ detector, run }) => (wants(detector) ? [run] : []));
  const byKind = new Map(EVENT_KINDS.map((kind) => [kind, runsThat(({ kinds }) => kinds.includes(kind))]));
  const failures = runsThat(({ kinds, successesOnly }) => kinds.includes('auth') && successesOnly !== true);
  const suspicious = runsThat(({ kinds }) => kinds.includes('web'));
  const refused = runsThat(({ kinds, requestsOnly }) => kinds.includes('web') && requestsOnly !== 'suspicious');
  const ordinary = runsThat(({ kinds, requestsOnly }) => kinds.includes('web') && requestsOnly === undefined);
  return (event) => {
    if (event.kind === 'web') return event.suspicious ? suspicious : event.status >= REFUSED ? refused : ordinary;
    if (event.kind === 'auth' && event.outcome !== 'success' && event.forged === null) return failures;
    return byKind.get(event.kind) ?? [];
  };
}

/** One log on its way through framing and parser. Tests read texts by `readText`, `scanText` of test/support/scan-text.ts. */
export interface LogRun {
  push(chunk: Buffer): void;
  finish(): void;
  counts(): ReadCounts & ClockNotes & { readonly lines: number; readonly cut: number };
}

export interface LogRunParts {
  readonly log: number;
  readonly clock: ClockSettings;
  readonly parsers: readonly Parser[];
  /** Fixed records instead of lines. */
  readonly records?: RecordForm | null;
  readonly emit: EmitEvent;
  /** Decides on an event while the line it came from is at hand; all are taken where it is left out. */
  readonly pick?: (event: Event, text: string) => boolean;
  /** Called after each line with what became of it. */
  readonly onLine?: (place: { readonly line: number; readonly offset: number }, parsed: Parsed, text: string) => void;
}

/** Hands the texts of lines to detectors, in the words of a scan of several logs. */
export const readingBy = ({ read }: Pick<DetectorSet, 'read'>): {
  readonly pick: (event: Event, text: string) => boolean;
  readonly onLine: (log: number, place: Pick<LineRef, 'line' | 'offset'>, parsed: Parsed, text: string) => void;
} => ({
  pick: (event, text) => {
    read(text, event);
    return true;
  },
  onLine: (log, { line, offset }, parsed, text) => {
    if (parsed !== 'event') read(text, { kind: 'line', log, line, offset, time: null, quiet: parsed === 'quiet' });
  },
});

export function openLogRun({ log, clock: settings, parsers, records, emit, pick, onLine }: LogRunParts): LogRun {
  const clock = openLogClock(settings);
  let current = '';
  const picked: EmitEvent = pick ? (event) => { if (pick(event, current)) emit(event); } : emit;
  const reader = openLogReader({ log, clock, parsers, detach: openDetach(), emit: picked });
  const joiner = openJsonJoiner((text, line, offset, codes) => {
    current = text;
    const parsed = reader.feed(text, line, offset, codes);
    if (onLine) onLine({ line, offset }, parsed, text);
  }, ({ text, line, offset }) => {
    reader.pass();
    if (onLine) onLine({ line, offset }, 'quiet', text);
  });
  const splitter = openSplitter(records ?? null, joiner.line);
  return {
    push: splitter.push,
    finish: () => {
      splitter.finish();
      joiner.finish();
      reader.finish();
    },
    counts: () => ({ ...reader.counts(), ...clock.notes(), lines: splitter.lines(), cut: splitter.cut() }),
  };
}
