import type { Wording } from '../daemon/messages.ts';
import { openMessages } from '../daemon/messages.ts';
import { messageOf, ownMessage } from '../daemon/own-log.ts';
import type { Parser } from '../parser.ts';

const FORMAT = 'exim';
/** Stamp, zone where it is logged, `[pid]`, `info exim[pid]:` where another logger passed it on. */
const STAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?(?: [+-]\d{4})? (?:\w{3,8} exim\[\d{1,9}\]: )?(?:\[\d{1,9}\] )?/;
const STARTS = /^(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4} (?:<=|=>|->|==|\*\*|>>|\*>|SMTP |H=|SA: |Completed|Message |U=|rejected |DKIM|[A-Za-z])|H=|U=|SMTP |[\w-]{1,40} authenticator failed |no (?:MAIL|host name|IP address) |TLS |unexpected |rejected |refused |connection |Connection from |host name |Start queue|End queue|exim \d|exim [\w ]{1,30}daemon|cwd=|Warning: |ident connection|SIGHUP|remote host |SMTP$|lookup of host |auth_|daemon)/;
/** `H=name (helo) [address]:port`, `host.example.net (helo) [address]:port`, `(helo) [address]`: in a helo may stand anything but blanks. */
const HOST = String.raw`(?:H=)?(?:(?<name>[^\s()[\]]{1,255}) )?(?:\([^\s]{0,300}\) )?\[(?<host>[0-9A-Fa-f.:]{3,45})\](?::(?<port>\d{1,5}))?`;
const ID = String.raw`(?:(?<id>[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4}) )?`;
/** What exim may log between the host and what happened. */
const DETAILS = String.raw`(?: (?:I|X|CV|SNI|DN|Ci|U|P|A|PRX|K|S|M8S|DKIM|L|C|RT|QT)=\S{0,400})*`;
const FROM = String.raw`(?: F=(?:<(?<from>[^<>]{0,320})>|\S{1,320}))?(?: A=\S{1,200})?`;
const TO = String.raw`(?:<(?<to>[^<>]{0,320})>|[^\s:]{1,320})`;
const of = (pattern: string): RegExp => new RegExp(`^${pattern}`);

