import type { Detach } from '../../domain/detach.ts';
import type { Framing } from '../framing.ts';
import { readIsoTime } from '../iso-time.ts';

/** `<34>1 2026-03-03T04:12:01.5Z host app procid msgid [structured data] message`; `-` stands for nothing. */
const HEAD = /^<\d{1,3}>1 (\S{1,40}) (\S{1,255}) (\S{1,48}) (\S{1,128}) \S{1,32} /;
const CLOSE = 93;
const OPEN = 91;
const BACKSLASH = 92;
const QUOTE = 34;

/** RFC 5424 syslog, one record a line. */
export const rfc5424: Framing = {
  name: 'rfc5424',
  open(clock, detach) {
    return {
      read(record) {
        if (record.text.charCodeAt(0) !== 60) return false;
        const match = HEAD.exec(record.text.slice(0, 520));
        if (!match) return false;
        const stamp = fieldOf(match[1]);
        const time = stamp === null ? null : readIsoTime(stamp, 0, clock);
        if (stamp !== null && !time) return false;
        record.time = time?.time ?? null;
        record.host = keep(fieldOf(match[2]), detach);
        record.program = keep(fieldOf(match[3])?.toLowerCase() ?? null, detach);
        record.pid = fieldOf(match[4]);
        record.body = messageAt(record.text, match[0].length);
        return true;
      },
    };
  },
};

const fieldOf = (field: string | undefined): string | null => (field === undefined || field === '-' ? null : field);
const keep = (field: string | null, detach: Detach): string | null => (field === null ? null : detach(field));

/** Past `-` or any number of `[id name="value"]`, and past a byte order mark. */
function messageAt(text: string, start: number): number {
  let at = text.charCodeAt(start) === OPEN ? start : start + 1;
  while (text.charCodeAt(at) === OPEN) at = elementEnd(text, at);
  if (text.charCodeAt(at) === 32) at += 1;
  return text.charCodeAt(at) === 0xfeff ? at + 1 : at;
}

/** Where a structured element ends; a quoted value may hold escaped brackets and quotes. */
function elementEnd(text: string, start: number): number {
  let quoted = false;
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted && code === BACKSLASH) at += 1;
    else if (code === QUOTE) quoted = !quoted;
    else if (!quoted && code === CLOSE) return at + 1;
  }
  return text.length;
}
