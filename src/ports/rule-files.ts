import type { Sha256 } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import type { FileTrouble } from './files.ts';

export interface RuleFile {
  /** As named by the analyst, then below it. */
  readonly path: string;
  readonly text: string;
}

/** The rules that come with the program, read when it was built. */
export interface ShippedRules {
  /** SHA-256 of names and texts. */
  readonly digest: Sha256;
  readonly documents: readonly { readonly file: string; readonly value: unknown }[];
}

export interface RuleFiles {
  /** Every file below a folder whose name ends in one of these, by name; a file is itself alone. */
  below(path: string, endings: readonly string[]): Promise<Result<readonly RuleFile[], FileTrouble>>;
  shipped(): Promise<ShippedRules>;
}
