import type { Wording } from '../daemon/messages.ts';
import { openMessages, part } from '../daemon/messages.ts';
import { timeIn } from '../generic/time.ts';
import type { Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'postgres';
/** Every record has its level, a colon and two blanks; what is before it is as the site set `log_line_prefix`. */
const LEVEL = /^(?<prefix>.{0,200}?)\b(?<level>LOG|FATAL|ERROR|PANIC|WARNING|NOTICE|DETAIL|HINT|STATEMENT|CONTEXT|INFO|DEBUG\d?): {2}/;
const ADDRESS = /(?:^|[\s(=[@])(?<host>\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?:\(\d{1,5}\))?(?=$|[\s)\],:])/;
/** `%r` ends most prefixes, past the names that a client chose. */
const LAST = /(?:^|\s)(?<host>\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})\(\d{1,5}\)[\s:]*$/;
const NAMED = /(?:client|host|remote|addr|ip|[hr])=(?<host>\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?=$|[\s)(\],:])/g;
const PID = /\[(\d{1,9})(?:-\d{1,9})?\]/;
const PREFIX = String.raw`^(?:peer=(?<host>\S{1,64}) )?(?:process=(?<key>\d{1,9}) )?`;
const of = (pattern: string): RegExp => new RegExp(`${PREFIX}${pattern}`);
const ofHost = (pattern: string): RegExp => new RegExp(`^(?:peer=\\S{1,64} )?(?:process=(?<key>\\d{1,9}) )?${pattern}`);
const NAME = '"(?<user>.{0,128})"';

const WORDINGS: readonly Wording[] = [
  { pattern: ofHost('connection received: host=(?<host>\\S{1,255}) port=\\d{1,5}'), says: 'quiet' },
  { pattern: of(`(?:password|Ident|ident|peer|PAM|LDAP|RADIUS|GSSAPI|SSPI|BSD|certificate|trust|SCRAM|MD5|"\\w{1,20}") authentication failed for user ${NAME}`), says: 'failure' },
  { pattern: of(`authentication failed for user ${NAME}: host rejected`), says: 'refused' },
  { pattern: of(`role ${NAME} does not exist`), says: 'stranger' },
  { pattern: ofHost(`(?:no pg_hba\\.conf entry|pg_hba\\.conf rejects (?:replication )?connection) for (?:replication connection from )?host "(?<host>[^"\\s]{1,255})", user "(?<user>.{0,128}?)"(?:, database|$)`), says: 'refused' },
  { pattern: of(`role ${NAME} is not permitted to log in`), says: 'refused' },
  { pattern: of(`connection authorized: user=(?<user>\\S{1,128}) `), says: 'success' },
  { pattern: of('(?:invalid length of startup packet|unsupported frontend protocol|incomplete startup packet|invalid startup packet|no PostgreSQL user name specified|SSL connection is required|could not accept SSL connection)'), says: 'probe' },
  { pattern: /^/, says: 'quiet' },
];

/** PostgreSQL: the address is in the prefix, in the message, or in the line that says that a connection came. */
export const postgres: Parser = {
  name: FORMAT,
  programs: ['postgres', 'postgresql'],
  claims: ({ program, text }) => program === null && text.includes(':  ') && isOwn(text),
  taint: ['user'],
  open: (clock) => {
    const read = openMessages({ format: FORMAT, service: 'postgresql', wordings: WORDINGS });
    const habit: Habit = { endsWithClient: true };
    return {
      feed: (record, emit) => {
        record.time ??= timeIn(record.text.slice(0, 120), clock);
        return read({ record, text: messageIn(record, habit) }, emit);
      },
    };
  },
};

/** A prefix holds a time, a process or both: other programs write `ERROR:  ` too. */
function isOwn(text: string): boolean {
  const prefix = LEVEL.exec(text.slice(0, 240))?.groups?.['prefix'];
  // Loggers of other languages write `channel.INFO:` before JSON.
  return prefix !== undefined && !/[\w.-]\.$/.test(prefix) && /\d\d:\d\d:\d\d/.test(prefix) && (PID.test(prefix) || /\d{4}-\d\d-\d\d/.test(prefix));
}

/** The message with what its prefix says of the client set before it. */
function messageIn({ text, body, pid }: LogRecord, habit: Habit): string {
  const whole = text.slice(body);
  const match = LEVEL.exec(whole.slice(0, 240));
  if (!match) return whole;
  const prefix = (match.groups?.['prefix'] ?? '').slice(0, 200);
  const message = whole.slice(match[0].length);
  const address = addressIn(prefix, habit);
  const peer = address === null || nameIn(message).includes(address) ? null : address;
  const key = PID.exec(prefix)?.[1] ?? pid;
  return `${peer === null ? '' : `peer=${peer} `}${key === null ? '' : `process=${key} `}${message}`;
}

/** What the records before showed of this log's prefix. One that was seen with names but without a client behind them has none. */
interface Habit {
  endsWithClient: boolean;
}

/** A prefix may hold names that the client chose: the address is called one, or stands behind them all, or before them. */
function addressIn(prefix: string, habit: Habit): string | null {
  const named = new Set([...prefix.matchAll(NAMED)].map(({ groups }) => part(groups, 'host')));
  if (named.size > 0) return named.size === 1 ? [...named].join('') : null;
  const last = part(LAST.exec(prefix)?.groups, 'host');
  if (last === '' && /\S@\S/.test(prefix)) habit.endsWithClient = false;
  const behind = habit.endsWithClient ? last : '';
  return behind || part(ADDRESS.exec(prefix.split(/[@=]/, 1)[0] ?? '')?.groups, 'host') || null;
}

/** What the message shows to be a name is no address. */
const nameIn = (message: string): string => part(/user "(?<user>.{0,128})"/.exec(message)?.groups, 'user');
