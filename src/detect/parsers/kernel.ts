import type { SystemSaid } from '../event-of.ts';
import { processEvent } from '../event-makers.ts';
import { systemEvent } from '../event-of.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import { HOST_ACTS } from '../record-acts.ts';

const FORMAT = 'kernel';
/** Messages that name hosts (packet filters) are for another reader. */
const HOST = / SRC=|(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?!\d)/;
const STAMP = /^\[ *\d{1,12}\.\d{1,9}\] /;

/** Start, end and little else: what the kernel says of devices is understood as no matter of security. */
export const kernel: Parser = {
  name: FORMAT,
  programs: [],
  claims: (record) => record.program === 'kernel' && !HOST.test(record.text.slice(record.body, record.body + 1_000)),
  taint: [],
  open: () => ({ feed: readRecord }),
};

const WORDINGS: readonly (readonly [RegExp, SystemSaid['action']])[] = [
  [/^Linux version \d/, 'boot'],
  [/^reboot: (?:Restarting system|Power down|System halted)/, 'shutdown'],
  [/^(?:Kernel logging \(proc\) stopped|imklog .{0,40}stopped)/, 'logger-stop'],
  [/^imklog .{0,40}started/, 'logger-start'],
];

function readRecord(record: LogRecord, emit: EmitEvent): Parsed {
  const raw = record.text.slice(record.body, record.body + 300);
  const message = raw.replace(STAMP, '');
  const known = WORDINGS.find(([pattern]) => pattern.test(message));
  if (known) {
    emit(systemEvent(record, FORMAT, {
      action: known[1], target: null, user: null, command: null, forged: notByKernel(record),
    }));
    return 'event';
  }
  return readCrash(record, message, emit) ?? readModule(record, message, emit) ?? 'quiet';
}

/** The name of a process is cut at 15 characters, and may be any. */
const CRASH = /^(?:traps: )?([^[]{1,40})\[(\d{1,10})\]:? (segfault at|general protection|trap [a-z ]{1,30}|bad frame)/;
const KILLED = /^(?:Out of memory|Memory cgroup out of memory): Kill(?:ed)? process (\d{1,10}) \((.{1,40}?)\)/;

function readCrash(record: LogRecord, message: string, emit: EmitEvent): Parsed | null {
  const crash = CRASH.exec(message);
  const killed = crash ? null : KILLED.exec(message);
  const [name, pid, why] = crash ? [crash[1], crash[2], /^.{0,200}? in ([\w.+-]{1,80})\[/.exec(message)?.[1] ?? null]
    : killed ? [killed[2], killed[1], 'out of memory'] : [];
  if (name === undefined) return null;
  emit(processEvent(record, FORMAT, {
    action: 'end', outcome: 'failure', target: name, command: killed ? 'out of memory' : `crashed${why ? ` in ${why}` : ''}`, program: name, pid: pid ?? null,
    parent: null, parentPid: null, loginUser: null, cwd: null, forged: notByKernel(record),
  }));
  return 'event';
}

/** A module that nobody signed, as most rootkits are, and drivers built on the host. */
const UNSIGNED = /^([\w-]{1,60}): (?:module verification failed|loading out-of-tree module taints kernel)/;

function readModule(record: LogRecord, message: string, emit: EmitEvent): Parsed | null {
  const unsigned = UNSIGNED.exec(message);
  if (!unsigned) return null;
  emit(systemEvent(record, FORMAT, {
    action: 'other', target: unsigned[1] ?? null, user: null, command: HOST_ACTS.unsignedModule, forged: notByKernel(record),
  }));
  return 'event';
}

function notByKernel({ trusted }: LogRecord): string | null {
  const transport = trusted?.transport ?? 'kernel';
  return transport === 'kernel' ? null : `tagged kernel, but it came over ${transport}`;
}
