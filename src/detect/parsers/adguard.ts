import { canonicalAddress } from '../address.ts';
import { dnsEvent } from '../event-makers.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { loginEvent } from '../network/device-events.ts';
import { isJsonWith, jsonFields } from '../network/json-record.ts';
import { orNull, partsOf } from '../network/parts.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'adguard';
/** `2026/03/03 04:12:01.233208 [error] POST 192.0.2.1 /control/login: invalid username or password`. */
const LOGIN = /^(?:\d{4}\/\d\d\/\d\d [\d:.]{8,15} )?(?:\d{1,8}#\d{1,8} )?\[(?:error|info|warning)\] (?:(?:POST|GET) ([0-9A-Fa-f:.]{2,45}) \/control\/login: |auth: )(.{1,400})/;
const FROM_IP = /^(?:user "([^"]{0,200})" )?(?:failed to (?:log|sign)[ -]?in|login attempt|successful login|blocked login)[^"]{0,60}?(?: (?:of|for|in) user "([^"]{0,200})")?,? (?:from )?ip "?([0-9A-Fa-f:.]{2,45})"?/i;

/** AdGuard Home: logins to its console, and its query log. */
export const adguard: Parser = {
  name: FORMAT,
  programs: ['adguardhome'],
  claims: (record) => (isJsonWith(record, '"QH":', '"QT":', '"IP":')
    || (/\[(?:error|info|warning)\]/.test(record.text.slice(0, 60)) && LOGIN.test(record.text.slice(record.body, record.body + 500)))),
  taint: ['target', 'user'],
  open: (clock) => ({ feed: (record, emit) => readRecord(record, emit, clock) }),
};

function readRecord(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  if (record.text.charCodeAt(record.body) === 123) return readQuery(record, emit, clock);
  const text = record.text.slice(record.body, record.body + 500);
  const match = LOGIN.exec(text);
  if (!match) return 'quiet';
  const login = loginIn(partsOf(match));
  if (login.source === null) return 'quiet';
  emit(loginEvent(record, FORMAT, { ...login, service: 'web', method: 'password', time: record.time ?? timeIn(text, clock) }));
  return 'event';
}

/** Behind a proxy that it trusts the server names the client apart: `from ip 192.0.2.1: `. */
function loginIn(part: (at: number) => string) {
  const said = part(2);
  const other = FROM_IP.exec(said);
  const of = other ? partsOf(other) : () => '';
  const behind = /^from ip ([0-9A-Fa-f:.]{2,45}?): /i.exec(said);
  return {
    outcome: /^(?:user "[^"]{0,200}" )?successful login/i.test(said) ? 'success' : 'failure',
    source: canonicalAddress(behind ? partsOf(behind)(1) : part(1) || of(3)), user: orNull(of(1) || of(2)),
  } as const;
}

function readQuery(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const fields = jsonFields(record);
  if (!fields) return { unparsed: 'no JSON' };
  const blocked = fields.get('result.isfiltered') === 'true';
  emit(dnsEvent(record, FORMAT, {
    time: timeIn(fields.get('t') ?? '', clock), source: canonicalAddress(fields.get('ip') ?? ''),
    target: (fields.get('qh') ?? '').toLowerCase() || null, type: fields.get('qt')?.toUpperCase() ?? null,
    response: null, answers: [], outcome: blocked ? 'denied' : 'info',
  }));
  return 'event';
}
