/** Time, from outside. */
export interface Clock {
  /** Wall clock, epoch milliseconds. */
  now(): number;
  /** Milliseconds since an arbitrary start; never runs back. */
  monotonic(): number;
  /** Resolves after `milliseconds`, or at once when the signal aborts. Never rejects. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}
