import type { LogRecord } from '../record.ts';
import { openRecord } from '../record.ts';
import type { AuditFields } from './fields.ts';
import { argumentsOf, auditFields, decodeHex, titleOf } from './fields.ts';

/** All records of one event that tell of a system call. */
export interface AuditEvent {
  /** Where its first record stands, and its envelope. */
  readonly place: LogRecord;
  call: AuditFields | null;
  argv: readonly string[];
  title: string | null;
  cwd: string | null;
  /** Executable of the parent, where the transport knows it. */
  parent: string | null;
  readonly paths: AuditFields[];
  socket: AuditFields | null;
  module: string | null;
}

const PATHS_KEPT = 16;
/** Types of records that only make sense together. */
const PARTS = new Set(['SYSCALL', 'EXECVE', 'CWD', 'PATH', 'PROCTITLE', 'SOCKADDR', 'KERN_MODULE', 'EOE']);
/** Nothing of the event follows. */
const LAST = new Set(['PROCTITLE', 'EOE']);

export const isPart = (type: string): boolean => PARTS.has(type);
export const isLast = (type: string): boolean => LAST.has(type);

/** The envelope of a record as it stands now: the record itself is used again for the next line. */
export function placeOf(record: LogRecord): LogRecord {
  const { line, offset, time, host, program, pid, trusted } = record;
  return { ...openRecord(record.log), line, offset, time, host, program, pid, trusted };
}

export const openAuditEvent = (place: LogRecord): AuditEvent => ({
  place, call: null, argv: [], title: null, cwd: null, parent: null, paths: [], socket: null, module: null,
});

/** Takes one record in; `text` is its fields. */
export function addRecord(event: AuditEvent, type: string, text: string): void {
  if (type === 'EXECVE') {
    event.argv = [...event.argv, ...argumentsOf(text)];
    return;
  }
  addFields(event, type, auditFields(text));
}

export function addFields(event: AuditEvent, type: string, fields: AuditFields): void {
  switch (type) {
    case 'SYSCALL': event.call = fields; break;
    case 'PROCTITLE': event.title = titleOf(fields); break;
    case 'CWD': event.cwd = fields.get('cwd') ?? null; break;
    case 'PATH': if (event.paths.length < PATHS_KEPT) event.paths.push(fields); break;
    case 'SOCKADDR': event.socket = fields; break;
    case 'KERN_MODULE': event.module = decodeHex(fields.get('name') ?? ''); break;
    default: break;
  }
}
