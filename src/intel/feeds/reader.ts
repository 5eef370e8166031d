import type { FeedRole } from '../../domain/feed.ts';
import type { Collector } from '../reading/entry.ts';

/** A feed's text as given, looked at in the ways that readers need. */
export interface FeedText {
  readonly text: string;
  /** Its first lines, for telling the form; comment lines are in. */
  readonly head: readonly string[];
  /** The value of the whole as JSON, or of its lines; undefined where it is neither. */
  readonly json: unknown;
}

/** One form of feed: one file, and one line in `index.ts`. */
export interface Reader {
  readonly name: string;
  /** What its entries are for looking up; left out it is `threat`. */
  readonly role?: FeedRole;
  fits(feed: FeedText): boolean;
  read(feed: FeedText, collector: Collector): void;
}
