import type { FileEvent } from '../../domain/event.ts';
import { canonicalAddress } from '../address.ts';
import { fileEvent, networkEvent, processEvent } from '../event-makers.ts';
import { systemEvent } from '../event-of.ts';
import type { EmitEvent } from '../parser.ts';
import { HOST_ACTS } from '../record-acts.ts';
import type { SystemSaid } from '../event-of.ts';
import { loginUserOf, userOf, wasRefused } from './actor.ts';
import type { AuditEvent } from './audit-event.ts';
import type { AuditFields } from './fields.ts';
import { callKind, callName } from './syscalls.ts';

const COMMAND_LIMIT = 4_096;

/** Says what an event of a system call tells; a call that failed, or is of no interest, tells nothing. */
export function tellCall(event: AuditEvent, format: string, emit: EmitEvent): boolean {
  const call = event.call;
  if (!call) return event.argv.length > 0 && tellProcess(event, new Map(), format, emit);
  if (wasRefused(call)) return false;
  const name = callName(call.get('SYSCALL') ?? call.get('syscall') ?? '', call.get('arch') ?? '');
  const kind = callKind(name);
  switch (kind) {
    case 'exec': return tellProcess(event, call, format, emit);
    case 'connect': return tellConnection(event, call, format, emit);
    case 'module':
    case 'clock': return tellSystem(event, call, { kind, format }, emit);
    case 'open': case 'create': case 'rename': case 'delete': case 'permission': case 'write':
      return tellFiles(event, call, { kind, format, name: name ?? '' }, emit);
    case null: return false;
    default: return kind satisfies never;
  }
}

// Four parameters on purpose, here and below: each is a different thing.
function tellProcess(event: AuditEvent, call: AuditFields, format: string, emit: EmitEvent): boolean {
  // The title is still the one of the program before: it shows the environment that a wrapper sets.
  const titled = event.argv.length === 0 || event.title?.includes('GLIBC_TUNABLES=') === true;
  const line = titled ? event.title : event.argv.join(' ');
  emit(processEvent(event.place, format, {
    action: 'start', outcome: 'success', target: call.get('exe') ?? event.argv[0] ?? call.get('comm') ?? null,
    command: line === null ? null : line.slice(0, COMMAND_LIMIT), user: userOf(call), loginUser: loginUserOf(call),
    program: call.get('comm') ?? null, pid: call.get('pid') ?? null, parent: event.parent, parentPid: call.get('ppid') ?? null,
    cwd: event.cwd,
  }));
  return true;
}

function tellConnection({ place, socket }: AuditEvent, call: AuditFields, format: string, emit: EmitEvent): boolean {
  const peer = socket ? peerOf(socket) : null;
  if (!peer) return false;
  emit(networkEvent(place, format, {
    action: 'flow', outcome: 'success', target: peer.address, targetPort: peer.port, sourcePort: null, protocol: null,
    direction: 'outbound', bytesIn: null, bytesOut: null, user: userOf(call), program: call.get('comm') ?? null, pid: call.get('pid') ?? null,
  }));
  return true;
}

/** `saddr` is a sockaddr in hex: family in the machine's order, port and address in the network's. */
function peerOf(socket: AuditFields): { readonly address: string; readonly port: number } | null {
  const written = socket.get('laddr') ?? socket.get('addr');
  const canonical = written === undefined ? null : canonicalAddress(written);
  if (canonical !== null) return { address: canonical, port: Number(socket.get('lport') ?? socket.get('port') ?? 0) };
  const bytes = Buffer.from(socket.get('saddr') ?? '', 'hex');
  if (bytes.length < 8) return null;
  const family = bytes.readUInt16LE(0);
  const port = bytes.readUInt16BE(2);
  if (family === 2) return { address: bytes.subarray(4, 8).join('.'), port };
  if (family !== 10 || bytes.length < 24) return null;
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(8 + at * 2).toString(16));
  return { address: canonicalAddress(groups.join(':')) ?? groups.join(':'), port };
}

interface SystemKind {
  readonly kind: 'module' | 'clock';
  readonly format: string;
}

function tellSystem(event: AuditEvent, call: AuditFields, { kind, format }: SystemKind, emit: EmitEvent): boolean {
  const said: Pick<SystemSaid, 'action' | 'target' | 'command'> = kind === 'module'
    ? { action: 'other', target: event.module ?? call.get('comm') ?? null, command: HOST_ACTS.module }
    : { action: 'clock-step', target: call.get('comm') ?? null, command: event.title };
  emit(systemEvent(event.place, format, { ...said, user: loginUserOf(call), forged: null }));
  return true;
}

interface FileKind {
  readonly kind: 'open' | 'create' | 'rename' | 'delete' | 'permission' | 'write';
  readonly name: string;
  readonly format: string;
}

function tellFiles(event: AuditEvent, call: AuditFields, { kind, name, format }: FileKind, emit: EmitEvent): boolean {
  const paths = event.paths.filter((path) => path.get('nametype') !== 'PARENT' && path.get('name') !== undefined);
  const say = (target: string, action: FileEvent['action'], newPath: string | null): void => {
    emit(fileEvent(event.place, format, {
      action, outcome: 'success', target, newPath, executable: call.get('exe') ?? null, user: userOf(call),
      program: call.get('comm') ?? null, pid: call.get('pid') ?? null, suspicious: kind === 'permission' && setsOwner(call, name),
    }));
  };
  if (kind === 'rename') return tellRename(event, paths, say);
  for (const path of paths) say(absolute(path.get('name') ?? '', event.cwd), actionOf(path, call, kind, name), null);
  return paths.length > 0;
}

function tellRename(event: AuditEvent, paths: readonly AuditFields[], say: (target: string, action: 'rename', newPath: string | null) => void): boolean {
  const nameOf = (type: string): string | null => {
    const name = paths.find((path) => path.get('nametype') === type)?.get('name');
    return name === undefined ? null : absolute(name, event.cwd);
  };
  const [from, to] = [nameOf('DELETE'), nameOf('CREATE')];
  if (from === null) return false;
  say(from, 'rename', to);
  return true;
}

function actionOf(path: AuditFields, call: AuditFields, kind: Exclude<FileKind['kind'], 'rename'>, name: string): FileEvent['action'] {
  const type = path.get('nametype');
  if (type === 'CREATE') return 'create';
  if (type === 'DELETE' || kind === 'delete') return 'delete';
  if (kind === 'open') return opensToWrite(call, name) ? 'write' : 'read';
  return kind;
}

const WRITE_FLAGS = 0o1003;
const SETUID = 0o4000;

/** The flags stand behind the path, which `openat` puts second. */
function opensToWrite(call: AuditFields, name: string): boolean {
  const flags = call.get(name === 'open' ? 'a1' : 'a2') ?? '';
  return flags.includes('O_') ? /O_(?:WRONLY|RDWR|TRUNC)/.test(flags) : (Number.parseInt(flags, 16) & WRITE_FLAGS) !== 0;
}

function setsOwner(call: AuditFields, name: string): boolean {
  const mode = call.get(name.startsWith('fchmodat') ? 'a2' : 'a1') ?? '';
  if (!name.includes('chmod')) return false;
  return /suid/.test(mode) || (Number.parseInt(mode, mode.startsWith('0') ? 8 : 16) & SETUID) !== 0;
}

const absolute = (name: string, cwd: string | null): string =>
  (name.startsWith('/') || cwd === null ? name : `${cwd.replace(/\/$/, '')}/${name.replace(/^\.\//, '')}`);
