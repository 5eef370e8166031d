import type { Head, JournalContents, JournalDamage } from '../domain/chain.ts';
import type { Entry, Fact } from '../domain/fact.ts';
import type { SessionId } from '../domain/ids.ts';
import type { Result } from '../domain/result.ts';

export type { Head, JournalContents, JournalDamage };

/**
 * One append-only, hash-chained record.
 *
 * `append` writes all facts or none as far as a later reader can see: under a lock it re-reads the tail, cuts a torn
 * last line, refuses with `conflict` when `expected` is given and is not the head, and answers with the entries as
 * written once they are on the disk (synced when any of them must be, `mustSync` in `domain/chain`). Rejects only when the disk does:
 * then nothing was acknowledged.
 *
 * `read` answers with every entry that reads back and every damage met; it never rejects for what the file holds and
 * never changes the file.
 */
export interface Journal {
  append(
    facts: readonly Fact[], expected?: Head,
  ): Promise<{ readonly ok: true; readonly entries: readonly Entry[]; readonly head: Head }
    | { readonly ok: false; readonly conflict: Head }>;
  read(): Promise<JournalContents>;
  close(): Promise<void>;
}

export type Release = () => void;

/** All journals of this home: one a session, and the desk's. What the disk refuses flies as a `Trouble`. */
export interface Journals {
  /** Creates the session's folder where it does not exist. */
  open(session: SessionId): Promise<Journal>;
  desk(): Promise<Journal>;
  /** Oldest first. */
  list(): Promise<readonly SessionId[]>;
  /**
   * Keeps the session for one process until it is released or the process dies; a dead holder's hold is taken over at
   * once. Answers with why not where somebody works on it.
   */
  hold(session: SessionId): Promise<Result<Release, string>>;
  /** Bytes on disk of the session's folder. */
  size(session: SessionId): Promise<number>;
  remove(session: SessionId): Promise<void>;
}
