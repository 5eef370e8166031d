import { openDetach } from '../../domain/detach.ts';
import type { LogRecord } from '../record.ts';

/**
 * Processes remembered, a power of two: a process takes the slot of its id and turns out whoever was there. Process
 * ids are handed out in order, so that is the oldest.
 */
const SLOTS = 8_192;

/** What earlier records of one sshd process told. */
interface Connection {
  pid: number;
  host: string | null;
  source: string | null;
  /** `error: PAM: … for …` records not yet said again as `Failed keyboard-interactive/pam`. */
  pamErrors: number;
}

/** Process id → who is at the other end, for the records that leave it out. */
export interface Connections {
  of(record: LogRecord): Connection | undefined;
  /** As `of`, and begins to remember the process; null where the record has no process id. */
  entry(record: LogRecord): Connection | null;
  /** Remembers the source, and answers with one string object for all equal ones. */
  learn(record: LogRecord, source: string): string;
  /** A child process has the peer of its parent. */
  adopt(record: LogRecord, child: string): void;
}

export function openConnections(): Connections {
  const detach = openDetach();
  const slots: (Connection | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  const of = (record: LogRecord): Connection | undefined => {
    const pid = pidOf(record.pid);
    const known = pid < 0 ? undefined : slots[pid & (SLOTS - 1)];
    return known?.pid === pid && known.host === record.host ? known : undefined;
  };
  const take = (pid: number, host: string | null): Connection => {
    const old = slots[pid & (SLOTS - 1)];
    if (!old) {
      const fresh: Connection = { pid, host, source: null, pamErrors: 0 };
      slots[pid & (SLOTS - 1)] = fresh;
      return fresh;
    }
    if (old.pid === pid && old.host === host) return old;
    old.pid = pid;
    old.host = host;
    old.source = null;
    old.pamErrors = 0;
    return old;
  };
  const entry = (record: LogRecord): Connection | null => {
    const pid = pidOf(record.pid);
    return pid < 0 ? null : take(pid, record.host);
  };
  return {
    of,
    entry,
    learn: (record, source) => {
      const connection = entry(record);
      if (connection?.source === source) return connection.source;
      const kept = detach(source);
      if (connection) connection.source = kept;
      return kept;
    },
    adopt: (record, child) => {
      const source = of(record)?.source ?? null;
      const pid = pidOf(child);
      if (pid >= 0) take(pid, record.host).source = source;
    },
  };
}

/** The number, read by hand because it is read for every record; -1 where it is none. */
function pidOf(text: string | null): number {
  if (text === null || text.length === 0 || text.length > 9) return -1;
  let value = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
