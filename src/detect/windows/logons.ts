import type { AuthEvent, AuthAction, Outcome, PrivilegeEvent } from '../../domain/event.ts';
import { canonicalAddress } from '../address.ts';
import { authEvent, privilegeEvent } from '../event-of.ts';
import type { LogRecord } from '../record.ts';
import { personIn } from './people.ts';
import type { WinRecord } from './win-record.ts';

/** How a logon was made, by its type; types not listed are the system's own. */
const SERVICES: ReadonlyMap<string, string> = new Map([
  ['2', 'windows'], ['3', 'smb'], ['7', 'windows'], ['8', 'windows'], ['10', 'rdp'], ['11', 'windows'], ['12', 'rdp'], ['13', 'windows'],
]);
const NO_SUCH_USER = new Set(['0xc0000064', '0x6']);
/** Disabled, expired, locked, not allowed here or now. */
const REFUSED = new Set([
  '0xc0000072', '0xc0000234', '0xc000006e', '0xc000006f', '0xc0000070', '0xc0000071', '0xc0000193', '0xc000015b', '0xc0000413', '0x12',
]);
/** Kerberos: the ticket was given. */
const GRANTED = '0x0';

/** A logon as the Security log tells it; null for the machine's own accounts, and for what decides nothing. */
export function logonEvent(record: LogRecord, format: string, win: WinRecord): AuthEvent | PrivilegeEvent | null {
  switch (win.eventId) {
    case 4624: return decided(record, format, win, 'success');
    case 4625: return decided(record, format, win, outcomeOf(win.fields['SubStatus'], win.fields['Status']));
    case 4768: case 4771: return kerberos(record, format, win);
    case 4776: return validated(record, format, win);
    case 4648: return told(record, format, win, 'notice');
    case 4634: case 4647: return closed(record, format, win);
    case 4672: return privileged(record, format, win);
    default: return null;
  }
}

function outcomeOf(...statuses: readonly (string | undefined)[]): Outcome {
  return statuses.some((status) => status !== undefined && REFUSED.has(status.toLowerCase())) ? 'denied' : 'failure';
}

/** The address Windows itself writes; a host's own loopback is no source. */
function sourceIn({ fields }: WinRecord): string | null {
  const address = canonicalAddress((fields['IpAddress'] ?? '').trim());
  return address === null || address === '::1' || address === '::' || address === '0.0.0.0' || address.startsWith('127.') ? null : address;
}

function portIn({ fields }: WinRecord): string | null {
  const port = fields['IpPort'];
  return port !== undefined && /^[1-9]\d{0,4}$/.test(port) ? port : null;
}

interface Decided {
  readonly action: AuthAction;
  readonly service: string;
  readonly outcome: Outcome;
  readonly method: string | null;
  readonly unknownUser: boolean;
  readonly primary: boolean;
}

// Four parameters on purpose: where it stands, what it says, what it comes to.
function made(record: LogRecord, format: string, win: WinRecord, said: Decided): AuthEvent | null {
  const user = personIn(win.fields['TargetUserName']);
  if (user === null) return null;
  const failed = said.outcome === 'failure' || said.outcome === 'denied';
  return authEvent(record, format, { ...said, target: user, key: null, suspicious: failed },
    { source: sourceIn(win), user, port: portIn(win), count: 1, forged: null });
}

// Four parameters on purpose, as above.
function decided(record: LogRecord, format: string, win: WinRecord, outcome: Outcome): AuthEvent | null {
  const { LogonType: type = '', SubStatus: why = '', AuthenticationPackageName: method } = win.fields;
  const service = SERVICES.get(type);
  if (service === undefined) return null;
  return made(record, format, win, {
    action: 'login', service, outcome, method: method?.toLowerCase() ?? null,
    unknownUser: NO_SUCH_USER.has(why.toLowerCase()), primary: true,
  });
}

/** A ticket given is no login by itself: the logon follows. One refused is a login that failed. */
function kerberos(record: LogRecord, format: string, win: WinRecord): AuthEvent | null {
  const status = win.fields['Status']?.toLowerCase() ?? GRANTED;
  if (status === GRANTED) return null;
  return made(record, format, win, {
    action: 'login', service: 'kerberos', outcome: outcomeOf(status), method: 'kerberos', unknownUser: NO_SUCH_USER.has(status), primary: true,
  });
}

/** The workstation named in it is the client's own word, and no source; the logon's own record says the rest. */
function validated(record: LogRecord, format: string, win: WinRecord): AuthEvent | null {
  const status = win.fields['Status']?.toLowerCase() ?? GRANTED;
  if (status === GRANTED) return null;
  return made(record, format, win, {
    action: 'login', service: 'ntlm', outcome: outcomeOf(status), method: 'ntlm', unknownUser: NO_SUCH_USER.has(status), primary: false,
  });
}

// Four parameters on purpose, as above.
function told(record: LogRecord, format: string, win: WinRecord, action: AuthAction): AuthEvent | null {
  return made(record, format, win, { action, service: 'windows', outcome: 'info', method: null, unknownUser: false, primary: false });
}

function closed(record: LogRecord, format: string, win: WinRecord): AuthEvent | null {
  const { LogonType: type } = win.fields;
  // Logons over the network come and go by the second.
  return type === '3' || (type !== undefined && !SERVICES.has(type)) ? null : told(record, format, win, 'session-close');
}

function privileged(record: LogRecord, format: string, win: WinRecord): PrivilegeEvent | null {
  const user = personIn(win.fields['SubjectUserName']);
  return user === null ? null : privilegeEvent(record, format, {
    action: 'session-open', outcome: 'success', user, asUser: null, command: null, tty: null, count: 1, forged: null,
  });
}
