import type { RecordForm } from '../domain/login-record.ts';
import type { LineSplitter, OnLine } from './line-splitter.ts';
import { openLineSplitter } from './line-splitter.ts';

/** What fits a source: lines, or the fixed records of a binary log, each rendered to one line. */
export const openSplitter = (form: RecordForm | null, onLine: OnLine): LineSplitter =>
  (form === null ? openLineSplitter(onLine) : openRecordSplitter(form, onLine));

/** Cuts bytes into records of one length. `line` is the number of the record, `offset` where its bytes begin. */
function openRecordSplitter(form: RecordForm, onLine: OnLine): LineSplitter {
  let rest: Buffer = Buffer.alloc(0);
  let records = 0;
  const hand = (bytes: Buffer): void => {
    const offset = records * form.length;
    records += 1;
    onLine(form.text(bytes, records), records, offset, null);
  };
  return {
    push: (chunk) => {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      let at = 0;
      for (; at + form.length <= bytes.length; at += form.length) hand(bytes.subarray(at, at + form.length));
      rest = Buffer.from(bytes.subarray(at));
    },
    finish: () => { if (rest.length > 0) hand(rest); },
    lines: () => records,
    cut: () => 0,
  };
}
