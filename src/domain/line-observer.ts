/**
 * Sees the raw bytes of one log as they are read, chunk by chunk, whatever becomes of its lines. A chunk is valid only
 * during the call.
 */
export interface LineObserver {
  push(chunk: Buffer): void;
  /** Hands over a last line that has no newline. */
  finish(): void;
}
