import { canonicalAddress } from '../address.ts';
import type { AuthSaid } from '../event-of.ts';
import { authEvent, QUIET_AUTH, systemEvent } from '../event-of.ts';
import { hostIn } from '../host-token.ts';
import { RECORD_ACTS } from '../record-acts.ts';
import { readIsoTime } from '../iso-time.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'login-records';
/**
 * As `utmpdump` prints a record of wtmp, btmp or utmp. Only the name of the user can hold brackets: terminals, hosts,
 * addresses and times are read from the end.
 */
const UTMP = /^\[(\d)\] \[(-?\d{1,11})\] \[.{4}\] \[(.{0,40})\] \[([^\]]{0,32})\] \[([^\]]{0,256})\] \[([\da-f.:]{1,45}) *\] \[([^\]]{10,50})\] ?$/;
const LASTLOG = /^lastlog uid=(\d{1,10}) (?:never$|port=\[[^\]]{0,32}\] from=\[([^\]]{0,256})\] latest=\[([^\]]{10,50})\]$)/;
const TYPE = { empty: 0, runlevel: 1, boot: 2, newTime: 3, oldTime: 4, gettyInit: 5, loginProcess: 6, user: 7, dead: 8 } as const;
/** A getty waiting for somebody: no attempt. */
const WAITING = 'LOGIN';
/** What no record is older than, epoch milliseconds: a time of zero was written over. */
const EARLIEST = Date.UTC(1991, 0);

/** wtmp, btmp, utmp and lastlog, read from the binary files or from what `utmpdump` makes of them. */
export const loginRecords: Parser = {
  name: FORMAT,
  programs: [],
  claims: ({ text, program, body }) => program === null
    && ((text.charCodeAt(body) === 91 && UTMP.test(text.slice(body, body + 600))) || text.startsWith('lastlog uid=', body)
      || text.startsWith('utmp record cut short', body)),
  taint: ['user'],
  open: openLoginRecords,
};

/** State of a file: gdm writes failures like logins, but no file of failures holds a boot or a logout. */
function openLoginRecords(clock: LogClock): ParserRun {
  const file = { failures: 0, others: 0 };
  return {
    feed(record, emit) {
      const text = record.text.slice(record.body, record.body + 600);
      const parts = UTMP.exec(text);
      if (parts) return readUtmp(record, partsOf(parts, clock), { emit, file });
      if (text.startsWith('lastlog ')) return readLastlog(record, text, emit);
      return { unparsed: 'a login record that is cut short' };
    },
  };
}

interface Utmp {
  readonly type: number;
  readonly pid: string;
  readonly user: string | null;
  readonly line: string;
  readonly source: string | null;
  /** NaN where the record holds none. */
  readonly time: number;
}

function partsOf(parts: RegExpExecArray, clock: LogClock): Utmp {
  const [, type = '0', pid = '', user = '', line = '', host = '', address = '', stamp = ''] = parts;
  return {
    type: Number(type), pid: String(Number(pid)), user: user.trimEnd() || null, line: line.trimEnd(),
    source: sourceOf(host.trimEnd(), address), time: readIsoTime(stamp, 0, clock)?.time ?? NaN,
  };
}

