import type { Framing } from '../framing.ts';
import { openTagReader } from '../syslog-tag.ts';

/** Whoever copies lines out of a journal may leave the time behind; then only a process id in brackets tells a tag. */
const HEAD = /^(?:[A-Za-z0-9][A-Za-z0-9.-]{0,63} )?[A-Za-z][\w./-]{1,47}\[\d{1,9}\]: /;
const HEAD_LIMIT = 140;

/** `host tag[pid]: message`, without a time. */
export const bareSyslog: Framing = {
  name: 'bare-syslog',
  open(_clock, detach) {
    const readTag = openTagReader(detach);
    return {
      read(record) {
        const match = HEAD.exec(record.text.slice(0, HEAD_LIMIT));
        if (!match) return false;
        // A tag alone is read as one where a host would stand.
        return match[0].indexOf(' ') < match[0].length - 1 ? readTag(record, 0) && record.program !== null : readTag(record, 0);
      },
    };
  },
};
