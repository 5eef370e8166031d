import type { Detach } from '../domain/detach.ts';
import type { LogClock } from './log-clock.ts';
import type { LogRecord } from './record.ts';

/** State of one framing over one log. */
export interface FramingRun {
  /**
   * Fills time, host, program, pid, trusted, text and body of the record from its text; false where it is not ours,
   * `held` where it is the beginning of a record that a later line ends.
   */
  read(record: LogRecord): boolean | 'held';
}

/** The envelope around a message: who wrote it, when, under which tag. */
export interface Framing {
  readonly name: string;
  /** The text inside may have an envelope of its own: the other framings are asked again. */
  readonly wraps?: true;
  open(clock: LogClock, detach: Detach): FramingRun;
}
