import type { AuthEvent } from '../../domain/event.ts';
import { addressWithoutPort } from '../address.ts';
import type { AuthSaid } from '../event-of.ts';
import { authEvent, QUIET_AUTH } from '../event-of.ts';
import { fieldsOfJson } from '../generic/fields.ts';
import type { Fields } from '../generic/fields.ts';
import { timeIn, timeOfField } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'honeypot';
const LOOKED_AT = 4_096;
/** Numbers of OpenCanary below this are its own starting and stopping. */
const CANARY_OWN = 2_000;

/** Services that nobody has a reason to talk to: tarpits and decoys. A login that "works" there opens nothing. */
export const honeypot: Parser = {
  name: FORMAT,
  programs: ['endlessh', 'endlessh-go', 'cowrie', 'kippo', 'opencanary', 'opencanaryd', 'sshesame'],
  claims: ({ text, body }) => TARPIT.test(text.slice(body, body + 160)) || DECOY.test(text.slice(body, body + 4_096)),
  taint: ['user'],
  open: (clock) => ({ feed: (record, emit) => readLine(record, emit, clock) }),
};

const TARPIT = /(?:^|\s)(?:ACCEPT|CLOSE) host=[0-9A-Fa-f.:]{2,45} port=\d{1,5} (?:fd=|n=|time=)/;
const DECOY = /"eventid": ?"cowrie\.|\[cowrie\.|\[HoneyPotSSHTransport,|"node_id": ?"opencanary/;

const ACCEPTED = /(?:^|\s)ACCEPT host=([0-9A-Fa-f.:]{2,45}) port=(\d{1,5})\b/;
const CONNECTED = /\] New connection: (\S{2,60}):(\d{1,5}) \(\S{2,60}:\d{1,5}\) \[session: \w{1,40}\]$/;
/** The account is the intruder's; the address stands in the bracket that Cowrie writes before it. */
const TRIED = /\[(?:HoneyPotSSHTransport|CowrieTelnetTransport|SSHService b?'?ssh-userauth'? on HoneyPotSSHTransport),\d{1,10},([0-9A-Fa-f.:]{2,45})\] login attempt \[(?:b')?(.{0,200}?)'?\/.{0,300}\] (?:failed|succeeded)$/;

function readLine(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const text = record.text.slice(record.body, record.body + LOOKED_AT).trimEnd();
  if (record.time === null) record.time = timeIn(text, clock);
  const seen = text.startsWith('{') ? fromJson(record, text, clock) : fromText(text);
  if (seen === null) return 'quiet';
  emit(eventOf(record, seen));
  return 'event';
}

interface Contact {
  readonly source: string | null;
  readonly port: string | null;
  readonly login: boolean;
  readonly user: string | null;
}

function fromText(text: string): Contact | null {
  const touched = ACCEPTED.exec(text) ?? CONNECTED.exec(text);
  if (touched) return { source: addressWithoutPort(touched[1] ?? ''), port: touched[2] ?? null, login: false, user: null };
  const tried = TRIED.exec(text);
  return tried && { source: addressWithoutPort(tried[1] ?? ''), port: null, login: true, user: tried[2] ?? null };
}

function fromJson(record: LogRecord, text: string, clock: LogClock): Contact | null {
  const fields = fieldsOfJson(parsed(text));
  if (fields === null) return null;
  record.time ??= timeOfField(fields.get('timestamp') ?? fields.get('utc_time'), clock);
  const event = textOf(fields, 'eventid');
  return event === null ? ofCanary(fields) : ofCowrie(fields, event);
}

function ofCowrie(fields: Fields, event: string): Contact | null {
  const login = event === 'cowrie.login.failed' || event === 'cowrie.login.success';
  if (!login && event !== 'cowrie.session.connect') return null;
  return { source: addressWithoutPort(textOf(fields, 'src_ip') ?? ''), port: textOf(fields, 'src_port'), login, user: textOf(fields, 'username') };
}

function ofCanary(fields: Fields): Contact | null {
  const kind = fields.get('logtype');
  if (typeof kind !== 'number' || kind < CANARY_OWN) return null;
  const user = textOf(fields, 'logdata.username');
  return { source: addressWithoutPort(textOf(fields, 'src_host') ?? ''), port: textOf(fields, 'src_port'), login: user !== null, user };
}

function textOf(fields: Fields, name: string): string | null {
  const value = fields.get(name);
  return typeof value === 'number' ? String(value) : typeof value === 'string' && value !== '' ? value : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const TOUCHED: AuthSaid = { ...QUIET_AUTH, action: 'probe', service: FORMAT, suspicious: true };
const TRIED_LOGIN: AuthSaid = { ...TOUCHED, action: 'login', outcome: 'denied', method: 'password', primary: true };

const eventOf = (record: LogRecord, { source, port, login, user }: Contact): AuthEvent =>
  authEvent(record, FORMAT, login ? { ...TRIED_LOGIN, target: user } : TOUCHED, { source, user, port, count: 1, forged: null });
