import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { messageOf } from '../daemon/own-log.ts';
import type { Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'popper';
const TAGS = new Set([
  'imapd', 'ipop3d', 'ipop2d', 'imaps', 'pop3d', 'solid-pop3d', 'spop3d', 'qpopper', 'popper', 'in.qpopper', 'tpop3d', 'teapop', 'popa3d',
  'vpopmail', 'vchkpw', 'vchkpw-pop3', 'vchkpw-smtp', 'vchkpw-imap', 'vchkpw-submission', 'qmail', 'qmail-smtpd',
]);
/** After a colon IPv6 could not be told from the name. */
const V4 = String.raw`(?<host>\d{1,3}(?:\.\d{1,3}){3})`;
const ADDRESS = '(?<host>[0-9A-Fa-f.:]{3,45})';

const WORDINGS: readonly Wording[] = [
  // University of Washington
  { pattern: /^(?:Login fail(?:ed|ure)|Login (?:excessive login failures|disabled|failure)|Authentication failure|APOP failed?|(?:AUTHENTICATE|CRAM-MD5|PLAIN|LOGIN) \w{1,20} failure|Login user disabled|Excessive login failures)\b.{0,40}?(?: user=(?<user>.{0,320}?))?(?: auth=.{0,320})? host=(?:(?<name>[^\s[\]]{1,255}) )?\[(?<host>[^\s[\]]{1,64})\]$/i, says: 'failure' },
  { pattern: /^(?:Login|Authenticated|Auth|APOP) user=(?<user>.{0,320}?)(?: auth=.{0,320})? host=(?:(?<name>[^\s[\]]{1,255}) )?\[(?<host>[^\s[\]]{1,64})\](?: nmsgs=.{0,40})?$/, says: 'success' },
  { pattern: /^(?:Logout|Killed|Autologout|Broken pipe|Connection reset|Command stream end|Terminating|Unexpected client disconnect|imaps? SSL service init|pop3s? (?:SSL )?service init|port \d{1,5} service init|connect|Moved)\b.{0,600}/i, says: 'quiet' },
  // solid-pop3d: the address is last
  { pattern: new RegExp(`^authentication failed: (?:no such user|can't map user name|no such mapped user)(?: name)?: (?<user>.{0,320}) - ${ADDRESS}$`), says: 'stranger' },
  { pattern: new RegExp(`^(?:authentication failed(?: for (?:mapped )?user)?:?|can't find APOP secret for user|can't (?:open|read) mailbox of user|bad APOP digest for user|user) (?<user>.{0,320}?)(?: (?:is not allowed|has expired))? - ${ADDRESS}$`), says: 'failure' },
  { pattern: new RegExp(`^root login not allowed - ${ADDRESS}$`), says: 'refused' },
  { pattern: new RegExp(`^user (?<user>.{0,320}) authenticated - ${ADDRESS}$`), says: 'success' },
  // qpopper, tpop3d, vpopmail
  { pattern: /^\[AUTH\] Failed attempted login to (?<user>.{0,320}) from host \((?<name>[^()]{0,255})\) (?<host>[0-9A-Fa-f.:]{3,45})/, says: 'failure' },
  { pattern: /^(?<user>.{0,320}) at (?<name>\S{1,255}) \((?<host>[0-9A-Fa-f.:]{3,45})\): -ERR (?:\[AUTH\] )?[Pp]assword/, says: 'failure' },
  { pattern: new RegExp(`^vchkpw-[\\w-]{2,20}: (?:vpopmail user not found|no such user) (?<user>.{0,320}):${V4}$`), says: 'stranger' },
  { pattern: new RegExp(`^vchkpw-[\\w-]{2,20}: (?:password fail|null password given|system password fail|.{0,60}fail)(?: \\(pass: '.{0,100}'\\))? (?<user>\\S{0,320}):${V4}$`), says: 'failure' },
  { pattern: new RegExp(`^vchkpw-[\\w-]{2,20}: \\(\\S{1,20}\\) login success (?<user>.{0,320}):${V4}$`), says: 'success' },
  // qmail
  { pattern: new RegExp(`^(?:\\d{9,11}\\.\\d{1,9} )?(?:qmail-smtpd|rblsmtpd): (?:\\d{3} badiprbl: ip |pid \\d{1,9}: \\d{3} |)${ADDRESS}\\b`), says: 'rejected', reason: 'listed' },
];
const OWN = /^(?:Login|Logout|Authenticat|Auth user|APOP|AUTHENTICATE|Excessive|authentication failed|can't |bad APOP|root login|user .{1,320} (?:authenticated|is not|has expired) |\[AUTH\]|vchkpw-|.{1,320} -ERR |(?:\d{9,11}\.\d{1,9} )?(?:qmail-smtpd|rblsmtpd): )/;

/** Small mailbox servers: University of Washington imapd and ipop3d, solid-pop3d, qpopper, vpopmail, qmail's smtpd. */
export const popper: Parser = {
  name: FORMAT,
  programs: [],
  claims: ({ program, text, body }) => program !== null && TAGS.has(program) && OWN.test(text.slice(body, body + 400))
    && !text.startsWith('LOGIN', body),
  taint: ['user'],
  open: () => {
    const read = openMessages({ format: FORMAT, service: 'pop3', wordings: WORDINGS });
    return { feed: (record, emit) => read({ record, text: messageOf(record).trimEnd(), service: serviceOf(record) }, emit) };
  },
};

const serviceOf = ({ program, text, body }: LogRecord): string =>
  (program?.includes('imap') ? 'imap' : /smtpd?\b/.test(text.slice(body, body + 60)) ? 'smtp' : 'pop3');