/** The address is what the service saw; the host may be a name that its owner chose, or a screen. */
function sourceOf(host: string, address: string): string | null {
  const canonical = canonicalAddress(address);
  if (canonical !== null && canonical !== '0.0.0.0' && canonical !== '::') return canonical;
  return host === '' || host.startsWith(':') || host.includes(' ') || /^(?:login|tmux\(|mosh |screen)/.test(host) ? null
    : hostIn(host, 0, host.length);
}

interface Kit {
  readonly emit: EmitEvent;
  readonly file: { failures: number; others: number };
}

function readUtmp(record: LogRecord, utmp: Utmp, kit: Kit): Parsed {
  record.program = 'wtmp';
  record.pid = utmp.pid;
  if (!(utmp.time >= EARLIEST)) return tellErased(record, utmp, kit.emit);
  record.time = utmp.time;
  switch (utmp.type) {
    case TYPE.boot: return tellSystem(record, 'boot', kit);
    case TYPE.runlevel: return utmp.user === 'shutdown' ? tellSystem(record, 'shutdown', kit) : 'quiet';
    case TYPE.newTime: return tellSystem(record, 'clock-step', kit);
    case TYPE.user: return tellLogin(record, utmp, kit);
    case TYPE.loginProcess: return isWaiting(utmp) ? 'quiet' : tellFailure(record, utmp, kit);
    case TYPE.dead: return tellLogout(record, utmp, kit);
    case TYPE.empty: return tellErased(record, utmp, kit.emit);
    default: return 'quiet';
  }
}

const isWaiting = ({ user, source, line }: Utmp): boolean =>
  (user === null || user === WAITING) && source === null && !line.startsWith('ssh');

/** Nobody writes records without a time or type: they were written over, as tools that hide logins do. */
function tellErased(record: LogRecord, utmp: Utmp, emit: EmitEvent): Parsed {
  emit(systemEvent(record, FORMAT, {
    action: 'other', target: 'login record', user: utmp.user, command: RECORD_ACTS.overwritten, forged: null,
  }));
  return 'event';
}

function tellSystem(record: LogRecord, action: 'boot' | 'shutdown' | 'clock-step', { emit, file }: Kit): Parsed {
  file.others += 1;
  emit(systemEvent(record, FORMAT, { action, target: null, user: null, command: null, forged: null }));
  return 'event';
}

const serviceOf = ({ line, source }: Utmp): string =>
  (line.startsWith('ssh') || (source !== null && /^(?:pts|ttyp)/.test(line)) ? 'ssh' : line.startsWith('ftp') ? 'ftp' : 'login');

function tellLogin(record: LogRecord, utmp: Utmp, kit: Kit): Parsed {
  if (kit.file.failures > 0 && kit.file.others === 0) return tellFailure(record, utmp, kit);
  return tell(record, utmp, { action: 'login', outcome: 'success', primary: true }, kit.emit);
}

function tellFailure(record: LogRecord, utmp: Utmp, kit: Kit): Parsed {
  kit.file.failures += 1;
  record.program = 'btmp';
  return tell(record, utmp, { action: 'login', outcome: 'failure', primary: true, suspicious: true }, kit.emit);
}

function tellLogout(record: LogRecord, utmp: Utmp, { emit, file }: Kit): Parsed {
  file.others += 1;
  return utmp.line === '' ? 'quiet' : tell(record, { ...utmp, user: utmp.user }, { action: 'session-close', outcome: 'info' }, emit);
}

// Four parameters on purpose: each is a different thing.
function tell(record: LogRecord, utmp: Utmp, said: Partial<AuthSaid>, emit: EmitEvent): Parsed {
  emit(authEvent(record, FORMAT, { ...QUIET_AUTH, service: serviceOf(utmp), target: utmp.line || null, ...said }, {
    source: utmp.source, user: utmp.user, port: null, count: 1, forged: null,
  }));
  return 'event';
}

/** Ordered by user id and not by time: told without a time, which the line itself shows. */
function readLastlog(record: LogRecord, text: string, emit: EmitEvent): Parsed {
  const parts = LASTLOG.exec(text);
  if (!parts) return { unparsed: 'a login record that is cut short' };
  if (parts[3] === undefined) return 'quiet';
  record.program = 'lastlog';
  const host = (parts[2] ?? '').trimEnd();
  emit(authEvent(record, FORMAT, { ...QUIET_AUTH, service: 'login', target: `user id ${parts[1] ?? ''}` }, {
    source: hostIn(host, 0, host.length), user: null, port: null, count: 1, forged: null,
  }));
  return 'event';
}
