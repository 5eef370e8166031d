import type { Knowledge } from '../domain/knowledge.ts';

/**
 * The knowledge store. `update` is read-modify-write under a lock over processes: `change` gets the newest document
 * and must be pure, for it may run again; the result is validated, written to a temporary file, synced and renamed.
 * A corrupt file is set aside beside its place and named in `notice`; the store then starts empty and
 * `soc knowledge rebuild` fills it from the journals. `read` never waits for a lock. A store written by a newer
 * version, and what the disk refuses, flies as a `Trouble` that says so.
 */
export interface KnowledgeStore {
  read(): Promise<Knowledge>;
  update(change: (now: Knowledge) => Knowledge): Promise<Knowledge>;
  /** What the last read or update had to say to a person: a file set aside, a migration done. */
  notice(): string | null;
}
