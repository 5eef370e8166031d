import type { FeedInfo } from '../../src/domain/feed.ts';
import { sha256Of } from '../../src/domain/digest.ts';
import { fail, ok } from '../../src/domain/result.ts';
import { packFeed } from '../../src/intel/packed/pack.ts';
import { readFeed } from '../../src/intel/reading/read-feed.ts';
import type { FeedStore } from '../../src/ports/feeds.ts';

interface GivenFeed {
  readonly text: string;
  readonly imported?: number;
  readonly confidence?: number;
}

/** Feeds held in memory, made by the reader and the packer themselves. */
export function memoryFeeds(given: Readonly<Record<string, GivenFeed>>): { readonly infos: readonly FeedInfo[]; readonly store: Pick<FeedStore, 'load'> } {
  const made = new Map(Object.entries(given).map(([name, { text, imported = 0, confidence = null }]) => {
    const read = readFeed(text);
    if (!read.ok) throw new Error(read.trouble.why);
    const { entries, format, role } = read.value;
    const info: FeedInfo = {
      name, role, format, source: null, place: `/feeds/${name}`, sha256: sha256Of(text), imported, count: entries.length, kinds: {},
      newest: null, confidence, expiryDays: null,
    };
    return [name, { info, ...packFeed(entries) }];
  }));
  return {
    infos: [...made.values()].map(({ info }) => info),
    store: {
      load: async (name) => {
        const feed = made.get(name);
        if (feed === undefined) return fail('it is not there');
        const notes = Buffer.from(feed.notes);
        return ok({ info: feed.info, index: feed.index, note: async (at) => notes.toString('utf8', at, notes.indexOf(10, at)), close: async () => undefined });
      },
    },
  };
}
