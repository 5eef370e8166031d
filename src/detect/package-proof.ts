import type { PackageEvent } from '../domain/event.ts';

const MINUTE = 60_000;
/** Minutes with package work that are remembered. */
const LIMIT = 16_384;

export interface PackageProof {
  note(event: PackageEvent): void;
  /** Whether the package log of this host shows work within about a minute of that time. */
  explains(host: string | null, time: number): boolean;
}

/** Package scripts add system users and units: the package log proves it. A package log does not name its host. */
export function openPackageProof(): PackageProof {
  const minutes = new Set<string>();
  const key = (host: string | null, minute: number): string => `${minute} ${host ?? ''}`;
  return {
    note({ action, time, host }) {
      if (time === null || action === 'remove') return;
      if (minutes.size < LIMIT) minutes.add(key(host, Math.floor(time / MINUTE)));
    },
    explains(host, time) {
      if (Number.isNaN(time)) return false;
      const minute = Math.floor(time / MINUTE);
      return [minute - 1, minute, minute + 1].some((near) => minutes.has(key(host, near)) || minutes.has(key(null, near)));
    },
  };
}
