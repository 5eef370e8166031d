import { openDetach } from '../../domain/detach.ts';

/** Connections, processes or mails open at one moment; a log that holds more forgets the oldest. */
const LIMIT = 4_096;

/** What an earlier line of a process, connection or mail said; kept for its later lines. */
export interface Earlier {
  note(key: string, value: string): void;
  of(key: string | null): string | null;
  forget(key: string): void;
}

export function openEarlier(limit = LIMIT): Earlier {
  const values = new Map<string, string>();
  const detach = openDetach();
  return {
    note: (key, value) => {
      values.delete(key);
      values.set(detach(key), detach(value));
      if (values.size <= limit) return;
      for (const oldest of values.keys()) {
        values.delete(oldest);
        break;
      }
    },
    of: (key) => (key === null ? null : values.get(key) ?? null),
    forget: (key) => { values.delete(key); },
  };
}

/** Sources whose failures were told by a helper (PAM, an authentication worker) before the daemon itself sums them up. */
export interface Told {
  note(source: string | null, count: number): void;
  /** How many of so many failures were not told yet; what was told is used up. */
  fresh(source: string | null, count: number): number;
}

export function openTold(): Told {
  const told = openEarlier();
  return {
    note: (source, count) => {
      if (source !== null) told.note(source, String(Number(told.of(source) ?? 0) + count));
    },
    fresh: (source, count) => {
      const known = Number(told.of(source) ?? 0);
      if (source === null || known === 0 || count === 0) return count;
      if (known > count) told.note(source, String(known - count));
      else told.forget(source);
      return Math.max(0, count - known);
    },
  };
}
