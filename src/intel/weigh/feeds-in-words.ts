import type { FeedInfo } from '../../domain/feed.ts';
import { ageInDays } from './match.ts';

/** Feeds told by name; the rest are counted. */
const NAMED = 6;

/** `2 feeds (abuse: 412 indicators, 1 d old; own: 3 indicators, 40 d old)`: what a "no match" is worth. */
export function feedsInWords(feeds: readonly Pick<FeedInfo, 'name' | 'count' | 'imported' | 'newest'>[], now: number): string {
  const told = feeds.slice(0, NAMED).map(({ name, count, imported, newest }) =>
    `${name}: ${count} ${count === 1 ? 'indicator' : 'indicators'}, ${ageInDays(newest ?? imported, now)} d old`);
  const more = feeds.length - told.length;
  return `${feeds.length} ${feeds.length === 1 ? 'feed' : 'feeds'} (${[...told, ...(more > 0 ? [`${more} more`] : [])].join('; ')})`;
}
