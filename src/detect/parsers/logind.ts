import { authEvent, QUIET_AUTH, systemEvent } from '../event-of.ts';
import { contradiction } from '../forgery.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'logind';
const WRITERS = { comms: new Set(['systemd-logind', 'systemd-logi', 'elogind', 'elogind-daemon']), rootOnly: true };

/** systemd-logind: a second, independent record of who came in. */
export const logind: Parser = {
  name: FORMAT,
  programs: ['systemd-logind', 'elogind', 'elogind-daemon'],
  claims: null,
  taint: [],
  open: () => ({ feed: readRecord }),
};

/** Since systemd 256 a class and a type may follow the name. */
const NEW = /^New session '?([^\s']{1,40})'? of user '?([^\s']{1,100}?)'?(?: with class '[^']{1,40}' and type '[^']{1,40}')?\.?$/;
const DOWN = /^(?:The system will |System is )(?:power off|powering down|reboot|rebooting|halt|halting|kexec)/;

function readRecord(record: LogRecord, emit: EmitEvent): Parsed {
  const message = record.text.slice(record.body, record.body + 300).trimEnd();
  const opened = NEW.exec(message);
  const forged = contradiction(record, WRITERS);
  if (opened) {
    emit(authEvent(record, FORMAT, {
      ...QUIET_AUTH, action: 'session-open', service: 'login', outcome: 'success', target: opened[1] ?? null,
    }, { source: null, user: opened[2] ?? null, port: null, count: 1, forged }));
    return 'event';
  }
  if (DOWN.test(message)) {
    emit(systemEvent(record, FORMAT, { action: 'shutdown', target: null, user: null, command: null, forged }));
    return 'event';
  }
  return /^(?:Removed session|Session |New seat|Watching system buttons|Failed to |Lid |Power key|Suspend|User |Received |Operation |Existing |Unknown |Delay lock|Creating |Got |Refusing )/.test(message)
    ? 'quiet' : { unparsed: 'logind: words that are not known' };
}
