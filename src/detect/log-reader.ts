import type { Detach } from '../domain/detach.ts';
import type { Event, EventKind, LineRef } from '../domain/event.ts';
import type { LogGap } from '../domain/log.ts';
import { codeAt } from './codes.ts';
import { openEnvelopes } from './envelopes.ts';
import type { FramingRun } from './framing.ts';
import { FRAMINGS } from './framings/index.ts';
import { openGapMeter } from './gap-meter.ts';
import type { LogClock } from './log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from './parser.ts';
import type { Codes, LogRecord } from './record.ts';
import { openRecord, recode } from './record.ts';
import type { Learner } from './templates/learner.ts';
import { commonForms, openLearner } from './templates/learner.ts';
import { shapeOf } from './templates/tokens.ts';

/** Examples kept of lines nobody understood. */
const EXAMPLES = 5;
const EXAMPLE_LENGTH = 200;
/** Lines nobody understood whose form is learnt: the rest are like them. */
const LEARNT = 5_000;
const FORMS = 5;
/** Host names counted per log: more come only from forged envelopes. */
const HOST_LIMIT = 100;
const LOWER_L = 108;

/** What one log came to so far. */
export interface ReadCounts {
  readonly parsed: number;
  readonly quiet: number;
  readonly unparsed: number;
  readonly formats: readonly string[];
  readonly hosts: readonly string[];
  readonly kinds: readonly EventKind[];
  readonly from: number | null;
  readonly to: number | null;
  readonly gaps: readonly LogGap[];
  /** What lines nobody understood have in common, those with most lines first. */
  readonly forms: readonly { readonly text: string; readonly count: number }[];
  readonly examples: readonly { readonly lineNumber: number; readonly why: string; readonly text: string }[];
}

export interface LogReader {
  /** Without `codes` they are made from the text. */
  feed(text: string, line: number, offset: number, codes?: Codes | null): Parsed;
  /** Lets parsers hand over what they hold. */
  finish(): void;
  /** Counts a line that went into the record of another. */
  pass(): void;
  counts(): ReadCounts;
}

export interface LogReaderParts {
  readonly log: number;
  readonly clock: LogClock;
  readonly parsers: readonly Parser[];
  readonly detach: Detach;
  readonly emit: EmitEvent;
}

interface Route {
  readonly parser: Parser;
  /** Opened when the first record is its own: most logs need two parsers of fourteen. */
  run: ParserRun | null;
  claimed: number;
}

/** Lines of one log in, events out: envelope, then the parser that the tag or the shape of the record picks. */
export function openLogReader(parts: LogReaderParts): LogReader {
  const framings = FRAMINGS.map((framing) => ({ ...framing.open(parts.clock, parts.detach), wraps: framing.wraps === true }));
  const routes = openRoutes(parts.parsers);
  const tally = openTally(parts.detach);
  const record = openRecord(parts.log);
  const envelopes = openEnvelopes();
  let lastEvent: Event | null = null;
  const emit: EmitEvent = (event) => {
    lastEvent = event;
    tally.event(event);
    parts.emit(event);
  };
  return {
    feed: (text, line, offset, codes) => {
      reset(record, text, line, offset);
      if (codes) {
        record.codes = codes.codes;
        record.view = codes.view;
        record.from = codes.from;
      } else recode(record);
      if (!envelopes.again(record)) {
        if (frame(framings, record) === 'held') return tally.line(record, 'quiet');
        envelopes.keep(record, text);
      }
      const repeated = repeatedCount(record, lastEvent);
      if (repeated !== null && lastEvent) {
        emit({ ...lastEvent, ...refOf(record), time: record.time ?? lastEvent.time, count: repeated });
        return tally.line(record, 'event');
      }
      // What the record before came to; one that came to nothing is repeated as nothing.
      lastEvent = null;
      const route = routes.pick(record);
      const parsed = route ? (route.run ??= route.parser.open(parts.clock)).feed(record, emit) : NOBODY;
      if (route && typeof parsed === 'string') route.claimed += 1;
      return tally.line(record, parsed);
    },
    finish: () => {
      routes.finish((event) => {
        emit(event);
        tally.late();
      });
    },
    pass: tally.pass,
    counts: () => ({ ...tally.counts(), formats: routes.formats() }),
  };
}

const NOBODY: Parsed = { unparsed: 'no parser knows this wording' };

// Four parameters on purpose: this runs for every line.
function reset(record: LogRecord, text: string, line: number, offset: number): void {
  record.text = text;
  record.body = 0;
  record.line = line;
  record.offset = offset;
  record.time = null;
  record.host = null;
  record.program = null;
  record.pid = null;
  record.trusted = null;
}

const refOf = ({ log, line, offset }: LogRecord): LineRef => ({ log, line, offset });

type OpenFraming = FramingRun & { readonly wraps: boolean };

