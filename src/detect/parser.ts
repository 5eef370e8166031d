import type { Event } from '../domain/event.ts';
import type { LogClock } from './log-clock.ts';
import type { LogRecord } from './record.ts';

/**
 * What a parser made of a record: an event was emitted; the record is understood and says nothing about security;
 * the record carries this parser's tag or shape but no rule knows its wording.
 */
export type Parsed = 'event' | 'quiet' | { readonly unparsed: string };
/** The event is the receiver's until it returns: a parser may fill the same object again. Who keeps it copies it. */
export type EmitEvent = (event: Event) => void;

/** State of one parser over one log. Linear time, never throws, bounded memory. */
export interface ParserRun {
  feed(record: LogRecord, emit: EmitEvent): Parsed;
  /** Hands over what it still holds when the log ends. */
  finish?(emit: EmitEvent): void;
}

/**
 * One wording family. Records with a program tag go to the parser that lists the tag (lower case, without path);
 * records without one go to the first parser whose `claims` says yes. `taint` names the event fields an attacker can
 * write in this format.
 */
export interface Parser {
  readonly name: string;
  readonly programs: readonly string[];
  readonly claims: ((record: LogRecord) => boolean) | null;
  readonly taint: readonly string[];
  open(clock: LogClock): ParserRun;
}
