import type { AuthEvent } from '../../domain/event.ts';
import { addressWithoutPort } from '../address.ts';
import { authEvent, QUIET_AUTH } from '../event-of.ts';
import type { LogClock } from '../log-clock.ts';
import { timeIn } from '../generic/time.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import { applicationLogin } from '../web/apache-messages.ts';
import { modsecurityAlert } from '../web/modsecurity.ts';
import type { MakeWebEvent } from '../web/web-record.ts';
import { openWebEvents, orNull, splitRequest } from '../web/web-record.ts';

const NAME = 'nginx-error';
/** `2026/03/03 04:12:01 [error] 811#811: *42 `, with the words that some loggers put before it. */
const HEAD = /^(?:(?:[\w.-]{1,64} )?nginx(?:\[\d{1,10}\])?: ){0,2}(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d) \[([a-z]{4,6})\] \d{1,10}#\d{1,10}: (?:\*\d{1,20} )?/;
const CLIENT = /, client: ([0-9A-Fa-f.:]{2,64}|unix:)(?=, server: |, request: |$)/g;
const LOOKED_AT = 16_384;

/** The error log of nginx and of what is built on it. */
export const nginxError: Parser = {
  name: NAME,
  programs: [],
  claims: (record) => {
    const at = record.text.indexOf('#', record.body);
    return at > 0 && at - record.body < 120 && HEAD.test(record.text.slice(record.body, record.body + 160));
  },
  taint: ['uri', 'user', 'referer'],
  open: (clock) => openNginxError(clock),
};

function openNginxError(clock: LogClock): ParserRun {
  const make = openWebEvents(NAME);
  return { feed: (record, emit) => readLine(record, emit, { clock, make }) };
}

interface Tools {
  readonly clock: LogClock;
  readonly make: MakeWebEvent;
}

interface Line {
  readonly time: number | null;
  readonly message: string;
  readonly source: string | null;
  readonly request: string | null;
  /** The name given to a mail server behind nginx. */
  readonly login: string | null;
  readonly site: string | null;
  readonly referer: string | null;
}

function readLine(record: LogRecord, emit: EmitEvent, { clock, make }: Tools): Parsed {
  const text = record.text.slice(record.body, record.body + LOOKED_AT);
  const head = HEAD.exec(text);
  if (!head) return { unparsed: 'no head of an nginx error record' };
  const line = fieldsOf(text.slice(head[0].length), timeIn(head[1] ?? '', clock));
  const alert = modsecurityAlert({ ...record, time: line.time }, NAME, line.message, line.source);
  if (alert) {
    emit(alert);
    return 'event';
  }
  const login = readLogin({ ...record, time: line.time }, line);
  if (login) {
    emit(login);
    return 'event';
  }
  const answer = ANSWERS.find(({ pattern }) => pattern.test(line.message));
  if (!answer || line.source === null) return 'quiet';
  const { status, suspicious } = answer;
  emit(make(record, { ...splitRequest(line.request ?? '-'), time: line.time, source: line.source, status, suspicious, site: line.site, referer: line.referer }));
  return 'event';
}

/** Behind the message nginx writes whose request it was; message, request and referrer hold words of the client. */
function fieldsOf(text: string, time: number | null): Line {
  const clients = [...text.matchAll(CLIENT)];
  const first = clients[0];
  const message = first ? text.slice(0, first.index) : text;
  const tail = first ? text.slice(first.index) : '';
  const others = new Set(clients.map((match) => match[1]));
  // Two that differ: somebody wrote one of them. Only a message without foreign words says which.
  const certain = others.size === 1 || (first !== undefined && !message.includes('"'));
  return {
    time, message, source: certain ? addressWithoutPort(first?.[1] ?? '') : null,
    request: inTail(tail, /, request: "(.*?)"(?=, (?:subrequest|upstream|host|referrer): "|$)/),
    login: inTail(tail, /, login: "(.{1,255})"$/s), site: inTail(tail, /, host: "([^"]{1,255})"/),
    referer: inTail(tail, /, referrer: "([^"]{1,2048})"/),
  };
}

const inTail = (tail: string, pattern: RegExp): string | null => orNull(pattern.exec(tail)?.[1]);

const REFUSED = { ...QUIET_AUTH, action: 'login' as const, service: 'web', outcome: 'failure' as const, method: 'basic', primary: true, suspicious: true };

/** Basic authentication, mail proxying and applications: a wrong password, a name that is not in the file, PAM in its own words. */
function readLogin(record: LogRecord, { message, source, login }: Line): AuthEvent | null {
  const mail = /^client login failed: ".*" while in http auth state$/s.test(message);
  if (mail) return authEvent(record, NAME, { ...REFUSED, service: 'mail', method: null }, { source, user: login, port: null, count: 1, forged: null });
  const application = /^FastCGI sent in stderr: "PHP message: (.*)/s.exec(message);
  const told = application ? applicationLogin(application[1] ?? '') : null;
  if (told) return authEvent(record, NAME, told, { source, user: told.user, port: null, count: 1, forged: null });
  const wrong = /^user "(.*)": password mismatch$/s.exec(message) ?? /^user "(.*)": (?:bad password|login failed)/s.exec(message)
    ?? /^PAM: user '(.*)' - not authenticated/s.exec(message);
  const unknown = wrong ? null : /^user "(.*)" was not found in "[^"]*"$/s.exec(message);
  const user = wrong?.[1] ?? unknown?.[1];
  if (user === undefined) return null;
  return authEvent(record, NAME, { ...REFUSED, unknownUser: unknown !== null }, {
    source, user: user.slice(0, 256), port: null, count: 1, forged: null,
  });
}

interface AnswerRule {
  readonly pattern: RegExp;
  readonly status: number;
  /** The server itself holds it against the client. */
  readonly suspicious: boolean;
}
const answers = (status: number, pattern: RegExp, suspicious = false): AnswerRule => ({ pattern, status, suspicious });

/** What nginx answers where it writes such a message; other messages say nothing about a request. */
const ANSWERS: readonly AnswerRule[] = [
  answers(503, /^limiting (?:requests|connections)\b/, true), answers(403, /^access forbidden by rule/, true),
  answers(403, /^directory index of .{0,2000} is forbidden/s),
  answers(404, /(?:failed|is not found) \((?:2: No such file|20: Not a directory|3: The system cannot find|36: File name too long)/),
  answers(403, /failed \(13: Permission denied\)$/),
  answers(400, /^client sent (?:invalid|too long|plain HTTP|duplicate|HTTP\/1\.1 request without|no required)|^invalid (?:host|method|header)/),
  answers(413, /^client intended to send too large/), answers(401, /^no user\/password was provided for basic/),
  answers(400, /^SSL_(?:do_handshake|read)\(\) failed \(SSL: .{0,200}(?:length too long|wrong version number|http request|unexpected (?:message|record)|bad record type)/, true),
  answers(400, /^SSL_(?:do_handshake|read)\(\) failed|^peer closed connection in SSL handshake/),
  answers(404, /FastCGI sent in stderr: "(?:Primary script unknown|Unable to open primary script)|^rewrite or internal redirection cycle/),
];
