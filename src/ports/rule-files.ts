import type { Sha256 } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';
import type { FileTrouble } from './files.ts';

export interface RuleFile {
  /** As named by the analyst, then below it. */
  readonly path: string;
  readonly text: string;
}

export interface RuleFolder {
  readonly files: readonly RuleFile[];
  /** What was there and could not be taken, each with why. */
  readonly left: readonly FileTrouble[];
}

/** The rules that come with the program, read when it was built. */
export interface ShippedRules {
  /** SHA-256 of names and texts. */
  readonly digest: Sha256;
  readonly documents: readonly { readonly file: string; readonly value: unknown }[];
}

export interface RuleFiles {
  /** Every file below a folder whose name ends in one of these, by name; a file is itself alone. Links are followed once. */
  below(path: string, endings: readonly string[]): Promise<Result<RuleFolder, FileTrouble>>;
  shipped(): Promise<ShippedRules>;
}
