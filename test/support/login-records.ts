/** Builders of the binary login records of Linux, as x86-64 writes them. */
export interface UtmpParts {
  readonly type?: number;
  readonly pid?: number;
  readonly line?: string;
  readonly user?: string;
  readonly host?: string;
  readonly address?: readonly number[];
  /** Epoch seconds. */
  readonly time?: number;
}

const AN_HOUR = Date.UTC(2026, 2, 3, 4, 12, 1) / 1_000;

export function utmpRecord({ type = 7, pid = 811, line = 'pts/0', user = '', host = '', address = [], time = AN_HOUR }: UtmpParts): Buffer {
  const record = Buffer.alloc(384);
  record.writeInt16LE(type, 0);
  record.writeInt32LE(pid, 4);
  record.write(line, 8, 32);
  record.write(line.slice(-4), 40, 4);
  record.write(user, 44, 32);
  record.write(host, 76, 256);
  record.writeUInt32LE(time, 340);
  Buffer.from(address).copy(record, 348);
  return record;
}

export function lastlogRecord({ line = 'pts/0', host = '', time = AN_HOUR }: Pick<UtmpParts, 'line' | 'host' | 'time'>): Buffer {
  const record = Buffer.alloc(292);
  record.writeUInt32LE(time, 0);
  record.write(line, 4, 32);
  record.write(host, 36, 256);
  return record;
}
