import type { Result } from '../../../domain/result.ts';
import { fail, ok } from '../../../domain/result.ts';
import type { FeedInUse } from '../../../domain/feed.ts';
import type { OpenIndex } from '../../../intel/packed/open-index.ts';
import { openIndex } from '../../../intel/packed/open-index.ts';
import type { FeedStore, LoadedFeed } from '../../../ports/feeds.ts';

export interface OpenFeed extends LoadedFeed {
  readonly open: OpenIndex;
}

export interface OpenFeeds {
  readonly threats: readonly OpenFeed[];
  readonly warnings: readonly OpenFeed[];
  /** What cannot be looked things up in any more, in words. */
  readonly troubles: readonly string[];
}

/** The feeds that the session recorded, and no other: one that was replaced since is not the one it began with. */
export async function loadFeeds(recorded: readonly FeedInUse[], store: Pick<FeedStore, 'load'>): Promise<OpenFeeds> {
  const open: OpenFeed[] = [];
  const troubles: string[] = [];
  for (const feed of recorded) {
    const loaded = await loadOne(feed, store);
    if (loaded.ok) open.push(loaded.value);
    else troubles.push(`the feed ${feed.name} is not used: ${loaded.trouble}`);
  }
  return {
    threats: open.filter(({ info }) => info.role === 'threat'), warnings: open.filter(({ info }) => info.role === 'warning'), troubles,
  };
}

async function loadOne({ name, sha256 }: FeedInUse, store: Pick<FeedStore, 'load'>): Promise<Result<OpenFeed, string>> {
  const loaded = await store.load(name);
  if (!loaded.ok) return loaded;
  const index = openIndex(loaded.value.index);
  const wrong = index === null ? 'it was packed by another version; import it again'
    : loaded.value.info.sha256 !== sha256 ? 'it is another now than when the session began' : null;
  if (index !== null && wrong === null) return ok({ ...loaded.value, open: index });
  await loaded.value.close();
  return fail(wrong ?? 'it does not read back');
}
