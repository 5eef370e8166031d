import { codeAt, hasAt, takeInto, wordOver } from './codes.ts';
import type { LogRecord } from './record.ts';
import { openRecord } from './record.ts';

/** Longest envelope compared with the one before. */
const ENVELOPE = 128;
const SPACE = 32;

interface Envelopes {
  /** Fills time, host, program, pid and body where the record begins as the one kept last; false where it does not. */
  again(record: LogRecord): boolean;
  /** `text` is the line as it stood before any framing. */
  keep(record: LogRecord, text: string): void;
}

/**
 * Records of one process in one second share their envelope to the byte: then nothing of it is read again. Only an
 * envelope that ends with a tag and a blank is kept, for a shorter one may go on differently.
 */
export function openEnvelopes(): Envelopes {
  const last = openRecord(0);
  const room = new Uint8Array(ENVELOPE);
  let envelope = wordOver(room.subarray(0, 0));
  return {
    again: (record) => {
      if (envelope.length === 0 || !hasAt(record, 0, envelope)) return false;
      record.body = envelope.length;
      record.time = last.time;
      record.host = last.host;
      record.program = last.program;
      record.pid = last.pid;
      return true;
    },
    keep: (record, text) => {
      const { body } = record;
      if (record.text !== text || record.program === null || record.trusted !== null || body > ENVELOPE
        || codeAt(record, body - 1) !== SPACE) return;
      last.time = record.time;
      last.host = record.host;
      last.program = record.program;
      last.pid = record.pid;
      if (envelope.length !== body) envelope = wordOver(room.subarray(0, body));
      takeInto(envelope.codes, record, 0);
    },
  };
}
