/** What a system call does, as far as events tell it. */
type CallKind = 'exec' | 'open' | 'create' | 'rename' | 'delete' | 'permission' | 'write' | 'connect' | 'module' | 'clock';

const KINDS: Readonly<Record<CallKind, readonly string[]>> = {
  exec: ['execve', 'execveat'],
  open: ['open', 'openat', 'openat2', 'open_by_handle_at'],
  create: ['creat', 'mkdir', 'mkdirat', 'mknod', 'mknodat', 'link', 'linkat', 'symlink', 'symlinkat'],
  rename: ['rename', 'renameat', 'renameat2'],
  delete: ['unlink', 'unlinkat', 'rmdir'],
  permission: ['chmod', 'fchmod', 'fchmodat', 'fchmodat2', 'chown', 'fchown', 'lchown', 'fchownat', 'setxattr', 'lsetxattr', 'fsetxattr'],
  write: ['truncate', 'ftruncate'],
  connect: ['connect', 'sendto'],
  module: ['init_module', 'finit_module'],
  clock: ['settimeofday', 'clock_settime', 'stime'],
};

const BY_NAME = new Map<string, CallKind>(Object.entries(KINDS).flatMap(([kind, names]) =>
  (isKind(kind) ? names.map((name): [string, CallKind] => [name, kind]) : [])));

function isKind(kind: string): kind is CallKind {
  return kind in KINDS;
}

/** Numbers of the calls above on 64-bit PCs, and on ARM and RISC-V, which share theirs. */
const X86_64: Readonly<Record<string, string>> = {
  2: 'open', 42: 'connect', 44: 'sendto', 59: 'execve', 76: 'truncate', 77: 'ftruncate', 82: 'rename', 83: 'mkdir', 84: 'rmdir',
  85: 'creat', 86: 'link', 87: 'unlink', 88: 'symlink', 90: 'chmod', 91: 'fchmod', 92: 'chown', 93: 'fchown', 94: 'lchown',
  133: 'mknod', 164: 'settimeofday', 175: 'init_module', 188: 'setxattr', 189: 'lsetxattr', 190: 'fsetxattr', 227: 'clock_settime',
  257: 'openat', 258: 'mkdirat', 259: 'mknodat', 260: 'fchownat', 263: 'unlinkat', 264: 'renameat', 265: 'linkat', 266: 'symlinkat',
  268: 'fchmodat', 304: 'open_by_handle_at', 313: 'finit_module', 316: 'renameat2', 322: 'execveat', 437: 'openat2', 452: 'fchmodat2',
};
const GENERIC: Readonly<Record<string, string>> = {
  33: 'mknodat', 34: 'mkdirat', 35: 'unlinkat', 36: 'symlinkat', 37: 'linkat', 38: 'renameat', 45: 'truncate', 46: 'ftruncate',
  52: 'fchmod', 53: 'fchmodat', 54: 'fchownat', 55: 'fchown', 56: 'openat', 105: 'init_module', 112: 'clock_settime',
  170: 'settimeofday', 203: 'connect', 206: 'sendto', 221: 'execve', 273: 'finit_module', 276: 'renameat2', 281: 'execveat',
  437: 'openat2', 452: 'fchmodat2',
};
const I386: Readonly<Record<string, string>> = {
  5: 'open', 8: 'creat', 9: 'link', 10: 'unlink', 11: 'execve', 15: 'chmod', 25: 'stime', 38: 'rename', 39: 'mkdir', 40: 'rmdir',
  79: 'settimeofday', 83: 'symlink', 92: 'truncate', 93: 'ftruncate', 128: 'init_module', 182: 'chown', 264: 'clock_settime',
  295: 'openat', 301: 'unlinkat', 302: 'renameat', 306: 'fchmodat', 350: 'finit_module', 353: 'renameat2', 358: 'execveat', 362: 'connect',
};
const TABLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  c000003e: X86_64, x86_64: X86_64, c00000b7: GENERIC, aarch64: GENERIC, c00000f3: GENERIC, riscv64: GENERIC, 40000003: I386, i386: I386,
};

/** By name, or by number on an architecture that is known; null for every other call. */
export function callName(call: string, arch: string): string | null {
  if (!/^\d{1,4}$/.test(call)) return call;
  return TABLES[arch.replace(/^0x/, '')]?.[call] ?? null;
}

export const callKind = (name: string | null): CallKind | null => (name === null ? null : BY_NAME.get(name) ?? null);
