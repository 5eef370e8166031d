import type { FeedInfo, PackedFeed } from '../domain/feed.ts';
import type { Result } from '../domain/result.ts';

/** A feed opened for looking up. */
export interface LoadedFeed {
  readonly info: FeedInfo;
  readonly index: Uint8Array;
  /** The note that begins at this place; null where none does. */
  note(at: number): Promise<string | null>;
  close(): Promise<void>;
}

export interface DamagedFeed {
  readonly name: string;
  readonly why: string;
}

/**
 * The feeds of this home, each one file. Saving replaces a feed of that name whole, or changes nothing; what the disk
 * refuses flies as a `Trouble`. A file that does not read back is told, never thrown.
 */
export interface FeedStore {
  /** By name. */
  list(): Promise<{ readonly feeds: readonly FeedInfo[]; readonly damaged: readonly DamagedFeed[] }>;
  load(name: string): Promise<Result<LoadedFeed, string>>;
  save(info: FeedInfo, feed: PackedFeed): Promise<void>;
  /** False where there was none. */
  remove(name: string): Promise<boolean>;
}

/** Reads a feed from where it comes: a file, or an address of http or https. gzip is unpacked; the size is bounded. */
export interface FeedSource {
  read(place: string, signal: AbortSignal): Promise<Result<string, string>>;
}
