import type { Clock } from '../../src/ports/clock.ts';

/** 2026-01-15T08:00:00Z. */
export const FAKE_START = 1_768_464_000_000;

export interface FakeClock extends Clock {
  advance(milliseconds: number): void;
}

/** Time that passes only when told to, or by what is waited for. */
export function fakeClock(start = FAKE_START): FakeClock {
  let passed = 0;
  return {
    now: () => start + passed,
    monotonic: () => passed,
    wait: async (milliseconds, signal) => {
      if (!signal.aborted) passed += milliseconds;
    },
    advance: (milliseconds) => {
      passed += milliseconds;
    },
  };
}
