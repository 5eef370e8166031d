import { createHash, randomUUID } from 'node:crypto';
import { lstatSync, lutimesSync, readFileSync, readlinkSync, symlinkSync, unlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Trouble } from '../domain/trouble.ts';
import { codeOf } from './system-error.ts';

/** How long to wait for somebody else before giving up. Locks are held for milliseconds, never while a person thinks. */
const PATIENCE_MS = 20_000;
/** Age at which a lock of another machine, container or boot counts as left behind: its holder cannot be asked. */
const FOREIGN_STALE_MS = 30_000;
const LONGEST_NAP_MS = 12;
/** Keeps the whole target under 60 bytes: ext4 holds those in the inode, and needs a block of its own for longer ones. */
const TOKEN_LENGTH = 13;

export interface FileLock {
  /** False once somebody took it over: then nothing may be replaced any more. */
  held(): boolean;
  release(): void;
}
export type TakeLock = (path: string) => Promise<FileLock>;

/** Somebody else, who lives, has the lock and did not let go of it in time. */
export class StillHeld extends Trouble {}

interface Holder {
  readonly text: string;
  readonly since: number;
}

/**
 * Locks between processes. A lock is a symbolic link whose target names its holder: made in one step together with
 * its content; taking and giving back come to some 60 microseconds (a folder, as proper-lockfile makes it, has to be
 * kept fresh by a timer, and is free only seconds after its holder died).
 * A holder that died, known by its process id and start time, is replaced at once. Taking over is itself done under
 * a lock named after the dead holder, so that two who see it at the same time cannot both end up inside.
 */
export function openLocks(patienceMs = PATIENCE_MS): TakeLock {
  const scope = scopeOf();
  const self = `${process.pid}:${startOf(process.pid) ?? ''}:${scope}`;

  const take: TakeLock = async (path) => {
    const text = `${self}:${randomUUID().slice(0, TOKEN_LENGTH)}`;
    const deadline = performance.now() + patienceMs;
    for (let tries = 1; !link(text, path); tries += 1) {
      const holder = readHolder(path);
      if (holder === null) continue;
      if (isLeftBehind(holder, scope)) await takeOver(path, holder);
      else if (performance.now() > deadline) throw new StillHeld(`${path}: still held by ${describe(holder, scope)}`);
      else await sleep(Math.random() * Math.min(tries, LONGEST_NAP_MS));
    }
    return {
      held: () => readHolder(path)?.text === text,
      release: () => {
        if (readHolder(path)?.text === text) remove(path);
      },
    };
  };

  async function takeOver(path: string, dead: Holder): Promise<void> {
    const guard = await take(`${path}.${createHash('sha256').update(dead.text).digest('hex').slice(0, 12)}`);
    try {
      if (readHolder(path)?.text === dead.text) remove(path);
    } finally {
      guard.release();
    }
  }

  return take;
}

/** How often one that works for long says that it lives: well below the age at which another machine takes over. */
const ALIVE_MS = FOREIGN_STALE_MS / 6;

/** Takes a lock that is kept for as long as a session runs. Throws `StillHeld` at once where somebody has it. */
export async function holdLock(path: string): Promise<FileLock> {
  const lock = await openLocks(0)(path);
  const beat = setInterval(() => { if (lock.held()) touch(path); }, ALIVE_MS);
  beat.unref();
  return {
    held: lock.held,
    release: () => {
      clearInterval(beat);
      lock.release();
    },
  };
}

function touch(path: string): void {
  const now = new Date();
  try {
    lutimesSync(path, now, now);
  } catch (error) {
    // Removed since it was looked at: then nobody needs to hear that its holder lives.
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** False where the lock exists already. */
function link(text: string, path: string): boolean {
  try {
    symlinkSync(text, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Null where nobody holds it (any more). */
function readHolder(path: string): Holder | null {
  try {
    return { text: readlinkSync(path), since: lstatSync(path).mtimeMs };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    // Gone already: its folder was removed, or it was taken over.
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function isLeftBehind(holder: Holder, scope: string): boolean {
  const [pid = '', start = '', where = ''] = holder.text.split(':');
  if (where !== scope) return Date.now() - holder.since > FOREIGN_STALE_MS;
  return !isAlive(Number(pid), start);
}

function describe(holder: Holder, scope: string): string {
  const [pid = '?', , where = ''] = holder.text.split(':');
  return where === scope ? `process ${pid}` : 'a process on another machine or in another container';
}

function isAlive(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, as another user, whose entry in /proc may be hidden from us.
    return codeOf(error) !== 'ESRCH';
  }
  const now = startOf(pid);
  return now === null ? start === '' : now === start;
}

/** Start of a process in clock ticks since boot: tells a reused id. Null where there is no /proc, or it has ended. */
function startOf(pid: number): string | null {
  const stat = readOr(`/proc/${pid}/stat`, '');
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === undefined || state === 'Z' || state === 'X') return null;
  return fields[18] ?? null;
}

/** Where process ids mean the same: this machine, since this boot, in this container. */
function scopeOf(): string {
  const parts = [hostname(), readOr('/proc/sys/kernel/random/boot_id', ''), linkOr('/proc/self/ns/pid', '')];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12);
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return otherwise; // No /proc here, or the process has ended.
  }
}

function linkOr(path: string, otherwise: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return otherwise; // No /proc here.
  }
}
