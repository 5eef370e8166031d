import { addressWithoutPort } from '../address.ts';
import { authEvent, QUIET_AUTH, systemEvent } from '../event-of.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const NAME = 'lighttpd';
/** `2026-03-03 04:12:01: (mod_auth.c.525) `; the time is left out where syslog writes it. */
const HEAD = /^(?:(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d): )?\([\w/]{1,40}\.c\.\d{1,6}\) /;
/** The address stands at the end; what is before it holds the name and the target. */
const ADDRESS = /,? IP: ([0-9A-Fa-f.:]{2,64})\s{0,4}$/;
const REFUSED = { ...QUIET_AUTH, action: 'login' as const, service: 'web', outcome: 'failure' as const, method: 'basic', primary: true, suspicious: true };

/** The error log of lighttpd: refused logins; the rest is about the server itself. */
export const lighttpd: Parser = {
  name: NAME,
  programs: ['lighttpd'],
  claims: (record) => /^\d{4}-/.test(record.text.slice(0, 5)) && HEAD.test(record.text.slice(0, 120)),
  taint: ['user'],
  open: (clock) => ({ feed: (record, emit) => readLine(record, emit, clock) }),
};

function readLine(raw: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const text = raw.program === null ? raw.text : raw.text.slice(raw.body);
  const head = HEAD.exec(text.slice(0, 120));
  if (!head) return raw.program === null ? { unparsed: 'no head of a lighttpd record' } : 'quiet';
  const record = { ...raw, time: raw.program !== null && raw.time !== null ? raw.time : timeIn(head[1] ?? '', clock) };
  const message = text.slice(head[0].length, 8_192);
  if (/^(?:server started|server stopped)/.test(message)) {
    emit(systemEvent(record, NAME, { action: message.startsWith('server started') ? 'service-start' : 'service-stop', target: NAME, user: null, command: null, forged: null }));
    return 'event';
  }
  const address = ADDRESS.exec(message);
  if (!address) return 'quiet';
  const source = addressWithoutPort(address[1] ?? '');
  const said = saidIn(message.slice(0, address.index));
  if (!said) return 'quiet';
  emit(authEvent(record, NAME, said, { source, user: said.user, port: null, count: 1, forged: null }));
  return 'event';
}

/** Wordings of mod_auth over the years: password, digest, unknown name, a form that is none. */
function saidIn(message: string) {
  const password = /^password doesn't match for .*? username: (.*)$/s.exec(message) ?? /^digest: auth failed for (.*?): wrong password$/s.exec(message)
    ?? /^digest: auth failed for user (.*)$/s.exec(message);
  if (password) return { ...REFUSED, user: (password[1] ?? '').trim().slice(0, 256) };
  if (/^get_password failed/.test(message)) return { ...REFUSED, unknownUser: true, user: null };
  if (/^digest: (?:auth failed|missing field|uri mismatch)|^nonce|^extracted response/.test(message)) return { ...REFUSED, method: 'digest', user: null };
  return null;
}
