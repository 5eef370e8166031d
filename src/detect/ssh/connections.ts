import { openDetach } from '../../domain/detach.ts';
import { NO_QUAD, openAddresses } from '../addresses.ts';
import type { AuthSaid } from '../event-of.ts';
import { hostIn } from '../host-token.ts';
import type { LogRecord } from '../record.ts';
import type { Peer } from './peer.ts';

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
  /** The source as a number, where it is a plain IPv4 address. */
  quad: number;
  /** `error: PAM: … for …` records not yet said again as `Failed keyboard-interactive/pam`. */
  pamErrors: number;
  /** Whether an attempt of this connection is on record already. */
  told: boolean;
  /** What was said of it before anybody knew who it is. */
  unsettled: AuthSaid | null;
  unsettledUser: string | null;
}

/** Process id → who is at the other end, for the records that leave it out. */
export interface Connections {
  of(record: LogRecord): Connection | undefined;
  /** As `of`, and begins to remember the process; null where the record has no process id. */
  entry(record: LogRecord): Connection | null;
  /** Remembers the source, and answers with one string object for all equal ones. */
  learn(record: LogRecord, source: string): string;
  /** As `learn`, from the host that was just read; null where it names nobody. */
  learnPeer(record: LogRecord, peer: Peer): string | null;
  /** A child process has the peer of its parent. */
  adopt(record: LogRecord, child: string): void;
}

export function openConnections(): Connections {
  const detach = openDetach();
  const addressOf = openAddresses(detach);
  const { of, take, pidIn } = openProcesses();
  const entry = (record: LogRecord): Connection | null => {
    const pid = pidIn(record.pid);
    return pid < 0 ? null : take(pid, record.host);
  };
  const learn = (record: LogRecord, source: string): string => {
    const connection = entry(record);
    if (connection?.source === source) return connection.source;
    const kept = detach(source);
    if (connection) setSource(connection, kept, NO_QUAD);
    return kept;
  };
  return {
    of,
    entry,
    learn,
    learnPeer: (record, peer) => {
      const { quad } = peer;
      if (quad === NO_QUAD) {
        const host = hostIn(record.text, peer.hostAt, peer.hostEnd);
        return host === null ? null : learn(record, host);
      }
      const connection = entry(record);
      if (connection?.quad === quad && connection.source !== null) return connection.source;
      const source = addressOf(record.text, peer.hostAt, peer);
      if (connection) setSource(connection, source, quad);
      return source;
    },
    adopt: (record, child) => {
      const source = of(record)?.source ?? null;
      const pid = pidOf(child);
      if (pid >= 0) setSource(take(pid, record.host), source, NO_QUAD);
    },
  };
}

function setSource(connection: Connection, source: string | null, quad: number): void {
  connection.source = source;
  connection.quad = quad;
}

/** What is remembered of each process, by its id; objects are used again for the process that takes the slot. */
function openProcesses() {
  const slots: (Connection | undefined)[] = Array.from({ length: SLOTS }, () => undefined);
  // Records of one process follow one another, and share the string of its id.
  let lastText: string | null = null;
  let lastPid = -1;
  const pidIn = (text: string | null): number => {
    if (text === lastText) return lastPid;
    lastText = text;
    lastPid = pidOf(text);
    return lastPid;
  };
  const of = (record: LogRecord): Connection | undefined => {
    const pid = pidIn(record.pid);
    const known = pid < 0 ? undefined : slots[pid & (SLOTS - 1)];
    return known?.pid === pid && known.host === record.host ? known : undefined;
  };
  const take = (pid: number, host: string | null): Connection => {
    const old = slots[pid & (SLOTS - 1)];
    if (!old) {
      const fresh: Connection = { pid, host, source: null, quad: NO_QUAD, pamErrors: 0, told: false, unsettled: null, unsettledUser: null };
      slots[pid & (SLOTS - 1)] = fresh;
      return fresh;
    }
    if (old.pid === pid && old.host === host) return old;
    old.pid = pid;
    old.host = host;
    old.pamErrors = 0;
    old.told = false;
    old.unsettled = null;
    old.unsettledUser = null;
    setSource(old, null, NO_QUAD);
    return old;
  };
  return { of, take, pidIn };
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
