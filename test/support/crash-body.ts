import type { JournalDisk, JournalFile } from '../../src/adapters/journal-disk.ts';

/** What one power cut did: which call it hit, and what the disk still holds afterwards. */
class PowerCut extends Error {}

export interface CrashDisk extends JournalDisk {
  /** After the cut: the synced bytes, with as many of the later changes as `kept` says (0..1 of the appended bytes). */
  afterPowerLoss(kept: number): CrashDisk;
  /** Calls made so far. */
  calls(): number;
  bytes(): Buffer;
}

/**
 * One file on a disk that keeps only what was synced. The power goes at the call with number `cutAt` (from 0): an
 * append cut there leaves half of its bytes, any other call nothing, and every later call fails.
 */
export function crashDisk(cutAt = Number.POSITIVE_INFINITY, synced: Buffer = Buffer.alloc(0)): CrashDisk {
  let durable = synced;
  let cached = synced;
  let calls = 0;

  const step = (half?: () => void): void => {
    const call = calls;
    calls += 1;
    if (call === cutAt) half?.();
    if (call >= cutAt) throw new PowerCut(`no power at call ${call}`);
  };

  const file: JournalFile = {
    isCurrent: () => true,
    size: () => cached.length,
    read: (from, to) => cached.subarray(from, to),
    append: (bytes) => {
      step(() => { cached = Buffer.concat([cached, bytes.subarray(0, bytes.length / 2)]); });
      cached = Buffer.concat([cached, bytes]);
      return bytes.length;
    },
    truncate: (size) => {
      step();
      cached = cached.subarray(0, size);
    },
    sync: async () => {
      step();
      durable = cached;
    },
    close: () => undefined,
  };

  return {
    path: 'journal.jsonl',
    lock: async () => ({ release: () => undefined }),
    open: () => file,
    calls: () => calls,
    bytes: () => cached,
    afterPowerLoss: (kept) => {
      const common = Math.min(durable.length, cached.length);
      const rest = cached.subarray(common);
      return crashDisk(undefined, Buffer.concat([durable, rest.subarray(0, Math.round(rest.length * kept))]));
    },
  };
}
