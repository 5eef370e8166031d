import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { messageOf, ownMessage } from '../daemon/own-log.ts';
import type { Parser } from '../parser.ts';

const FORMAT = 'proftpd';
/** `2013-11-16 21:59:30,121 ftp1 proftpd[25891] `, as its SystemLog has it. */
const STAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \S{1,64} proftpd\[\d{1,9}\]:? /;
/** `server (client[address])`: written by the server before anything a client says. */
const SESSION = String.raw`^(?:\S{1,255} )?\((?<name>[^\s()[\]]{1,255})\[(?<host>[^\s()[\]]{1,64})\]\)(?: - |: | )(?:- )?(?:mod_\w{2,20}(?:/[\d.]{1,12}\w{0,4})?: )?`;
const of = (pattern: string): RegExp => new RegExp(`${SESSION}${pattern}`);

const WORDINGS: readonly Wording[] = [
  { pattern: of(`USER (?<user>.{0,320}): no such user found\\b`), says: 'stranger', sum: true },
  { pattern: of(`(?:Client sent|client sent) [\\w ]{0,40}(?:too many|invalid)`), says: 'probe' },
  { pattern: of(`USER (?<user>.{0,320}) \\(Login failed\\): (?:No such user|user not found)`), says: 'stranger', sum: true },
  { pattern: of(`USER (?<user>.{0,320}) \\(Login failed\\)`), says: 'failure', sum: true },
  { pattern: of(`(?:SECURITY VIOLATION: )?(?<user>root) login attempted`), says: 'refused', sum: true },
  { pattern: of(`SECURITY VIOLATION`), says: 'probe' },
  { pattern: of(`Maximum login attempts \\(\\d{1,4}\\) exceeded`), says: 'probe' },
  { pattern: of(`(?:ANON (?<user>\\S{1,100})|USER (?<user2>.{1,320})): Login successful`), says: 'success' },
  { pattern: of(`(?:error: )?(?:user '(?<user>.{0,320})'|(?:USER )?.{0,320}): (?:authentication failed|Login failed|Limit access denies login)`), says: 'failure', sum: true },
  { pattern: of(`(?:Connection refused|Refused connection|connection refused|notice: user .{0,320}: aborting transfer|Login timeout exceeded|no matching|maximum number|MaxConnectionsPerHost|[Ll]ogin limit)`), says: 'probe' },
  { pattern: of(`(?:FTP session (?:opened|closed|requested)|FTP login timed out|Client session idle|FTP no transfer timed out|Preparing to chroot|SSH2 session (?:opened|closed)|dispatching|Connection from|Entering|Opening)`), says: 'notice' },
  { pattern: new RegExp(SESSION), says: 'notice' },
  { pattern: /^\S{0,255} ?- ?(?:ProFTPD|daemon|mod_|error|warning|notice|pr_|Fatal)/, says: 'quiet' },
];

/** ProFTPD: by syslog or its own log; the session in parentheses says who is there. */
export const proftpd: Parser = {
  name: FORMAT,
  programs: ['proftpd'],
  claims: ({ program, text }) => program === null && text.charCodeAt(10) === 32 && STAMP.test(text.slice(0, 140)),
  taint: ['user'],
  open: (clock) => {
    const read = openMessages({ format: FORMAT, service: 'ftp', wordings: WORDINGS });
    return { feed: (record, emit) => read({ record, text: ownMessage(record, STAMP, clock) ?? messageOf(record) }, emit) };
  },
};
