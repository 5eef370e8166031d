import type { Framing } from '../framing.ts';

/** Longest head looked at. */
const HEAD = 140;
const TAGGED = /^(?:([A-Za-z0-9][\w.-]{0,63}) )?(\/?[A-Za-z][\w./-]{0,47})\[(\d{1,10})\]: /;

/** `host tag[pid]: message` and `tag[pid]: message`: syslog whose times were cut off, as `journalctl -o cat` and shippers write. */
export const untimed: Framing = {
  name: 'untimed',
  open(_clock, detach) {
    return {
      read(record) {
        // Nearly all lines that come here are of programs that write no tag.
        if (!record.text.includes(']: ')) return false;
        const match = TAGGED.exec(record.text.length > HEAD ? record.text.slice(0, HEAD) : record.text);
        if (!match) return false;
        const tag = (match[2] ?? '').toLowerCase();
        record.host = match[1] === undefined ? null : detach(match[1]);
        record.program = detach(tag.startsWith('/') ? tag.slice(tag.lastIndexOf('/') + 1) : tag);
        record.pid = match[3] ?? null;
        record.body = match[0].length;
        return true;
      },
    };
  },
};
