import { addressWithoutPort } from '../address.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { loginEvent } from '../network/device-events.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'proxy-login';
const LOOKED_AT = 2_048;

/** 3proxy: time, service and its port, an error number, account, client, target, counters, what was asked for. */
const THREE = /^(?<time>\d\d-\d\d-\d{4} \d\d:\d\d:\d\d [+-]\d{4}) (?:PROXY|SOCKS[45]?|FTPPR|POP3P|SMTPP|TCPPM|UDPPM|ADMIN|AUTO|TLSPR|DNSPR)\.\d{1,5} (?<code>\d{5}) (?<user>\S{1,128}) \[?(?<host>[0-9A-Fa-f:.]{2,45}?)\]?:\d{1,5} \S{2,270}:\d{1,5} \d/;
/** The last two digits say why it was refused: 1 to 9 are about who may; what stands before them is the number of the hop. */
const REFUSED = /0[1-9]$/;
/** Dante: `block(1): tcp/accept ]: CLIENT.PORT SERVER.PORT: error after reading …: why`; the client stands first. */
const DANTE = /^(?:info|notice|warning): block\(\d{1,5}\): (?:tcp|udp)\/\w{1,20} \S{0,2}: (?<host>[0-9A-Fa-f:.]{2,45})\.\d{1,5} [0-9A-Fa-f:.]{2,45}\.\d{1,5}: error after reading \d{1,12} bytes in \d{1,9} seconds?: (?<why>.*)$/s;
const NO_LOGIN = /^(?:could not access user "(?<stranger>.{0,256})"'s records|pam_authenticate\(\) for user "(?<user>.{0,256})" failed|(?:system )?(?:username|password|authentication)\b.{0,80}\b(?:fail|not found|no match|denied))/s;

/** Logins refused by proxies that hold accounts of their own: 3proxy and Dante. */
export const proxyLogin: Parser = {
  name: FORMAT,
  programs: ['danted', 'sockd'],
  claims: ({ text, body, program }) => program === null && THREE.test(text.slice(body, body + LOOKED_AT)),
  taint: ['user'],
  open: (clock) => ({ feed: (record, emit) => (record.program === null ? readThree(record, emit, clock) : readDante(record, emit)) }),
};

function readThree(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const row = THREE.exec(record.text.slice(record.body, record.body + LOOKED_AT))?.groups;
  if (!row) return { unparsed: '3proxy: no row of its log' };
  record.time = timeIn(row['time'] ?? '', clock);
  if (!REFUSED.test(row['code'] ?? '')) return 'quiet';
  const user = row['user'] ?? '-';
  emit(loginEvent(record, FORMAT, { service: 'proxy', outcome: 'failure', source: addressWithoutPort(row['host'] ?? ''), user: user === '-' ? null : user, method: 'password' }));
  return 'event';
}

function readDante(record: LogRecord, emit: EmitEvent): Parsed {
  const block = DANTE.exec(record.text.slice(record.body, record.body + LOOKED_AT).trimEnd())?.groups;
  const why = NO_LOGIN.exec(block?.['why'] ?? '')?.groups;
  if (!block || !why) return 'quiet';
  emit(loginEvent(record, FORMAT, {
    service: 'proxy', outcome: 'failure', source: addressWithoutPort(block['host'] ?? ''), user: why['user'] ?? why['stranger'] ?? null,
    unknownUser: why['stranger'] !== undefined, method: 'password',
  }));
  return 'event';
}
