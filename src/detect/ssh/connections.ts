import { openDetach } from '../../domain/detach.ts';
import type { LogRecord } from '../record.ts';

/** Processes remembered; sshd forks one for each connection, and the oldest goes first. */
const LIMIT = 8_192;

/** What earlier records of one sshd process told. */
export interface Connection {
  host: string | null;
  source: string | null;
  /** `error: PAM: … for …` records not yet said again as `Failed keyboard-interactive/pam`. */
  pamErrors: number;
}

/** Process id → who is at the other end, for the records that leave it out. */
export interface Connections {
  of(record: LogRecord): Connection | undefined;
  /** Remembers the source, and answers with one string object for all equal ones. */
  learn(record: LogRecord, source: string): string;
  entry(record: LogRecord): Connection | null;
  /** A child process has the peer of its parent. */
  adopt(record: LogRecord, child: string): void;
}

export function openConnections(): Connections {
  const detach = openDetach();
  const table = new Map<number, Connection>();
  const put = (pid: number, connection: Connection): void => {
    if (table.size >= LIMIT) {
      const oldest = table.keys().next();
      if (oldest.done !== true) table.delete(oldest.value);
    }
    table.set(pid, connection);
  };
  const of = (record: LogRecord): Connection | undefined => {
    const known = record.pid === null ? undefined : table.get(Number(record.pid));
    return known?.host === record.host ? known : undefined;
  };
  const entry = (record: LogRecord): Connection | null => {
    const known = of(record);
    if (known) return known;
    if (record.pid === null) return null;
    const fresh: Connection = { host: record.host, source: null, pamErrors: 0 };
    put(Number(record.pid), fresh);
    return fresh;
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
      const parent = of(record);
      if (parent && /^\d{1,10}$/.test(child)) put(Number(child), { ...parent, pamErrors: 0 });
    },
  };
}
