import { codeAt, digitAt } from '../codes.ts';
import type { Framing } from '../framing.ts';
import { openIsoStamp } from '../iso-stamp.ts';
import { openTagReader } from '../syslog-tag.ts';

const [SPACE, UPPER_T] = [32, 84] as const;

/** The files of rsyslog and journald with RFC 3339 times: `2026-03-03T04:12:01.5+01:00 host tag[pid]: message`. */
export const isoSyslog: Framing = {
  name: 'iso-syslog',
  open(clock, detach) {
    const readTag = openTagReader(detach);
    const readTime = openIsoStamp(clock);
    return {
      read(record) {
        if (digitAt(record, 0) < 0 || codeAt(record, 10) !== UPPER_T) return false;
        const stamp = readTime(record);
        if (!stamp || codeAt(record, stamp.length) !== SPACE) return false;
        record.time = stamp.time;
        return readTag(record, stamp.length + 1) && record.program !== null;
      },
    };
  },
};
