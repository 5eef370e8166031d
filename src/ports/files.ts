import type { Result } from '../domain/result.ts';

export interface FileTrouble {
  readonly path: string;
  /** `ENOENT`, `EACCES`, `ENOSPC` … as the system names it. */
  readonly code: string;
  readonly why: string;
}

/** Small files read and written whole. Written files are 0600, their folders 0700, written beside and renamed. */
export interface Files {
  readText(path: string, limitBytes: number): Promise<Result<string, FileTrouble>>;
  writeText(path: string, text: string): Promise<Result<string, FileTrouble>>;
  /**
   * Writes a document where a person said: the folder must be there, and what is no plain file (a pipe, a terminal,
   * /dev/null) is written to, never replaced.
   */
  deliver(path: string, text: string): Promise<Result<string, FileTrouble>>;
  exists(path: string): Promise<boolean>;
}
