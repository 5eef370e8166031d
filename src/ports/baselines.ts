import type { Baseline } from '../domain/baseline.ts';
import type { Result } from '../domain/result.ts';

export interface StoredBaseline {
  readonly baseline: Baseline;
  /** Of the text as stored. */
  readonly sha256: string;
}

/**
 * Baselines by name, private files each. `read` checks what it finds: a missing, damaged or newer one is a trouble in
 * words. `write` replaces one of the same name whole.
 */
export interface Baselines {
  read(name: string): Promise<Result<StoredBaseline, string>>;
  write(baseline: Baseline): Promise<Result<StoredBaseline, string>>;
  list(): Promise<readonly string[]>;
  /** False where there was none. */
  remove(name: string): Promise<boolean>;
}
