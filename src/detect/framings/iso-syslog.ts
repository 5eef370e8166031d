import type { Framing } from '../framing.ts';
import { readIsoTime } from '../iso-time.ts';
import { openTagReader } from '../syslog-tag.ts';

const ZERO = 48;

/** The files of rsyslog and journald with RFC 3339 times: `2026-03-03T04:12:01.5+01:00 host tag[pid]: message`. */
export const isoSyslog: Framing = {
  name: 'iso-syslog',
  open(clock, detach) {
    const readTag = openTagReader(detach);
    return {
      read(record) {
        const first = record.text.charCodeAt(0) - ZERO;
        if (first < 0 || first > 9 || record.text.charCodeAt(10) !== 84) return false;
        const stamp = readIsoTime(record.text, 0, clock);
        if (!stamp || record.text.charCodeAt(stamp.length) !== 32) return false;
        record.time = stamp.time;
        return readTag(record, stamp.length + 1) && record.program !== null;
      },
    };
  },
};
