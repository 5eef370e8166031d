import { addressWithoutPort } from '../address.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { loginEvent } from '../network/device-events.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'technitium';
/** `[2026-03-03 04:12:01 UTC] [192.0.2.1:50051] [admin] User logged in.` */
const LINE = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: UTC| Local)?)\] (?:\[([0-9A-Fa-f:.[\]]{2,55})\] )?(?:\[([^\]]{1,200})\] )?(.{1,600})/s;
const FAILED = /^DnsServerCore\.\w{1,40}Exception: (?:Invalid username or password|Invalid OTP|Two-factor|.{0,60}(?:blocked|locked))[^:]{0,40}(?::| for user:) ?(.{0,200})$/m;

/** Technitium DNS Server: logins to its console. */
export const technitium: Parser = {
  name: FORMAT,
  programs: [],
  claims: (record) => record.program === null && record.text.charCodeAt(record.body) === 91
    && /\] (?:DnsServerCore\.|\[|DNS Server|User |Logging )/.test(record.text.slice(0, 90)) && LINE.test(record.text.slice(record.body, record.body + 900))
    && /DnsServerCore|User logged|DNS Server/.test(record.text.slice(0, 300)),
  taint: ['user'],
  open: (clock) => ({ feed: (record, emit) => readMessage(record, emit, clock) }),
};

function readMessage(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const match = LINE.exec(record.text.slice(record.body, record.body + 900));
  if (!match) return { unparsed: 'no line of Technitium' };
  const [, stamp = '', place = '', who = null, said = ''] = match;
  const failed = FAILED.exec(said);
  if (!failed && !said.startsWith('User logged in')) return 'quiet';
  emit(loginEvent(record, FORMAT, {
    service: 'web', outcome: failed ? 'failure' : 'success', source: addressWithoutPort(place), time: timeIn(stamp, clock),
    user: failed ? failed[1]?.trim() || null : who, method: 'password',
  }));
  return 'event';
}
