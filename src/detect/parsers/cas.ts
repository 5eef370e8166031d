import { addressWithoutPort } from '../address.ts';
import type { AuthSaid } from '../event-of.ts';
import { authEvent, QUIET_AUTH } from '../event-of.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'cas';
/** Action, principal, client and server end the record; what stands before them may hold bars that a person typed. */
const TAIL = /\|([A-Z]{3,30}(?:_[A-Z]{2,30}){1,6})\|([^|]{0,200})\|([0-9A-Fa-f.:]{2,45})\|[0-9A-Fa-f.:]{2,45}\s{0,4}$/;
const TAIL_LENGTH = 480;

/** The audit trail of Apereo CAS and of others that use its Inspektr, one line a record. */
export const cas: Parser = {
  name: FORMAT,
  programs: [],
  claims: ({ text }) => text.includes('|', 24) && TAIL.test(text.slice(-TAIL_LENGTH)),
  taint: ['user'],
  open: (clock) => ({ feed: (record, emit) => readLine(record, emit, clock) }),
};

function readLine(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const tail = TAIL.exec(record.text.slice(-TAIL_LENGTH));
  if (!tail) return { unparsed: 'cas: no action, principal and addresses at its end' };
  record.time ??= timeIn(record.text.slice(record.body, record.body + 200), clock);
  const said = saidOf(tail[1] ?? '');
  if (said === null) return 'quiet';
  const user = nameOf(tail[2] ?? '');
  emit(authEvent(record, FORMAT, { ...said, target: user }, { source: addressWithoutPort(tail[3] ?? ''), user, port: null, count: 1, forged: null }));
  return 'event';
}

function saidOf(action: string): AuthSaid | null {
  switch (action) {
    case 'AUTHENTICATION_FAILED': return { ...LOGIN, outcome: 'failure', suspicious: true };
    case 'AUTHENTICATION_SUCCESS': return { ...LOGIN, outcome: 'success' };
    default: return null;
  }
}

/** `audit:unknown` stands where no principal is known. */
const nameOf = (principal: string): string | null => (principal === '' || principal === 'audit:unknown' ? null : principal);

const LOGIN: AuthSaid = { ...QUIET_AUTH, action: 'login', service: 'web', method: 'password', primary: true };
