import { codeAt, digitAt } from '../codes.ts';
import type { Framing } from '../framing.ts';
import { openIsoStamp } from '../iso-stamp.ts';
import type { LogRecord } from '../record.ts';
import { openTagReader } from '../syslog-tag.ts';

const HOST = /^[\p{L}\p{N}_.:-]+$/u;
const TAG = /^[\p{L}\p{N}_./@()+~,-]+$/u;
const [SPACE, UPPER_T] = [32, 84] as const;

/** The files of rsyslog and journald with RFC 3339 times: `2026-03-03T04:12:01.5+01:00 host tag[pid]: message`. */
export const isoSyslog: Framing = {
  name: 'iso-syslog',
  open(clock, detach) {
    const readTag = openTagReader(detach);
    const readTime = openIsoStamp(clock);
    const isEnvelope = openPlausible();
    return {
      read(record) {
        if (digitAt(record, 0) < 0 || codeAt(record, 10) !== UPPER_T) return false;
        const stamp = readTime(record);
        if (!stamp || codeAt(record, stamp.length) !== SPACE) return false;
        record.time = stamp.time;
        if (readTag(record, stamp.length + 1) && record.program !== null && isEnvelope(record)) return true;
        leave(record);
        return false;
      },
    };
  },
};

/** Other programs begin their lines with the same time: what follows then is no host and no tag, `WARN [main] key=a: b`. */
function openPlausible(): (record: LogRecord) => boolean {
  // Records of one host and program follow one another, and hold the same two strings.
  const last = { host: '' as string | null, program: '' as string | null, plausible: false };
  return ({ host, program }) => {
    if (host === last.host && program === last.program) return last.plausible;
    last.host = host;
    last.program = program;
    last.plausible = (host === null || HOST.test(host)) && (program === null || TAG.test(program));
    return last.plausible;
  };
}

function leave(record: LogRecord): void {
  record.time = null;
  record.host = null;
  record.program = null;
  record.pid = null;
  record.body = 0;
}
