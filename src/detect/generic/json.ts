import type { LogClock } from '../log-clock.ts';
import { addressWithoutPort } from '../address.ts';
import { timeOfField } from './time.ts';

/** A longer record is looked at as text alone. */
const LONGEST = 65_536;
const TIMES = ['@timestamp', 'timestamp', 'time', 'ts', 'date', 'datetime', 'eventtime', 'event_time', 'start_time', 't'];
const SOURCES = [
  'source.ip', 'client.ip', 'src_ip', 'srcip', 'source_ip', 'sourceipaddress', 'client_ip', 'clientip', 'remote_ip', 'remote_addr',
  'remoteaddr', 'remoteaddress', 'request.client_ip', 'request.remote_ip', 'req.remoteaddress', 'ip', 'ipaddress', 'ip_address',
  'ip_addr', 'clienthost', 'clientaddr', 'client_addr', 'peer', 'attr.remote', 'attr.client', 'downstream_remote_address',
  'remote', 'sourceip', 'client', 'src', 'origin', 'remotehost', 'httprequest.clientip', 'actor.ip',
];
const USERS = ['user.name', 'username', 'user', 'user_name', 'login', 'account', 'useridentity.username', 'actor.name', 'attr.user', 'request.user_id', 'email', 'userid'];
const MESSAGES = [
  'message', 'msg', 'event', 'eventid', 'event.action', 'event.outcome', 'eventname', 'event_type', 'eventtype', 'action', 'type', 'outcome',
  'result', 'reason', 'error', 'errorcode', 'errormessage', 'error_message', 'status', 'responseelements.consolelogin', 'attr.error', 'log',
];
const CODES = ['status', 'response_code', 'status_code', 'statuscode', 'downstreamstatus', 'response.status'];
const PROGRAMS = ['service', 'app', 'application', 'logger', 'program', 'eventsource', 'syslog_identifier', 'name'];

/** What a JSON record says in the fields that everybody uses. */
export interface JsonFields {
  readonly time: number | null;
  readonly source: string | null;
  readonly user: string | null;
  readonly message: string;
  readonly status: number | null;
  readonly program: string | null;
}

/** Reads the JSON object that a line is or ends with; null where there is none. */
export function jsonFieldsIn(text: string, clock: LogClock): JsonFields | null {
  const start = text.indexOf('{"');
  const end = text.lastIndexOf('}');
  if (start < 0 || end < start || end - start > LONGEST) return null;
  const fields = flatten(parseObject(text.slice(start, end + 1)));
  if (fields === null) return null;
  const textOf = (names: readonly string[]): string | null => firstText(fields, names);
  const sources = SOURCES.flatMap((name) => fields.has(name) ? addressIn(fields.get(name)) ?? [] : []);
  return {
    time: firstOf(TIMES, (name) => fields.has(name) ? timeOfField(fields.get(name), clock) : null),
    source: sources[0] ?? null,
    user: textOf(USERS),
    message: MESSAGES.flatMap((name) => textIn(fields.get(name)) ?? []).join(' '),
    status: firstOf(CODES, (name) => numberIn(fields.get(name))),
    program: textOf(PROGRAMS),
  };
}

function parseObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Not JSON after all: the line is read as text.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Fields by lower-case name, those of objects inside as `outer.inner`, two levels deep. */
function flatten(value: unknown): ReadonlyMap<string, unknown> | null {
  if (!isObject(value)) return null;
  const fields = new Map<string, unknown>();
  const add = (prefix: string, object: Readonly<Record<string, unknown>>, depth: number): void => {
    for (const [name, inner] of Object.entries(object)) {
      const key = `${prefix}${name.toLowerCase()}`;
      if (!fields.has(key)) fields.set(key, inner);
      if (depth < 3 && isObject(inner)) add(`${key}.`, inner, depth + 1);
    }
  };
  add('', value, 1);
  return fields;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function firstOf<T>(names: readonly string[], read: (name: string) => T | null): T | null {
  for (const name of names) {
    const value = read(name);
    if (value !== null) return value;
  }
  return null;
}

const firstText = (fields: ReadonlyMap<string, unknown>, names: readonly string[]): string | null =>
  firstOf(names, (name) => textIn(fields.get(name)));

function textIn(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value !== '-' ? value.slice(0, 512) : null;
}

function numberIn(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 100 && number < 600 ? number : null;
}

/** A field for an address may also hold a list, of which the first is the client, or an address with its port. */
function addressIn(value: unknown): string | null {
  return typeof value === 'string' ? addressWithoutPort(value.trim()) : null;
}
