import { fileEvent } from '../event-makers.ts';
import { authEvent, QUIET_AUTH } from '../event-of.ts';
import { readIsoTime } from '../iso-time.ts';
import type { LogClock } from '../log-clock.ts';
import { daysOf } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import type { AuditedLogin } from '../samba/auth-audit.ts';
import { readAuthJson, readAuthText } from '../samba/auth-audit.ts';
import type { AuditedOperation } from '../samba/full-audit.ts';
import { actionOf, readFullAudit } from '../samba/full-audit.ts';

const FORMAT = 'samba';
/** The line before each message in Samba's own files: `[2026/03/03 04:12:01.024013,  2] ../auth.c:334(check)`. */
const HEADER = /^\[(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)(?:\.\d{1,6})?, {1,3}\d{1,2}(?:, [^\]]{0,120})?\] \S{1,200}:\d{1,6}\(/;
const AUTH = /^ {0,8}(?:Auth: \[|check_ntlm_password: |JSON Authentication: |\{"timestamp": "[^"]{1,40}", "type": "Authenti)/;
const LOOKED_AT = 4_096;

/** Samba: what was done to files (`vfs_full_audit`), and who logged in. */
export const samba: Parser = {
  name: FORMAT,
  programs: ['smbd_audit', 'smbd', 'samba', 'smb', 'nmbd', 'winbindd', 'samba-dcerpcd'],
  claims: ({ text, body, program }) => program === null && (AUTH.test(text.slice(body, body + 120)) || HEADER.test(text.slice(body, body + 400))),
  taint: ['user', 'target'],
  open: openSamba,
};

function openSamba(clock: LogClock): ParserRun {
  let headerTime: number | null = null;
  return {
    feed(record, emit) {
      const text = record.text.slice(record.body, record.body + LOOKED_AT).trimEnd();
      const header = HEADER.exec(text);
      if (header) {
        headerTime = headerStamp(header, clock);
        record.time ??= headerTime;
        return 'quiet';
      }
      const login = readLogin(text, clock);
      if (login) {
        record.time ??= login.time ?? headerTime;
        return tellLogin(record, login, emit);
      }
      const operation = text.includes('|') ? readFullAudit(text) : null;
      return operation ? tellOperation(record, operation, emit) : 'quiet';
    },
  };
}

function headerStamp(header: RegExpExecArray, clock: LogClock): number {
  const part = (at: number): number => Number(header[at]);
  return clock.local(daysOf(part(1), part(2), part(3)), ((part(4) * 60 + part(5)) * 60 + part(6)) * 1_000);
}

function readLogin(text: string, clock: LogClock): AuditedLogin | null {
  if (!AUTH.test(text.slice(0, 120))) return null;
  const json = text.indexOf('{"timestamp"');
  return json >= 0 && json < 40 ? readAuthJson(text.slice(json), (stamp) => readIsoTime(stamp, 0, clock)?.time ?? null) : readAuthText(text, clock);
}

const STRANGER = /^NT_STATUS_(?:NO_SUCH_USER|INVALID_ACCOUNT_NAME)$/;

function tellLogin(record: LogRecord, { user, status, method, source }: AuditedLogin, emit: EmitEvent): Parsed {
  const ok = status === 'NT_STATUS_OK';
  // Samba tries a session without any name first, as a matter of course.
  if (user === null && method === null) return 'quiet';
  emit(authEvent(record, FORMAT, {
    ...QUIET_AUTH, action: 'login', service: 'smb', outcome: ok ? 'success' : 'failure', method: method ?? 'password', primary: true, suspicious: !ok,
    unknownUser: STRANGER.test(status),
  }, { source, user, port: null, count: 1, forged: null }));
  return 'event';
}

function tellOperation(record: LogRecord, { operation, ok, user, source, share, paths }: AuditedOperation, emit: EmitEvent): Parsed {
  if (operation === 'connect') {
    emit(authEvent(record, FORMAT, { ...QUIET_AUTH, action: 'session-open', service: 'smb', outcome: ok ? 'success' : 'denied', target: share },
      { source, user, port: null, count: 1, forged: null }));
    return 'event';
  }
  const action = actionOf(operation);
  const [path, newPath] = paths;
  if (action === null || path === undefined || path === '') return 'quiet';
  emit(fileEvent(record, FORMAT, {
    action, outcome: ok ? 'success' : 'failure', target: path, newPath: action === 'rename' ? newPath ?? null : null, executable: null, user, source,
  }));
  return 'event';
}