/** The framing that fitted last is asked first. */
function frame(framings: OpenFraming[], record: LogRecord): boolean | 'held' {
  for (let at = 0; at < framings.length; at += 1) {
    const framing = framings[at];
    const fits = framing?.read(record);
    if (!framing || !fits) continue;
    if (at > 0) {
      framings.splice(at, 1);
      framings.unshift(framing);
    }
    if (framing.wraps && fits !== 'held') frameInside(framings, record);
    return fits;
  }
  return false;
}

/** The envelope within an envelope; where there is none, the outer one's time stands. */
function frameInside(framings: readonly OpenFraming[], record: LogRecord): void {
  const { time } = record;
  if (!framings.some((framing) => !framing.wraps && framing.read(record))) record.time = time;
}

/** syslogd's own `last message repeated 5 times` stands for the record before it, of the same host. */
function repeatedCount(record: LogRecord, before: Event | null): number | null {
  if (before?.host !== record.host) return null;
  if (codeAt(record, record.body) !== LOWER_L || !record.text.startsWith('last message repeated ', record.body)) return null;
  const match = /^last message repeated (\d{1,6}) times?\s*$/.exec(record.text.slice(record.body));
  return match ? Math.max(1, Number(match[1])) : null;
}

function openRoutes(parsers: readonly Parser[]) {
  const routes: readonly Route[] = parsers.map((parser) => ({ parser, run: null, claimed: 0 }));
  const byProgram = new Map<string, Route>();
  for (const route of routes) for (const program of route.parser.programs) byProgram.set(program, route);
  const byShape = routes.filter(({ parser }) => parser.claims !== null);
  // The last of the list may claim every line: it is asked when all others have said no, and never remembered.
  const fallback = byShape.at(-1);
  let last: Route | null = null;
  let lastByProgram: Route | undefined;
  let lastProgram: string | null = null;
  const ofProgram = (program: string): Route | undefined => {
    // Programs are one string object each, and most logs have runs of one.
    if (program === lastProgram) return lastByProgram;
    lastProgram = program;
    lastByProgram = byProgram.get(program);
    return lastByProgram;
  };
  const byClaim = (record: LogRecord): Route | null => {
    if (last?.parser.claims?.(record)) return last;
    const found = byShape.find(({ parser }) => parser.claims?.(record)) ?? null;
    if (found !== fallback) last = found;
    return found;
  };
  return {
    pick: (record: LogRecord): Route | null =>
      (record.program === null ? undefined : ofProgram(record.program)) ?? byClaim(record),
    finish: (emit: EmitEvent): void => { for (const { run } of routes) run?.finish?.(emit); },
    formats: (): readonly string[] =>
      routes.filter(({ claimed }) => claimed > 0).sort((a, b) => b.claimed - a.claimed)
        .map(({ parser }) => parser.name),
  };
}

function openTally(detach: Detach) {
  const hosts = new Set<string>();
  const examples: { lineNumber: number; why: string; text: string }[] = [];
  const gaps = openGapMeter();
  const count = { parsed: 0, quiet: 0, unparsed: 0 };
  let [from, to]: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let lastHost: string | null = null;
  const kinds = new Set<EventKind>();
  let lastKind: EventKind | null = null;
  const span = (record: LogRecord): void => {
    if (record.host !== null && record.host !== lastHost && hosts.size < HOST_LIMIT) hosts.add(record.host);
    lastHost = record.host;
    if (record.time === null) return;
    if (record.time < from) from = record.time;
    if (record.time > to) to = record.time;
    gaps.see(record.time, record.line);
  };
  let learner: Learner | null = null;
  const example = (record: LogRecord, why: string): void => {
    if (count.unparsed <= LEARNT) (learner ??= openLearner()).see(shapeOf(record.text));
    if (examples.length >= EXAMPLES) return;
    examples.push({ lineNumber: record.line, why, text: detach(record.text.slice(0, EXAMPLE_LENGTH)) });
  };
  return {
    event: (event: Event): void => {
      if (event.kind === 'system') gaps.note(event);
      if (event.kind !== lastKind) kinds.add(lastKind = event.kind);
      if (event.time === null) return;
      if (event.time < from) from = event.time;
      if (event.time > to) to = event.time;
    },
    /** An event at the end of the log, whose line was taken for quiet while more could follow. */
    late: (): void => {
      count.parsed += 1;
      count.quiet = Math.max(0, count.quiet - 1);
    },
    line: (record: LogRecord, parsed: Parsed): Parsed => {
      span(record);
      if (parsed === 'event') count.parsed += 1;
      else if (parsed === 'quiet') count.quiet += 1;
      else {
        count.unparsed += 1;
        example(record, parsed.unparsed);
      }
      return parsed;
    },
    pass: (): void => { count.quiet += 1; },
    counts: (): Omit<ReadCounts, 'formats'> => ({
      ...count, hosts: [...hosts].sort(), kinds: [...kinds].sort(), examples, gaps: gaps.found(), forms: learner ? commonForms(learner).slice(0, FORMS) : [],
      from: Number.isFinite(from) ? from : null, to: Number.isFinite(to) ? to : null,
    }),
  };
}
