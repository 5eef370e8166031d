import type { Detach } from '../domain/detach.ts';
import type { LogClock } from './log-clock.ts';
import type { LogRecord } from './record.ts';

/** State of one framing over one log. */
export interface FramingRun {
  /** Fills time, host, program, pid, trusted, text and body of the record from its text; false where it is not ours. */
  read(record: LogRecord): boolean;
}

/** The envelope around a message: who wrote it, when, under which tag. */
export interface Framing {
  readonly name: string;
  open(clock: LogClock, detach: Detach): FramingRun;
}
