import type { SystemSaid } from '../event-of.ts';
import { processEvent } from '../event-makers.ts';
import { systemEvent } from '../event-of.ts';
import { contradiction } from '../forgery.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'systemd';
const WRITERS = {
  comms: new Set(['systemd', 'systemd-coredum', 'systemd-coredump', 'systemd-shutdow', 'systemd-shutdown', 'shutdown', 'init', '(systemd)', '(sd-pam)', 'systemd-sleep']),
  rootOnly: false,
};

/** The service manager: services that fail, stop or come new, and the host going down. */
export const systemd: Parser = {
  name: FORMAT,
  programs: ['systemd', 'systemd-coredump', 'systemd-shutdown', 'shutdown', 'init', 'systemd-sleep'],
  claims: null,
  taint: [],
  open: () => ({ feed: readRecord }),
};

type Found = { readonly action: SystemSaid['action']; readonly target: string | null };

const SHUTDOWN = /^(?:Shutting down\.|Syncing filesystems|Sending SIGTERM to remaining|Powering off\.|Rebooting\.|Reached target (?:[\w@.-]{1,60} - )?(?:System )?(?:Reboot|Power[- ]Off|Shutdown|Halt)|shutting down for |Creating |switching to runlevel: [06])/;
const BOOT = /^(?:systemd \d{2,4}\S{0,60} running in system mode|Startup finished in )/;
const CLOCK = /^(?:Time has been changed|System time (?:before|advanced))/;
/** Units are named by their file, in front of the description since systemd 249; older ones give the description only. */
const UNIT = /^(Started|Stopped|Failed to start|Starting|Stopping|Finished|Reloaded) (?:([\w@:.\\-]{1,200}\.(?:service|socket|timer)) - )?(.{1,200}?)\.{0,3}$/;
const RESULT = /^([\w@:.\\-]{1,200}\.(?:service|socket)): (?:Failed with result|Main process exited, code=(?:exited|killed|dumped), status=[1-9])/;

function readRecord(record: LogRecord, emit: EmitEvent): Parsed {
  const message = record.text.slice(record.body, record.body + 400).trimEnd();
  const crash = CRASH.exec(message);
  if (crash) return tellCrash(record, { unit: crash[1] ?? null, how: crash[2] ?? '' }, emit);
  const found = read(message, record.program);
  if (!found) return 'quiet';
  emit(systemEvent(record, FORMAT, { ...found, user: null, command: null, forged: contradiction(record, WRITERS) }));
  return 'event';
}

/** A crash, not an exit; `systemd-coredump` tells the same of any process. */
const CRASH = /^(?:([\w@:.\\-]{1,200}\.service): Main process exited, code=(?:dumped|killed), status=\d{1,3}\/(SEGV|ABRT|BUS|ILL|FPE|SYS)|Process \d{1,10} \(([^)]{1,100})\) of user \d{1,10} (dumped core|terminated abnormally))/;

function tellCrash(record: LogRecord, { unit, how }: { readonly unit: string | null; readonly how: string }, emit: EmitEvent): Parsed {
  const name = unit ?? /^Process \d{1,10} \(([^)]{1,100})\)/.exec(record.text.slice(record.body, record.body + 200))?.[1] ?? null;
  emit(processEvent(record, FORMAT, {
    action: 'end', outcome: 'failure', target: name, command: how === '' ? 'dumped core' : `crashed (${how})`, parent: null, parentPid: null,
    loginUser: null, cwd: null, forged: contradiction(record, WRITERS),
  }));
  return 'event';
}

function read(message: string, program: string | null): Found | null {
  if (program !== 'systemd' || SHUTDOWN.test(message)) {
    return SHUTDOWN.test(message) && !message.startsWith('Creating ') ? { action: 'shutdown', target: null } : null;
  }
  if (BOOT.test(message)) return { action: 'boot', target: null };
  if (CLOCK.test(message)) return { action: 'clock-step', target: null };
  const failed = RESULT.exec(message);
  if (failed) return message.includes(': Failed') ? { action: 'service-failed', target: failed[1] ?? null } : null;
  return readUnit(message);
}

const ACTIONS: Readonly<Record<string, SystemSaid['action']>> = {
  Started: 'service-start', Stopped: 'service-stop', 'Failed to start': 'service-failed',
};

function readUnit(message: string): Found | null {
  const unit = UNIT.exec(message);
  const action = ACTIONS[unit?.[1] ?? ''];
  // Sessions and slices come and go with every login; logind and PAM tell of them.
  if (!unit || !action || /^(?:Session |User |session-|user@|user-)/.test(unit[2] ?? unit[3] ?? '')) return null;
  return { action, target: unit[2] ?? unit[3] ?? null };
}
