import type { Outcome } from '../../domain/event.ts';
import { addressWithoutPort } from '../address.ts';
import { mailEvent } from '../event-makers.ts';
import { readIsoTime } from '../iso-time.ts';
import type { LogClock } from '../log-clock.ts';
import { countsAgainst, refusalReason } from '../mail/reason.ts';
import { loginEvent } from '../network/device-events.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'exchange';
const LOOKED_AT = 4_096;

const STAMP = String.raw`^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?Z),`;
const END = String.raw`(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f.:]{2,45}(?:%\d{1,5})?\]):`;
const CELL = String.raw`(?:"(?:[^"]|"")*"|[^,"]*)`;
/** Time, session, number, server, client, user, milliseconds, bytes, bytes, command, its parameters, what came of it. */
const MAILBOX = new RegExp(`${STAMP}[0-9A-Fa-f]{8,32},\\d{1,9},${END}(?<port>\\d{1,5}),(?<host>${END}\\d{1,5}),(?<user>${CELL}),\\d*,\\d*,\\d*,(?<command>\\w{0,20}),${CELL},(?<result>.*)$`);
/** Time, connector, session, number, this end, that end, direction, what was said. */
const TRANSPORT = new RegExp(`${STAMP}${CELL},[0-9A-Fa-f]{8,32},\\d{1,9},${END}\\d{1,5},(?<host>${END}\\d{1,5}),(?<direction>[-+><*]),(?<said>.*)$`);

/** Protocol logs of Exchange: POP3, IMAP and SMTP. Both ends are written by the server, before anything a client says. */
export const exchange: Parser = {
  name: FORMAT,
  programs: [],
  claims: ({ text, program, body }) => {
    if (program !== null || text.charCodeAt(body + 10) !== 84 || text.charCodeAt(body) !== 50) return false;
    const start = text.slice(body, body + LOOKED_AT).trimEnd();
    return MAILBOX.test(start) || TRANSPORT.test(start);
  },
  taint: ['user'],
  open: (clock) => ({ feed: (record, emit) => readRow(record, emit, clock) }),
};

type Groups = Readonly<Record<string, string | undefined>>;

function readRow(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const text = record.text.slice(record.body, record.body + LOOKED_AT).trimEnd();
  const mailbox = MAILBOX.exec(text)?.groups;
  const row = mailbox ?? TRANSPORT.exec(text)?.groups;
  if (!row) return { unparsed: 'exchange: no row of a protocol log' };
  record.time = readIsoTime(row['time'] ?? '', 0, clock)?.time ?? null;
  return mailbox ? readMailbox(record, mailbox, emit) : readTransport(record, row, emit);
}

const LOGINS = /^(?:auth|authenticate|login|pass)$/i;
const FAILED = /^"?(?:R=(?:""|")?(?:-ERR|NO\b|BAD\b)|.{0,400}\b(?:AuthFailed|LogonDenied|LogonFailed))/s;
const WORKED = /^"?R=(?:""|")?(?:\+?OK)\b/i;
const MAILBOX_SERVICES: Readonly<Record<string, string>> = { 143: 'imap', 993: 'imap', 1993: 'imap' };

function readMailbox(record: LogRecord, { host = '', port = '', user = '', command = '', result = '' }: Groups, emit: EmitEvent): Parsed {
  if (!LOGINS.test(command)) return 'quiet';
  const outcome: Outcome | null = FAILED.test(result) ? 'failure' : WORKED.test(result) ? 'success' : null;
  if (outcome === null) return 'quiet';
  emit(loginEvent(record, FORMAT, {
    service: MAILBOX_SERVICES[port] ?? 'pop3', outcome, source: addressWithoutPort(host), user: unquoted(user), method: 'password',
  }));
  return 'event';
}

const unquoted = (cell: string): string | null => {
  const plain = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
  return plain === '' ? null : plain;
};

/** Only what this server answers: on its way out the other end is the one that refuses. */
function readTransport(record: LogRecord, row: Groups, emit: EmitEvent): Parsed {
  const answer = row['direction'] === '>' ? /^"?([25]\d\d)[ -](.{0,300})/s.exec(row['said'] ?? '') : null;
  if (!answer) return 'quiet';
  const [, code = '', words = ''] = answer;
  const source = addressWithoutPort(row['host'] ?? '');
  if (code === '535' || code === '235') {
    emit(loginEvent(record, FORMAT, { service: 'smtp', outcome: code === '535' ? 'failure' : 'success', source, user: null, method: 'password' }));
    return 'event';
  }
  return code.startsWith('55') ? sayRejected(record, words, source, emit) : 'quiet';
}

// Four parameters on purpose: each is a different thing.
function sayRejected(record: LogRecord, words: string, source: string | null, emit: EmitEvent): Parsed {
  const reason = refusalReason(words);
  const against = countsAgainst(reason);
  emit(mailEvent(record, FORMAT, {
    action: 'rejected', outcome: against ? 'denied' : 'info', reason, source, from: null, messageId: null, suspicious: against && source !== null,
  }));
  return 'event';
}