const WORDINGS: readonly Wording[] = [
  { pattern: of(`${ID}(?<method>[\\w-]{1,40}) authenticator failed for ${HOST}${DETAILS}(?: U=\\S{1,100})?: 4\\d\\d `), says: 'notice' },
  { pattern: of(`${ID}(?<method>[\\w-]{1,40}) authenticator failed for ${HOST}${DETAILS}: .{0,400}?(?:\\(set_id=(?<user>[^()]{0,320})\\)|$|: \\d{1,6} Time)`), says: 'failure' },
  { pattern: of(`${ID}<= (?<from>\\S{1,320}) H=${HOST.slice('(?:H=)?'.length)}.{0,600} A=(?<method>[\\w-]{1,40}):(?<user>\\S{1,320})`), says: 'success' },
  { pattern: of(`${ID}<= (?<from>\\S{1,320}) ${HOST}`), says: 'received' },
  { pattern: of(`${ID}${HOST}${DETAILS}${FROM} (?:temporarily )?rejected (?:RCPT|VRFY|EXPN|MAIL|DATA|after DATA|EHLO or HELO|EHLO|HELO|ETRN|AUTH|STARTTLS|connection|during MIME|by[\\w ()]{1,60})(?: ${TO})?(?:: | |$)(?<why>.{0,1000})`), says: 'rejected' },
  { pattern: of(`${ID}${HOST}${DETAILS}${FROM} (?<why>sender verify (?:fail|defer).{0,1000})`), says: 'rejected', reason: 'sender' },
  { pattern: of(`${ID}${HOST}${DETAILS}${FROM} (?<why>rejected .{0,1000})`), says: 'rejected' },
  { pattern: of(`${ID}SA: Action: (?:silently tossed|permanently rejected|rejected|temporarily rejected|teergrube)\\w{0,10} message: .{0,600}\\(host=\\S{0,255} \\[(?<host>[0-9A-Fa-f.:]{3,45})\\]\\)`), says: 'rejected', reason: 'content' },
  { pattern: of(`SMTP protocol (?:error|violation|synchronization error)(?: in ".{0,400}"|.{0,400}?) ${HOST.replace('(?:H=)?', '(?:H=)')} (?!.{0,600} H=)`), says: 'probe' },
  { pattern: of(`SMTP protocol (?:synchronization error|violation)(?: \\([^()]{0,200}\\))?: rejected (?:".{0,300}" )?(?:connection from )?${HOST}`), says: 'probe' },
  { pattern: of(`SMTP (?:call|connection) from ${HOST}${DETAILS}(?: I=\\[[^\\]]{1,45}\\]:\\d{1,5})?(?: Ci=\\d{1,9})? (?:dropped: (?:too many|unrecognized)|closed by DROP|rejected)`), says: 'probe' },
  { pattern: of(`${ID}SMTP (?:call|connection) from ${HOST}${DETAILS} (?:dropped: too many|closed by DROP in ACL|dropped: )`), says: 'probe' },
  { pattern: of(`no MAIL in SMTP connection from ${HOST}`), says: 'probe' },
  { pattern: of(`(?:refused connection|Connection|connection) from ${HOST}${DETAILS} (?:\\(tcp wrappers\\)|refused)`), says: 'probe' },
  { pattern: of(`(?:rejected (?:EHLO|HELO|connection|STARTTLS)) from ${HOST}`), says: 'probe' },
  { pattern: of(`${ID}(?:SMTP (?:connection|command timeout|data timeout)[\\w ()]{0,60}|TLS (?:error|session)[^[\\]]{0,300}|unexpected disconnection while reading SMTP command|lost (?:while|incoming)[\\w ]{0,60}) (?:from|on connection from) ${HOST}`), says: 'notice' },
  { pattern: of(`${ID}(?:=>|->|>>|\\*>) (?<to>\\S{1,320})`), says: 'delivered' },
  { pattern: of(`${ID}\\*\\* (?<to>\\S{1,320})`), says: 'bounced' },
  { pattern: of(`${ID}== (?<to>\\S{1,320})`), says: 'deferred' },
  { pattern: of(`${ID}<= (?<from>\\S{1,320})`), says: 'received' },
  { pattern: of(`${ID}(?:${HOST}${DETAILS}|Completed|Message |no (?:host name|IP address)|Start queue|End queue|exim |cwd=|Warning|SIGHUP|ident |TLS |SMTP |U=|remote host |Spool |Frozen|frozen|DKIM|SA: |Unfrozen|removed|cancelled|retry|SSL|host |lookup |Failed to|Remote host|Connection |unexpected |daemon|Deferred|\\w{1,30}_?acl|log )`), says: 'quiet' },
];

/** Exim: main and reject log in its own form, or by syslog. */
export const exim: Parser = {
  name: FORMAT,
  programs: ['exim', 'exim4'],
  claims: ({ program, text }) => {
    const stamp = program === null && text.charCodeAt(4) === 45 ? STAMP.exec(text.slice(0, 80)) : null;
    return stamp !== null && STARTS.test(text.slice(stamp[0].length, stamp[0].length + 120));
  },
  taint: ['user', 'from', 'target', 'helo'],
  open: (clock) => {
    const read = openMessages({ format: FORMAT, service: 'smtp', wordings: WORDINGS });
    return {
      feed: (record, emit) => read({ record, text: textOf(messageOf(record), ownMessage(record, STAMP, clock)) }, emit),
    };
  },
};

/** By syslog the stamp may stand in the message as well. */
const textOf = (framed: string, own: string | null): string =>
  own ?? framed.replace(STAMP, '').replace(/^\[\d{1,9}(?:\\\d{1,9})?\] /, '');
