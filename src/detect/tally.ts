import type { Detach } from '../domain/detach.ts';

/** Longest name kept: an attacker can send a user name of a megabyte. */
const NAME_LIMIT = 256;
export const capName = (name: string): string => (name.length > NAME_LIMIT ? name.slice(0, NAME_LIMIT) : name);

/** A copy that does not keep the chunk it was cut from alive, for the few texts that are kept once. */
export const copyText = (text: string): string => Buffer.from(text).toString();

/** How often each name was seen, up to a limit of names. Most tallies hold one name, which costs no table. */
export interface Tally {
  name: string;
  times: number;
  others: Map<string, number> | null;
  /** Sightings of names past the limit. */
  beyond: number;
}

export interface TallyRules {
  readonly limit: number;
  readonly detach: Detach;
}

export const openTally = (): Tally => ({ name: '', times: 0, others: null, beyond: 0 });

/** Counts a sighting and answers how often the name was seen with it; 0 where there is no room for the name. */
export function bump(tally: Tally, raw: string, by: number, { limit, detach }: TallyRules): number {
  const name = capName(raw);
  if (tally.times > 0 && tally.name === name) return (tally.times += by);
  const known = tally.others?.get(name);
  if (known !== undefined) {
    tally.others?.set(name, known + by);
    return known + by;
  }
  if (tally.times === 0) {
    tally.name = detach(name);
    return (tally.times = by);
  }
  tally.others ??= new Map<string, number>();
  if (tally.others.size + 1 < limit) {
    tally.others.set(detach(name), by);
    return by;
  }
  tally.beyond += by;
  return 0;
}

/** Names seen at most `limit` times, and their sightings, kept up as a tally grows. */
export interface FewTimes {
  names: number;
  sightings: number;
}

/** `times` is what `bump` answered for `by` sightings. */
export function keepFew(few: FewTimes, times: number, by: number, limit: number): void {
  const before = times - by;
  if (times === 0 || before > limit) return;
  if (times <= limit) {
    few.sightings += by;
    if (before === 0) few.names += 1;
  } else if (before > 0) {
    few.sightings -= before;
    few.names -= 1;
  }
}

export const sizeOf = (tally: Tally): number => (tally.times > 0 ? 1 : 0) + (tally.others?.size ?? 0);

export function timesOf(tally: Tally, raw: string): number {
  const name = capName(raw);
  return tally.times > 0 && tally.name === name ? tally.times : tally.others?.get(name) ?? 0;
}

export function forget(tally: Tally, raw: string): void {
  const name = capName(raw);
  if (tally.name === name) tally.times = 0;
  else tally.others?.delete(name);
}

/** Names with their counts, most often first, then by name. */
export const ranked = (tally: Tally): readonly (readonly [string, number])[] =>
  [...(tally.times > 0 ? [[tally.name, tally.times] as const] : []), ...(tally.others ?? [])]
    .sort(([a, timesA], [b, timesB]) => timesB - timesA || (a < b ? -1 : 1));

/** The names seen most often, for a finding's lists. */
export const topNames = (tally: Tally, many: number): string[] => ranked(tally).slice(0, many).map(([name]) => name);
