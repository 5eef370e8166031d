import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { messageOf, ownMessage } from '../daemon/own-log.ts';
import type { Parser } from '../parser.ts';

const FORMAT = 'vsftpd';
/** `Thu Sep  8 00:39:49 2016 [pid 15019] `, as vsftpd.log has it. */
const STAMP = /^[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4} (?=\[pid )/;
const CLIENT = String.raw`Client "(?<host>[0-9A-Fa-f.:]{3,45})"`;
const WHO = String.raw`(?:\[pid \d{1,9}\] )?(?:\[(?<user>.{0,200})\] )?`;
const of = (pattern: string): RegExp => new RegExp(`^${WHO}${pattern}`);

const WORDINGS: readonly Wording[] = [
  { pattern: of(`FAIL LOGIN: ${CLIENT}`), says: 'failure', sum: true },
  { pattern: of(`OK LOGIN: ${CLIENT}`), says: 'success' },
  { pattern: of(`FTP response: ${CLIENT}, "530 (?:Login incorrect|Permission denied|Please login|This FTP server is anonymous only)`), says: 'refused', sum: true },
  { pattern: of(`(?:CONNECT|FAIL CONNECT): ${CLIENT}(?=.{0,20}refused|, "Connection refused)`), says: 'probe' },
  { pattern: of(`(?:CONNECT|FAIL CONNECT|DEBUG|FTP (?:command|response)|SSL error|(?:OK|FAIL) \\w{3,12}): ${CLIENT}`), says: 'notice' },
];

/** vsftpd: its own log, its syslog lines, and what PAM says for it. */
export const vsftpd: Parser = {
  name: FORMAT,
  programs: ['vsftpd'],
  claims: ({ program, text }) => program === null && STAMP.test(text.slice(0, 40)),
  taint: ['user'],
  open: (clock) => {
    const read = openMessages({ format: FORMAT, service: 'ftp', wordings: WORDINGS });
    return { feed: (record, emit) => read({ record, text: ownMessage(record, STAMP, clock) ?? messageOf(record) }, emit) };
  },
};
