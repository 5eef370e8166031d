import type { FileEvent } from '../../domain/event.ts';
import { canonicalAddress } from '../address.ts';

/** One line of `vfs_full_audit`: a prefix that the administrator chooses, then operation, outcome and arguments. */
export interface AuditedOperation {
  readonly operation: string;
  readonly ok: boolean;
  readonly user: string | null;
  readonly source: string | null;
  readonly share: string | null;
  readonly paths: readonly string[];
}

/** Operations, as Samba 3 and 4 call them. */
const ACTIONS: Readonly<Record<string, FileEvent['action'] | null>> = {
  rename: 'rename', renameat: 'rename', unlink: 'delete', unlinkat: 'delete', rmdir: 'delete', mkdir: 'create', mkdirat: 'create',
  mknod: 'create', mknodat: 'create', link: 'create', linkat: 'create', symlink: 'create', symlinkat: 'create', pwrite: 'write', write: 'write',
  pwrite_send: 'write', ftruncate: 'write', pread: 'read', read: 'read', pread_send: 'read', chmod: 'permission', fchmod: 'permission', chown: 'permission',
  fchown: 'permission', chmod_acl: 'permission', fset_nt_acl: 'permission', open: 'other', openat: 'other', create_file: 'other', connect: null, disconnect: null,
  opendir: null, close: null, closedir: null, readdir: null, stat: null, fstat: null, lstat: null, realpath: null, getxattr: null,
  setxattr: null, get_nt_acl: null, fget_nt_acl: null, sendfile: 'read', recvfile: 'write', readdir_attr: null, ntimes: null, fntimes: null,
  fallocate: null, lock: null, kernel_flock: null, strict_lock_check: null, get_alloc_size: null, file_id_create: null, translate_name: null,
};
/** Fields in front of the operation: user, address, machine, share, and room for what else is put there. */
const PREFIX = 8;

export const actionOf = (operation: string): FileEvent['action'] | null => ACTIONS[operation] ?? null;

/** What follows the operation may hold bars itself: a path is the attacker's to name, so only its end is read by them. */
export function readFullAudit(message: string): AuditedOperation | null {
  const parts = message.split('|', PREFIX + 8);
  const at = parts.findIndex((part, index) => index > 0 && index <= PREFIX && part in ACTIONS && isOutcome(parts[index + 1]));
  const operation = parts[at];
  if (operation === undefined) return null;
  const prefix = parts.slice(0, at);
  const source = prefix.map(canonicalAddress).find((address) => address !== null) ?? null;
  const names = prefix.filter((part) => canonicalAddress(part) === null);
  const rest = parts.slice(at + 2);
  return {
    operation, ok: parts[at + 1] === 'ok', source, user: plainName(names[0]),
    share: names.length > 1 ? names.at(-1) ?? null : null,
    // create_file writes access mask, kind and disposition before the path.
    paths: operation === 'create_file' ? rest.slice(-1) : rest,
  };
}

const isOutcome = (part: string | undefined): boolean => part === 'ok' || part?.startsWith('fail') === true;
const plainName = (name: string | undefined): string | null => (name === undefined || name === '' ? null : name.trim());
