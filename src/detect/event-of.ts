import type {
  AccountEvent, AuthAction, AuthEvent, Outcome, PackageEvent, PrivilegeEvent, SystemEvent,
} from '../domain/event.ts';
import type { LogRecord } from './record.ts';

/** What a wording says of a login, one object for all records of it where it can be; the rest comes from elsewhere. */
export interface AuthSaid {
  readonly action: AuthAction;
  readonly service: string;
  readonly outcome: Outcome;
  readonly target: string | null;
  readonly method: string | null;
  readonly unknownUser: boolean;
  readonly key: string | null;
  readonly primary: boolean;
  readonly suspicious: boolean;
}

/** Who acted, and how far the record can be believed. A parser may use one object for all its lines. */
interface AuthSeen {
  readonly source: string | null;
  readonly user: string | null;
  readonly port: string | null;
  readonly count: number;
  readonly forged: string | null;
}

/** A wording that accuses nobody: spread it and name what is different (spreading is slow: not for common lines). */
export const QUIET_AUTH: AuthSaid = {
  action: 'notice', service: 'ssh', outcome: 'info', target: null, method: null, unknownUser: false,
  key: null, primary: false, suspicious: false,
};

// Each constructor writes its fields in one fixed order, so that all events of a kind share one hidden class.
// Four parameters on purpose: an object for each event would be built to be thrown away.
export const authEvent = (record: LogRecord, format: string, said: AuthSaid, seen: AuthSeen): AuthEvent => ({
  kind: 'auth', log: record.log, line: record.line, offset: record.offset, time: record.time, format,
  host: record.host, program: record.program, pid: record.pid, outcome: said.outcome, source: seen.source,
  target: said.target, user: seen.user, count: seen.count,
  suspicious: said.suspicious && seen.source !== null, inferred: false,
  forged: seen.forged, action: said.action, service: said.service, method: said.method, port: seen.port,
  unknownUser: said.unknownUser, key: said.key, primary: said.primary,
});

/** An event that its parser fills anew for each record. */
export type AuthScratch = { -readonly [Field in keyof AuthEvent]: AuthEvent[Field] };

/** As `authEvent`, into an object used before: half of a log full of guessing would be objects made to be thrown away. */
// Four parameters on purpose, as above.
export function refill(event: AuthScratch, record: LogRecord, said: AuthSaid, seen: AuthSeen): AuthEvent {
  event.log = record.log;
  event.line = record.line;
  event.offset = record.offset;
  event.time = record.time;
  event.host = record.host;
  event.program = record.program;
  event.pid = record.pid;
  event.outcome = said.outcome;
  event.source = seen.source;
  event.target = said.target;
  event.user = seen.user;
  event.count = seen.count;
  event.suspicious = said.suspicious && seen.source !== null;
  event.forged = seen.forged;
  event.action = said.action;
  event.service = said.service;
  event.method = said.method;
  event.port = seen.port;
  event.unknownUser = said.unknownUser;
  event.key = said.key;
  event.primary = said.primary;
  return event;
}

interface PrivilegeSaid {
  readonly action: PrivilegeEvent['action'];
  readonly outcome: Outcome;
  readonly user: string | null;
  readonly asUser: string | null;
  readonly command: string | null;
  readonly tty: string | null;
  readonly count: number;
  readonly forged: string | null;
}

/** `user` acts, `asUser` is what it becomes and what is acted on. */
export const privilegeEvent = (record: LogRecord, format: string, said: PrivilegeSaid): PrivilegeEvent => ({
  kind: 'privilege', log: record.log, line: record.line, offset: record.offset, time: record.time, format,
  host: record.host, program: record.program, pid: record.pid, outcome: said.outcome, source: null,
  target: said.asUser, user: said.user, count: said.count,
  suspicious: said.outcome === 'failure' || said.outcome === 'denied', inferred: false, forged: said.forged,
  action: said.action, asUser: said.asUser, command: said.command, tty: said.tty,
});

export interface AccountSaid {
  readonly action: AccountEvent['action'];
  readonly outcome: Outcome;
  readonly target: string | null;
  readonly user: string | null;
  readonly uid: number | null;
  readonly group: string | null;
  readonly shell: string | null;
  readonly forged: string | null;
}

export const accountEvent = (record: LogRecord, format: string, said: AccountSaid): AccountEvent => ({
  kind: 'account', log: record.log, line: record.line, offset: record.offset, time: record.time, format,
  host: record.host, program: record.program, pid: record.pid, outcome: said.outcome, source: null,
  target: said.target, user: said.user, count: 1, suspicious: false, inferred: false, forged: said.forged,
  action: said.action, uid: said.uid, group: said.group, shell: said.shell,
});

export interface SystemSaid {
  readonly action: SystemEvent['action'];
  readonly target: string | null;
  readonly user: string | null;
  readonly command: string | null;
  readonly forged: string | null;
}

export const systemEvent = (record: LogRecord, format: string, said: SystemSaid): SystemEvent => ({
  kind: 'system', log: record.log, line: record.line, offset: record.offset, time: record.time, format,
  host: record.host, program: record.program, pid: record.pid,
  outcome: said.action === 'service-failed' ? 'failure' : 'info', source: null, target: said.target,
  user: said.user, count: 1, suspicious: false, inferred: false, forged: said.forged, action: said.action,
  command: said.command,
});

export interface PackageSaid {
  readonly action: PackageEvent['action'];
  readonly target: string;
  readonly version: string | null;
}

export const packageEvent = (record: LogRecord, format: string, said: PackageSaid): PackageEvent => ({
  kind: 'package', log: record.log, line: record.line, offset: record.offset, time: record.time, format,
  host: record.host, program: record.program, pid: record.pid, outcome: 'success', source: null,
  target: said.target, user: null, count: 1, suspicious: false, inferred: false, forged: null,
  action: said.action, version: said.version,
});
