import type { Context } from './context.ts';
import { sameHost, withinAny } from './within.ts';

/** Rows of the context that speak about addresses, asked the same way wherever judging needs them. */
type Named = Context['proxies'][number];
export type Asset = Context['assets'][number];
export interface SharedPlace {
  readonly kind: 'jump host' | 'egress' | 'proxy';
  readonly name: string;
}

const DAY = 86_400_000;

/** The entry all of these sources lie in; null where one lies outside or there is no source. */
function holding<Entry extends { readonly places: readonly string[] }>(
  sources: readonly string[], entries: readonly Entry[],
): Entry | null {
  if (sources.length === 0) return null;
  return entries.find(({ places }) => sources.every((source) => withinAny(source, places))) ?? null;
}

/** The approved scanner behind all sources, if it is approved at that time (`until` holds to the end of its day, UTC). */
export function scannerAt(
  sources: readonly string[], time: number | null, context: Context,
): Context['scanners'][number] | null {
  const approved = context.scanners.filter(({ until }) =>
    until === undefined || (time !== null && time < Date.parse(until) + DAY));
  return holding(sources, approved);
}

export const proxyOf = (sources: readonly string[], context: Context): Named | null => holding(sources, context.proxies);

/** Behind which shared place this source stands: many people have this address. */
export function sharedPlaceOf(sources: readonly string[], context: Context): SharedPlace | null {
  const kinds = [['jump host', context.jumpHosts], ['egress', context.egress], ['proxy', context.proxies]] as const;
  for (const [kind, entries] of kinds) {
    const entry = holding(sources, entries);
    if (entry) return { kind, name: entry.name };
  }
  return null;
}

export const assetOf = (host: string, context: Context): Asset | null =>
  context.assets.find(({ name, places }) =>
    sameHost(host, name) || places.some((place) => sameHost(host, place)) || withinAny(host, places)) ?? null;
