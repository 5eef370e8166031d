import { privilegeEvent } from './event-of.ts';
import type { PamMessage } from './pam-message.ts';
import type { EmitEvent, Parsed } from './parser.ts';
import type { LogRecord } from './record.ts';

/** Whose record it is, for the event. */
interface PamCaller {
  readonly format: string;
  readonly forged: string | null;
}

/** PAM under the tag of a program that turns one local user into another: sudo, su, pkexec. */
export function sayPrivilege(record: LogRecord, message: PamMessage, caller: PamCaller, emit: EmitEvent): Parsed {
  const base = { command: null, tty: message.tty, count: message.count, forged: caller.forged };
  switch (message.says) {
    case 'session-opened':
      emit(privilegeEvent(record, caller.format, {
        ...base, action: 'session-open', outcome: 'success', user: message.by, asUser: message.user,
      }));
      return 'event';
    case 'session-closed':
      emit(privilegeEvent(record, caller.format, {
        ...base, action: 'session-close', outcome: 'info', user: null, asUser: message.user,
      }));
      return 'event';
    case 'denied':
    case 'locked':
      emit(privilegeEvent(record, caller.format, {
        ...base, action: 'refused', outcome: 'denied', user: message.user, asUser: null,
      }));
      return 'event';
    // The program's own record of the refusal says who, as whom and how often; PAM's comes beside it.
    case 'failure':
    case 'password-changed':
    case 'noise': return 'quiet';
    case 'unknown': return { unparsed: 'a PAM record in words that are not known' };
    default: return message.says satisfies never;
  }
}
