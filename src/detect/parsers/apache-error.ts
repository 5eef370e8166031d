import type { Event } from '../../domain/event.ts';
import { addressWithoutPort } from '../address.ts';
import { authEvent, systemEvent } from '../event-of.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import { apacheLogin, apacheRequest, apacheService } from '../web/apache-messages.ts';
import { modsecurityAlert } from '../web/modsecurity.ts';
import type { MakeWebEvent } from '../web/web-record.ts';
import { openWebEvents } from '../web/web-record.ts';

const NAME = 'apache-error';
/** `[Tue Mar 03 04:12:01.123456 2026] `; syslog takes its place where the server logs there. */
const TIME = /^\[([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})? \d{4})\] /;
/** `[core:error] [pid 811:tid 140] `: module and level, only the level in 2.2. */
const LEVEL = /^\[(?:[a-z_0-9]{0,40}:)?(?:emerg|alert|crit|error|warn|notice|info|debug|trace\d)\] /;
const PROCESS = /^\[pid (\d{1,10})(?::tid \d{1,20})?\] /;
/** What may stand before the client: a system error, the file of the source. */
const BETWEEN = /^(?:[\w/.-]{1,60}\.c\(\d{1,6}\): )?(?:\(\d{1,6}\)[^[\]]{1,120}: )?/;
const CLIENT = /^\[(?:client|remote) ([0-9A-Fa-f.:]{2,64})\] /;
const LOOKED_AT = 16_384;

/** The error log of the Apache HTTP server, 2.2 and 2.4, and of the modules that write to it. */
export const apacheError: Parser = {
  name: NAME,
  programs: [],
  claims: (record) => record.text.charCodeAt(record.body) === 91 && headOf(record.text.slice(record.body, record.body + 240), record.program) !== null,
  taint: ['uri', 'user', 'target'],
  open: (clock) => openApacheError(clock),
};

interface Head {
  readonly stamp: string | null;
  readonly pid: string | null;
  readonly length: number;
}

/** Null where the record does not begin as one of Apache does. */
function headOf(text: string, program: string | null): Head | null {
  const time = TIME.exec(text);
  if (!time && (program === null || !/^(?:apache2?|httpd)(?:\/|$)/.test(program))) return null;
  const afterTime = time ? time[0].length : 0;
  const level = LEVEL.exec(text.slice(afterTime));
  if (!level) return null;
  const afterLevel = afterTime + level[0].length;
  const process = PROCESS.exec(text.slice(afterLevel));
  const stamp = time?.[1] ?? null;
  return process ? { stamp, pid: process[1] ?? null, length: afterLevel + process[0].length } : { stamp, pid: null, length: afterLevel };
}

function openApacheError(clock: LogClock): ParserRun {
  const make = openWebEvents(NAME);
  return { feed: (record, emit) => readLine(record, emit, { clock, make }) };
}

interface Tools {
  readonly clock: LogClock;
  readonly make: MakeWebEvent;
}

function readLine(raw: LogRecord, emit: EmitEvent, { clock, make }: Tools): Parsed {
  const text = raw.text.slice(raw.body, raw.body + LOOKED_AT);
  const head = headOf(text, raw.program);
  if (!head) return { unparsed: 'no head of an Apache error record' };
  const time = raw.time ?? (head.stamp === null ? null : timeIn(head.stamp, clock));
  const record = { ...raw, time, pid: head.pid ?? raw.pid };
  const rest = text.slice(head.length);
  const between = BETWEEN.exec(rest)?.[0] ?? '';
  const client = CLIENT.exec(rest.slice(between.length));
  if (!client) return readService(record, rest, emit);
  // Some versions of ModSecurity repeat the client.
  const message = rest.slice(between.length + client[0].length).replace(CLIENT, '');
  const event = eventOf(record, { message, systemError: between, source: addressWithoutPort(client[1] ?? '') }, make);
  if (!event) return 'quiet';
  emit(event);
  return 'event';
}

interface ClientMessage {
  readonly message: string;
  readonly systemError: string;
  readonly source: string | null;
}

/** A rule that fired, a refused login, or a request that failed; null for what accuses nobody. */
function eventOf(record: LogRecord, { message, systemError, source }: ClientMessage, make: MakeWebEvent): Event | null {
  const alert = modsecurityAlert(record, NAME, message, source);
  if (alert) return alert;
  const said = apacheLogin(message);
  if (said) return authEvent(record, NAME, said, { source, user: said.user, port: null, count: 1, forged: null });
  const request = apacheRequest(message, systemError);
  return request && make(record, { time: record.time, source, method: '-', ...request });
}

/** Records about the server itself: most say nothing about security. */
function readService(record: LogRecord, message: string, emit: EmitEvent): Parsed {
  const action = apacheService(message);
  if (!action) return 'quiet';
  emit(systemEvent(record, NAME, action));
  return 'event';
}
