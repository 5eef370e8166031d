import type { ByteCursor } from './byte-cursor.ts';
import type { LogLimits } from './log-limits.ts';
import { sizeInWords } from './log-limits.ts';

/** Holds what comes out of a compressed log against the limits. */
export interface UnpackGauge {
  /** The part of `out` within the limits, and in words which was hit. */
  admit(out: Buffer): { readonly kept: Buffer; readonly hit: string | null };
  total(): number;
}

export function openUnpackGauge(input: ByteCursor, limits: LogLimits): UnpackGauge {
  let total = 0;
  return {
    total: () => total,
    admit: (out) => {
      const kept = out.subarray(0, limits.unpackedBytes - total);
      total += kept.length;
      if (kept.length < out.length) {
        return { kept, hit: `unpacks to more than ${sizeInWords(limits.unpackedBytes)}: the rest is not read` };
      }
      const tooDense = total > limits.ratioFrom && total > limits.ratio * input.taken();
      return { kept, hit: tooDense ? bombWarning(total, input.taken()) : null };
    },
  };
}

const bombWarning = (out: number, taken: number): string =>
  `unpacks ${Math.floor(out / Math.max(1, taken))} to 1 after ${sizeInWords(out)}, as decompression bombs do: `
  + 'the rest is not read';
