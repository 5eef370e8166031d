import { openDetach } from '../domain/detach.ts';
import type { Event, EventKind } from '../domain/event.ts';
import type { FindingDraft } from '../domain/finding.ts';
import type { Detector, DetectorRun } from './detector.ts';
import { openJsonJoiner } from './json-joiner.ts';
import { openLineSplitter } from './line-splitter.ts';
import type { ClockNotes, ClockSettings } from './log-clock.ts';
import { openLogClock } from './log-clock.ts';
import type { ReadCounts } from './log-reader.ts';
import { openLogReader } from './log-reader.ts';
import { openLoginLedger } from './login-ledger.ts';
import type { EmitEvent, Parsed, Parser } from './parser.ts';
import { openSitePages } from './web/site-pages.ts';

/** All detectors of one run, fed with events in order of time. */
export interface DetectorSet {
  on(event: Event): void;
  /** Everything said since the last drain; the same key again replaces what was said before. */
  drain(): readonly FindingDraft[];
  evicted(): number;
}

export function openDetectors(detectors: readonly Detector[]): DetectorSet {
  const ledger = openLoginLedger();
  const pages = openSitePages();
  const shared = { ledger, pages };
  const runs = detectors.map(({ kinds, open }) => ({ kinds, run: open(shared) }));
  const byKind = new Map<EventKind, DetectorRun[]>();
  for (const { kinds, run } of runs) {
    for (const kind of kinds) byKind.set(kind, [...(byKind.get(kind) ?? []), run]);
  }
  return {
    on: (event) => {
      if (event.kind === 'auth' || event.kind === 'generic') ledger.note(event);
      else if (event.kind === 'web') pages.learn(event);
      const wanting = byKind.get(event.kind);
      if (wanting) for (const run of wanting) run.on(event);
    },
    drain: () => runs.flatMap(({ run }) => {
      const drafts: FindingDraft[] = [];
      run.drain((draft) => drafts.push(draft));
      return drafts;
    }),
    evicted: () => runs.reduce((sum, { run }) => sum + run.evicted(), ledger.evicted() + pages.evicted()),
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
  readonly emit: EmitEvent;
  /** Decides on an event while the line it came from is at hand; all are taken where it is left out. */
  readonly pick?: (event: Event, text: string) => boolean;
  /** Called after each line with what became of it. */
  readonly onLine?: (place: { readonly line: number; readonly offset: number }, parsed: Parsed, text: string) => void;
}

export function openLogRun({ log, clock: settings, parsers, emit, pick, onLine }: LogRunParts): LogRun {
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
  const splitter = openLineSplitter(joiner.line);
  return {
    push: splitter.push,
    finish: () => {
      splitter.finish();
      joiner.finish();
    },
    counts: () => ({ ...reader.counts(), ...clock.notes(), lines: splitter.lines(), cut: splitter.cut() }),
  };
}
