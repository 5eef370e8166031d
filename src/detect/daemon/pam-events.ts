import { authEvent, QUIET_AUTH } from '../event-of.ts';
import { writtenByHand } from '../forgery.ts';
import type { PamMessage } from '../pam-message.ts';
import type { EmitEvent, Parsed } from '../parser.ts';
import type { LogRecord } from '../record.ts';

/** Opened and closed by the system for itself, many times an hour. */
const HOUSEKEEPING = new Set(['cron', 'crond', 'atd', 'systemd-user', 'runuser', 'runuser-l', 'newrole']);

/** What a PAM record is under the tag of a program other than sshd, sudo and su. */
// Four parameters on purpose: this is asked for each record of a host's authentication log.
export function sayPam(record: LogRecord, format: string, message: PamMessage, emit: EmitEvent): Parsed {
  const service = message.service ?? 'unknown';
  const base = { ...QUIET_AUTH, service };
  const user = message.user ?? message.ruser;
  const seen = { source: message.rhost, user, port: null, count: message.count, forged: writtenByHand(record) };
  switch (message.says) {
    case 'failure':
      emit(authEvent(record, format, {
        ...base, action: 'login', outcome: 'failure', primary: true, suspicious: record.program?.includes('(') !== true,
      }, seen));
      return 'event';
    case 'denied':
    case 'locked':
      emit(authEvent(record, format, { ...base, outcome: 'denied' }, seen));
      return 'event';
    case 'session-opened':
    case 'session-closed':
      if (HOUSEKEEPING.has(service)) return 'quiet';
      emit(authEvent(record, format, {
        ...base, action: message.says === 'session-opened' ? 'session-open' : 'session-close',
        outcome: message.says === 'session-opened' ? 'success' : 'info',
      }, seen));
      return 'event';
    case 'password-changed':
    case 'noise': return 'quiet';
    case 'unknown': return { unparsed: 'a PAM record in words that are not known' };
    default: return message.says satisfies never;
  }
}
