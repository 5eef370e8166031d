import type { Outcome } from '../../domain/event.ts';
import { addressWithoutPort } from '../address.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { loginEvent } from '../network/device-events.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'oracle-mail';
const LOOKED_AT = 2_048;

/** `<co ts=… ac="U" tr="TCP|server|port|client|port" ap="SMTP" mi="Bad password" us=…`; both ends stand before what the client says. */
const CONNECTION = /^<co ts="(?<time>[^"]{10,40})"(?: (?:pi|sc|dr)="[^"]{0,120}"){0,4} ac="(?<action>[A-Z])" tr="TCP\|[0-9A-Fa-f:.]{2,45}\|\d{1,5}\|(?<host>[0-9A-Fa-f:.]{2,45})\|\d{1,5}" ap="(?<service>[A-Z0-9/]{1,20})"(?: mi="(?<said>[^"]{0,200})")?(?: us="(?<user>[^"]{0,256})")?/;
const SERVICES: Readonly<Record<string, string>> = { SMTP: 'smtp', ESMTP: 'smtp', IMAP: 'imap', POP: 'pop3', POP3: 'pop3' };

/** Connection log of Oracle Communications Messaging Server (iPlanet, Sun Java System), in its XML form. */
export const oracleMail: Parser = {
  name: FORMAT,
  programs: [],
  claims: ({ text, body }) => text.startsWith('<co ts="', body) && CONNECTION.test(text.slice(body, body + LOOKED_AT)),
  taint: ['user'],
  open: (clock) => ({ feed: (record, emit) => readRow(record, emit, clock) }),
};

/** `U` is an attempt to log in. */
function readRow(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const row = CONNECTION.exec(record.text.slice(record.body, record.body + LOOKED_AT))?.groups;
  if (!row) return { unparsed: 'oracle-mail: no connection record' };
  record.time ??= timeIn(row['time'] ?? '', clock);
  const outcome = row['action'] === 'U' ? outcomeOf(row['said'] ?? '') : null;
  if (outcome === null) return 'quiet';
  emit(loginEvent(record, FORMAT, {
    service: SERVICES[row['service'] ?? ''] ?? 'mail', outcome, source: addressWithoutPort(row['host'] ?? ''), user: row['user'] || null, method: 'password',
  }));
  return 'event';
}

function outcomeOf(said: string): Outcome | null {
  if (/^(?:bad|no such|unknown|invalid|.{0,60}fail|account (?:disabled|locked))/i.test(said)) return 'failure';
  return /^authentication successful/i.test(said) ? 'success' : null;
}
