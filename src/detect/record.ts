import type { TrustedFields } from '../domain/event.ts';

/**
 * One line as the parsers see it. A single object is reused for every line of a log: a parser copies what it keeps.
 * `text` is the whole record without its line end; `body` is where the message begins, past the envelope.
 */
export interface LogRecord {
  text: string;
  body: number;
  log: number;
  line: number;
  offset: number;
  time: number | null;
  host: string | null;
  program: string | null;
  pid: string | null;
  trusted: TrustedFields | null;
}
