import type { LogClock } from '../log-clock.ts';
import { daysOf } from '../log-clock.ts';

/** What stands before the fields of an audit record. */
export interface AuditHead {
  readonly type: string;
  readonly host: string | null;
  /** `time:serial`, the same for all records of one event; null where the transport left it out. */
  readonly id: string | null;
  readonly time: number | null;
  /** Where the fields begin. */
  readonly body: number;
}

const HEAD = /^(?:node=(\S{1,255}) )?type=(\w{1,40}|UNKNOWN\[\d{1,5}\]) msg=audit\(([^)]{1,60}):(\d{1,20})\) ?: ?/;
/** In the kernel's own log: `audit: type=1400 audit(1772511121.579:29): …`. */
const KERNEL = /^(?:\[ *\d{1,12}\.\d{1,9}\] )?(?:audit: )?type=(\d{4}) audit\((\d{1,12}\.\d{3}):(\d{1,20})\): /;
/** journald hands a record on under the tag `audit` with its type in front. */
const BARE = /^([A-Z][A-Z_]{2,30}(?:\[\d{4}\])?) (?=\w{1,20}=|avc: |')/;
const EPOCH = /^\d{1,12}(?:\.\d{1,9})?$/;
/** As `ausearch -i` writes it in the two usual orders; the day comes first where dots part it. */
const WRITTEN = /^(\d{1,2})([/.])(\d{1,2})[/.](\d{4}|\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?$/;
const LONGEST = 400;

/** Numbers that the kernel's log uses for types. */
const TYPES: Readonly<Record<string, string>> = {
  1006: 'LOGIN', 1100: 'USER_AUTH', 1101: 'USER_ACCT', 1102: 'USER_MGMT', 1103: 'CRED_ACQ', 1104: 'CRED_DISP', 1105: 'USER_START',
  1106: 'USER_END', 1107: 'USER_AVC', 1108: 'USER_CHAUTHTOK', 1109: 'USER_ERR', 1112: 'USER_LOGIN', 1113: 'USER_LOGOUT',
  1114: 'ADD_USER', 1115: 'DEL_USER', 1116: 'ADD_GROUP', 1117: 'DEL_GROUP', 1123: 'USER_CMD', 1127: 'SYSTEM_BOOT',
  1128: 'SYSTEM_SHUTDOWN', 1130: 'SERVICE_START', 1131: 'SERVICE_STOP', 1200: 'DAEMON_START', 1201: 'DAEMON_END',
  1300: 'SYSCALL', 1302: 'PATH', 1305: 'CONFIG_CHANGE', 1306: 'SOCKADDR', 1307: 'CWD', 1309: 'EXECVE', 1320: 'EOE',
  1326: 'SECCOMP', 1327: 'PROCTITLE', 1330: 'KERN_MODULE', 1400: 'AVC', 1404: 'MAC_STATUS', 1700: 'ANOM_PROMISCUOUS', 1701: 'ANOM_ABEND',
};

export function auditHead(text: string, tag: string | null, clock: LogClock): AuditHead | null {
  const start = text.slice(0, LONGEST);
  return ownHead(start, clock) ?? kernelHead(start, clock) ?? (tag === 'audit' ? bareHead(start) : null);
}

function ownHead(start: string, clock: LogClock): AuditHead | null {
  const head = HEAD.exec(start);
  if (!head) return null;
  const [all, host = null, type = '', stamp = '', serial = ''] = head;
  return { type, host, id: `${stamp}:${serial}`, time: stampTime(stamp, clock), body: all.length };
}

function kernelHead(start: string, clock: LogClock): AuditHead | null {
  const kernel = KERNEL.exec(start);
  if (!kernel) return null;
  const [all, number = '', stamp = '', serial = ''] = kernel;
  return { type: TYPES[number] ?? number, host: null, id: `${stamp}:${serial}`, time: stampTime(stamp, clock), body: all.length };
}

function bareHead(start: string): AuditHead | null {
  const bare = BARE.exec(start);
  return bare ? { type: (bare[1] ?? '').replace(/\[\d{4}\]$/, ''), host: null, id: null, time: null, body: bare[0].length } : null;
}

function stampTime(stamp: string, clock: LogClock): number | null {
  if (EPOCH.test(stamp)) return clock.epoch(Math.round(Number(stamp) * 1_000));
  const match = WRITTEN.exec(stamp);
  if (!match) return null;
  const part = (at: number): number => Number(match[at] ?? 0);
  const [month, day] = match[2] === '.' ? [part(3), part(1)] : [part(1), part(3)];
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const year = part(4) < 100 ? 2_000 + part(4) : part(4);
  return clock.local(daysOf(year, month, day), ((part(5) * 60 + part(6)) * 60 + part(7)) * 1_000 + part(8));
}
