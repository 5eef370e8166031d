import type { Detector } from '../../src/detect/detector.ts';
import { openDetectors, openLogRun, readingBy } from '../../src/detect/engine.ts';
import type { ClockSettings } from '../../src/detect/log-clock.ts';
import type { Parsed, Parser } from '../../src/detect/parser.ts';
import { PARSERS } from '../../src/detect/parsers/index.ts';
import type { Event } from '../../src/domain/event.ts';
import type { FindingDraft } from '../../src/domain/finding.ts';

export interface TextOptions {
  readonly year?: number;
  readonly zone?: number | string;
  readonly parsers?: readonly Parser[];
}

export interface ReadRow {
  readonly lineNumber: number;
  readonly parsed: Parsed;
  readonly events: readonly Event[];
}

const clockFor = ({ year = 2026, zone }: TextOptions): ClockSettings => ({
  zone: zone ?? null, how: zone === undefined ? 'assumed' : 'given', offset: 0,
  anchor: Date.UTC(year, 11, 31), firstYear: year,
});

/** Reads a text as one log; a row for each line. */
export function readText(text: string, options: TextOptions = {}): readonly ReadRow[] {
  const rows: ReadRow[] = [];
  let events: Event[] = [];
  const run = openLogRun({
    log: 0, clock: clockFor(options), parsers: options.parsers ?? PARSERS,
    emit: (event) => events.push({ ...event }),
    onLine: ({ line }, parsed) => {
      rows.push({ lineNumber: line, parsed, events });
      events = [];
    },
  });
  run.push(Buffer.from(text));
  run.finish();
  return rows;
}

/** A parser fills its events anew: a detector that kept one would find this in it. */
function spoil(event: Event): void {
  const fields: Record<string, unknown> = event as unknown as Record<string, unknown>;
  for (const name of Object.keys(fields)) fields[name] = typeof fields[name] === 'number' ? -1 : 'spoilt';
}

/** Reads a text as one log and answers with what the detectors say of it. */
export function scanText(
  text: string, options: TextOptions & { readonly detectors: readonly Detector[] },
): readonly FindingDraft[] {
  const detectors = openDetectors(options.detectors);
  const { pick, onLine } = readingBy(detectors);
  const run = openLogRun({
    log: 0, clock: clockFor(options), parsers: options.parsers ?? PARSERS,
    emit: (event) => {
      const own = { ...event };
      detectors.on(own);
      spoil(own);
    },
    pick, onLine: (place, parsed, text) => { onLine(0, place, parsed, text); },
  });
  run.push(Buffer.from(text));
  run.finish();
  return detectors.drain();
}
