import type { Event } from '../../domain/event.ts';
import type { Signal } from '../../domain/fact.ts';

/** One log being read: `chunks` fills `queue` as it is driven. `first` is the time its first record is expected at. */
export interface Feed {
  readonly first: number | null;
  readonly queue: Event[];
  readonly chunks: AsyncGenerator<number>;
}

interface Cursor {
  readonly index: number;
  readonly feed: Feed;
  at: number;
  /** Time of the next event; records without one stand at the time of the record before. */
  next: number;
  ended: boolean;
}

/**
 * Hands out the events of all feeds in order of time, ties by order of feeds, whatever the sizes of the chunks. A feed
 * is not started before its time has come, so a thousand rotated logs never lie in memory at once.
 */
export async function* mergeByTime(
  feeds: readonly Feed[], on: (event: Event) => void, progress: (feed: number, bytes: number) => Signal | null,
): AsyncGenerator<Signal> {
  const cursors = feeds.map((feed, index): Cursor =>
    ({ index, feed, at: 0, next: feed.first ?? Number.NEGATIVE_INFINITY, ended: false }));
  for (let cursor = earliest(cursors); cursor; cursor = earliest(cursors)) {
    if (cursor.at < cursor.feed.queue.length) {
      handOut(cursor, limitFor(cursors, cursor), on);
      continue;
    }
    const signal = await refill(cursor, progress);
    if (signal) yield signal;
  }
}

function earliest(cursors: readonly Cursor[]): Cursor | null {
  let best: Cursor | null = null;
  for (const cursor of cursors) if (!cursor.ended && (!best || cursor.next < best.next)) best = cursor;
  return best;
}

/** Up to where this cursor may run before another feed is due. */
function limitFor(cursors: readonly Cursor[], own: Cursor): number {
  let limit = Number.POSITIVE_INFINITY;
  for (const other of cursors) {
    // Ties go to the feed named first: a later one may run up to its time, an earlier one must be passed first.
    if (other !== own && !other.ended) limit = Math.min(limit, other.index < own.index ? before(other.next) : other.next);
  }
  return limit;
}

const before = (time: number): number => (Number.isFinite(time) ? time - 0.5 : time);

function handOut(cursor: Cursor, limit: number, on: (event: Event) => void): void {
  const { queue } = cursor.feed;
  while (cursor.at < queue.length) {
    const event = queue[cursor.at];
    if (!event) break;
    cursor.next = event.time ?? cursor.next;
    if (cursor.next > limit) return;
    on(event);
    cursor.at += 1;
  }
  queue.length = 0;
  cursor.at = 0;
}

async function refill(
  cursor: Cursor, progress: (feed: number, bytes: number) => Signal | null,
): Promise<Signal | null> {
  const step = await cursor.feed.chunks.next();
  cursor.ended = step.done === true && cursor.feed.queue.length === 0;
  const head = cursor.feed.queue[cursor.at];
  if (head?.time !== null && head?.time !== undefined) cursor.next = head.time;
  return step.done === true ? null : progress(cursor.index, step.value);
}
