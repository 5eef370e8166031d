import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { messageOf } from '../daemon/own-log.ts';
import type { Parser } from '../parser.ts';

const FORMAT = 'ftpd';
const BRACKETED = String.raw`(?<name>[^\s[\]]{0,255}) ?\[(?<host>[^\s[\]]{1,64})\]`;
const PLAIN = String.raw`(?<host>[^\s,()]{1,255})(?: \((?<name>[^\s()]{1,255})\))?`;

const WORDINGS: readonly Wording[] = [
  { pattern: new RegExp(`^failed login from ${BRACKETED}`), says: 'failure', sum: true },
  { pattern: new RegExp(`^(?:repeated login failures|too many login failures|login failures?) from ${BRACKETED}`, 'i'), says: 'failure', sum: true },
  { pattern: new RegExp(`^(?:repeated login failures|too many login failures|login failures?) from ${PLAIN}`, 'i'), says: 'failure', sum: true },
  { pattern: new RegExp(`^(?<count>\\d{1,4}) LOGIN FAILURES? FROM ${PLAIN}(?:, (?<user>.{0,320}))?`), says: 'failure', sum: true },
  { pattern: new RegExp(`^FTP LOGIN FAILED FROM ${PLAIN}(?:, (?<user>.{0,320}))?`), says: 'failure', sum: true },
  { pattern: new RegExp(`^FTP LOGIN REFUSED(?: \\([^()]{0,60}\\))? FROM ${BRACKETED}, (?<user>.{0,320})`), says: 'refused', sum: true },
  { pattern: new RegExp(`^FTP LOGIN REFUSED(?: \\([^()]{0,60}\\))? FROM ${PLAIN}(?:, (?<user>.{0,320}))?`), says: 'refused', sum: true },
  { pattern: new RegExp(`^(?:ANONYMOUS )?FTP LOGIN FROM ${BRACKETED}(?:, (?<user>.{0,320}))?`), says: 'success' },
  { pattern: new RegExp(`^(?:ANONYMOUS )?FTP LOGIN FROM ${PLAIN}(?: as (?<as>[^()]{1,320}))?(?:, (?<user>.{0,320}))?`), says: 'success' },
  { pattern: new RegExp(`^refused (?:PORT|EPRT|connect|LPRT)\\b.{0,120} from ${BRACKETED}`), says: 'probe' },
  { pattern: new RegExp(`^(?:connection from|connect from|FTP session closed|User .{0,200} timed out|lost connection to) ${BRACKETED}`), says: 'notice' },
  { pattern: new RegExp(`^(?:connection from|connect from|lost connection to) ${PLAIN}`), says: 'notice' },
  { pattern: /^(?:PASS |USER |QUIT|FTP session closed|cmd|PORT|LIST|RETR|STOR|TYPE|SYST|CWD|PWD|exiting|getpeername|User )/, says: 'quiet' },
];

/** The classic FTP daemons: BSD's and inetutils' ftpd, wu-ftpd, gssftpd. */
export const ftpd: Parser = {
  name: FORMAT,
  programs: ['ftpd', 'wu-ftpd', 'in.ftpd', 'gssftpd', 'wu.ftpd', 'lukemftpd', 'tnftpd', 'ftp.proxy', 'linux-ftpd'],
  claims: null,
  taint: ['user'],
  open: () => {
    const read = openMessages({ format: FORMAT, service: 'ftp', wordings: WORDINGS });
    return { feed: (record, emit) => read({ record, text: messageOf(record).trimEnd() }, emit) };
  },
};
