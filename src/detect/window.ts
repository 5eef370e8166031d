/**
 * Event-time windows and bounded state per key, for the hot path: no object is made for a record that changes nothing
 * but numbers.
 */

/** Notes a time among the newest `size`, and answers how long those took: Infinity until there are `size`. */
export function noteTime(times: number[], time: number, size: number): number {
  times.push(time);
  if (times.length > size) times.shift();
  return times.length < size ? Infinity : time - (times[0] ?? time);
}

export interface Keyed<Value> {
  get(key: string): Value | undefined;
  /** `key` must be detached. */
  set(key: string, value: Value): void;
  delete(key: string): void;
  values(): IterableIterator<Value>;
  size(): number;
  evicted(): number;
}

/** Share of the limit that values worth keeping may hold over a turn, so that a flood of them cannot fill it. */
const KEPT_SHARE = 0.25;

/**
 * At most `limit` values. Two generations stand in for exact recency: when the young one is full, what was not touched
 * since the turn before goes, except for the values that `keep` names, newest first.
 */
export function openKeyed<Value>(limit: number, keep: (value: Value) => boolean): Keyed<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  let evicted = 0;

  const turn = (): void => {
    const kept: [string, Value][] = [];
    const room = Math.floor(limit * KEPT_SHARE);
    const stale = [...old];
    for (let at = stale.length - 1; at >= 0 && kept.length < room; at -= 1) {
      const entry = stale[at];
      if (entry && keep(entry[1])) kept.push(entry);
    }
    evicted += stale.length - kept.length;
    old = young;
    young = new Map(kept.reverse());
  };
  const set = (key: string, value: Value): void => {
    old.delete(key);
    young.set(key, value);
    if (young.size >= limit / 2) turn();
  };
  return {
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      if (old.size === 0) return undefined;
      const aged = old.get(key);
      if (aged !== undefined) set(key, aged);
      return aged;
    },
    set,
    delete(key) {
      young.delete(key);
      old.delete(key);
    },
    *values() {
      yield* old.values();
      yield* young.values();
    },
    size: () => young.size + old.size,
    evicted: () => evicted,
  };
}
