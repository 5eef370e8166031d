import * as z from 'zod';
import { sha256 } from './ids.ts';

/** `threat` names what is bad; `warning` names what is wrongly taken for it and only ever lowers a hit. */
export const FEED_ROLES = ['threat', 'warning'] as const;
export type FeedRole = (typeof FEED_ROLES)[number];

/** A feed as it was imported. */
export const feedInfoSchema = z.object({
  name: z.string(),
  role: z.enum(FEED_ROLES),
  /** Which form it was read as. */
  format: z.string(),
  /** Whose it is, as the analyst says; null where she did not. */
  source: z.string().nullable(),
  /** The file or address it came from, for fetching it again. */
  place: z.string(),
  /** Of the text it was read from. */
  sha256,
  /** Epoch milliseconds. */
  imported: z.number(),
  count: z.number().int().nonnegative(),
  kinds: z.record(z.string(), z.number()),
  /** When the feed last saw any of its own; null where it does not say. */
  newest: z.number().nullable(),
  /** 0 to 100 for entries that name none themselves; null: taken as told without a number. */
  confidence: z.number().nullable(),
  /** Days after which an entry counts as expired that names no end itself; null: never. */
  expiryDays: z.number().nullable(),
});
export type FeedInfo = z.infer<typeof feedInfoSchema>;

/** What a session records of each feed it looks things up in: a second run must have the same. */
export const feedInUseSchema = feedInfoSchema.pick({
  name: true, role: true, sha256: true, count: true, imported: true, newest: true,
});
export type FeedInUse = z.infer<typeof feedInUseSchema>;

/** A feed made ready for looking things up: see `intel/packed`. The notes are read one by one, when there is a hit. */
export interface PackedFeed {
  readonly index: Uint8Array;
  readonly notes: Uint8Array;
}
