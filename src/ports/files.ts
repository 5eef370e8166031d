import type { Result } from '../domain/result.ts';

export interface FileTrouble {
  readonly path: string;
  /** `ENOENT`, `EACCES`, `ENOSPC` … as the system names it. */
  readonly code: string;
  readonly why: string;
}

export interface FileDigests {
  readonly md5: string;
  readonly sha1: string;
  readonly sha256: string;
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
  /** Digests of a regular file's bytes, hexadecimal, whatever its size. */
  digests(path: string): Promise<Result<FileDigests, FileTrouble>>;
}
