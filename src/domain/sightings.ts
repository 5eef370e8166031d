import type { SessionId } from './ids.ts';

/** Kept of each thing: its first sighting and the latest ones, so that an hourly run over a year stays small. */
const SIGHTINGS_KEPT = 50;

/** A session id sorts by its time. */
export const textOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
export const bySession = (a: { readonly session: SessionId }, b: { readonly session: SessionId }): number =>
  textOrder(a.session, b.session);

interface Sighting {
  readonly session: SessionId;
}

/**
 * Things known over sessions, with what one session saw put in the place of what it saw before. Each thing seen comes
 * with one sighting; it is told as the latest session saw it. In order of their keys.
 */
export function resight<Item extends { readonly sightings: readonly Sighting[] }>(
  known: readonly Item[], session: SessionId, seen: readonly Item[], keyOf: (item: Item) => string,
): Item[] {
  const items = new Map<string, Item>();
  for (const item of known) {
    const others = item.sightings.filter((one) => one.session !== session);
    if (others.length > 0) items.set(keyOf(item), { ...item, sightings: others });
  }
  for (const item of seen) {
    const before = items.get(keyOf(item));
    const sightings = [...(before?.sightings ?? []), ...item.sightings].sort(bySession);
    const told = before === undefined || sightings.at(-1)?.session === session ? item : before;
    items.set(keyOf(item), { ...told, sightings: shortened(sightings) });
  }
  return [...items].sort(([a], [b]) => textOrder(a, b)).map(([, item]) => item);
}

const shortened = <One>(sightings: readonly One[]): readonly One[] =>
  sightings.length <= SIGHTINGS_KEPT ? sightings : [...sightings.slice(0, 1), ...sightings.slice(1 - SIGHTINGS_KEPT)];
