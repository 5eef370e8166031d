import { sha256Of } from '../../domain/digest.ts';
import type { FeedInfo } from '../../domain/feed.ts';
import type { IndicatorKind } from '../../domain/indicator-kind.ts';
import type { Result } from '../../domain/result.ts';
import { fail, ok } from '../../domain/result.ts';
import { refang } from '../../intel/extract/refang.ts';
import { packFeed } from '../../intel/packed/pack.ts';
import { readFeed } from '../../intel/reading/read-feed.ts';
import type { Value } from '../../intel/values/canonical.ts';
import { valueOf } from '../../intel/values/canonical.ts';
import { urlParts } from '../../intel/values/url.ts';
import { builtInWarning } from '../../intel/warnings.ts';
import type { Match } from '../../intel/weigh/match.ts';
import { lookUp } from '../../intel/look-up.ts';
import { loadFeeds } from '../../tools/reading/ioc/load-feeds.ts';
import { matchAt, warnedBy } from '../../tools/reading/ioc/sightings.ts';
import type { House } from '../house.ts';

export interface FeedChoice {
  /** Made from the place where it is left out. */
  readonly name: string | null;
  readonly source: string | null;
  readonly confidence: number | null;
  readonly expiryDays: number | null;
}

export interface Imported {
  readonly info: FeedInfo;
  /** Troubles of single entries, with their lines; `refused` counts all. */
  readonly troubles: readonly { readonly line: number; readonly why: string }[];
  readonly refused: number;
  /** What the feed of this name held before; null where it is new. */
  readonly before: number | null;
}

const NAME_LIMIT = 48;
const ENDINGS = /(?:\.(?:gz|txt|csv|json|jsonl|xml|ioc|list|ipset|netset|dat|stix2?))+$/i;

/** `https://example.org/lists/c2.txt?x` becomes `c2`. */
export function nameOfFeed(place: string): string {
  const bare = place.replace(/[?#].*$/, '').replace(/[\\/]+$/, '').replace(/^.*[\\/]/, '').replace(ENDINGS, '');
  const name = bare.toLowerCase().replace(/[^a-z0-9._-]+/g, '-').replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '').slice(0, NAME_LIMIT);
  return name === '' ? 'feed' : name;
}

/** Reads a feed and keeps it. A feed in which nothing is found, or that does not load, changes nothing. */
export async function importFeed(house: House, place: string, choice: FeedChoice, signal: AbortSignal): Promise<Result<Imported, string>> {
  const text = await house.feedSource.read(place, signal);
  if (!text.ok) return fail(`${place}: ${text.trouble}`);
  const read = readFeed(text.value);
  if (!read.ok) return fail(`${place}${read.trouble.line > 0 ? `:${read.trouble.line}` : ''}: ${read.trouble.why}`);
  const { entries, troubles, refused, format, role } = read.value;
  if (entries.length === 0) {
    const [first] = troubles;
    return fail(`${place}: no indicator was found in it, read as ${format}${first === undefined ? '' : `; ${first.line > 0 ? `line ${first.line}: ` : ''}${first.why}`}`);
  }
  const info: FeedInfo = {
    name: choice.name ?? nameOfFeed(place), role, format, source: choice.source, place, sha256: sha256Of(text.value), imported: house.clock.now(),
    count: entries.length, kinds: kindsOf(entries), newest: newestOf(entries), confidence: choice.confidence, expiryDays: choice.expiryDays,
  };
  const before = (await house.feeds.list()).feeds.find(({ name }) => name === info.name);
  await house.feeds.save(info, packFeed(entries));
  return ok({ info, troubles, refused, before: before?.count ?? null });
}

function kindsOf(entries: readonly { readonly kind: IndicatorKind }[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const { kind } of entries) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return kinds;
}

function newestOf(entries: readonly { readonly first: number | null; readonly last: number | null }[]): number | null {
  let newest: number | null = null;
  for (const { first, last } of entries) newest = Math.max(newest ?? 0, last ?? first ?? 0) || null;
  return newest;
}

/** Fetches feeds again from where they came; each that fails is left as it is. */
export async function updateFeeds(house: House, name: string | null, signal: AbortSignal): Promise<readonly (readonly [string, Result<Imported, string>])[]> {
  const { feeds } = await house.feeds.list();
  const done: (readonly [string, Result<Imported, string>])[] = [];
  for (const { source, confidence, expiryDays, ...feed } of feeds.filter((one) => name === null || one.name === name)) {
    done.push([feed.name, await importFeed(house, feed.place, { name: feed.name, source, confidence, expiryDays }, signal)]);
  }
  return done;
}

export interface LookedUp {
  readonly kind: IndicatorKind;
  readonly value: string;
  readonly matches: readonly Match[];
  readonly warned: string | null;
  readonly feeds: readonly FeedInfo[];
  readonly troubles: readonly string[];
  /** Sessions that met the value, newest first. */
  readonly seen: readonly { readonly session: string; readonly at: number; readonly what: string; readonly where: readonly string[] }[];
}

/** What the feeds say of a value, defanged or not, and what earlier sessions saw of it. */
export async function lookUpValue(house: House, asked: string): Promise<Result<LookedUp, string>> {
  const found = valueOf(asked) ?? valueOf(refang(asked).text);
  if (found === null) return fail(`${JSON.stringify(asked)} is no address, name, URL, digest or other indicator that is known here`);
  const { feeds } = await house.feeds.list();
  const open = await loadFeeds(feeds, house.feeds);
  try {
    const matches: Match[] = [];
    for (const feed of open.threats) {
      for (const at of withHost(found).flatMap((one) => lookUp(feed.open, one))) {
        const match = await matchAt(feed, at, { value: found.value, portUnseen: false });
        if (match !== null) matches.push(match);
      }
    }
    return ok({ ...found, matches, warned: await warnedBy(found, open.warnings) ?? builtInWarning(found.value), feeds, troubles: open.troubles, seen: await seenBefore(house, found.value) });
  } finally {
    for (const feed of [...open.threats, ...open.warnings]) await feed.close();
  }
}

/** A URL is on a host, and mail comes from one: what is said of that counts for them too. */
function withHost(found: Value): readonly Value[] {
  const host = found.kind === 'url' ? urlParts(found.value)?.host ?? null : found.kind === 'email' ? found.value.replace(/^.*@/, '') : null;
  const more = host === null ? null : valueOf(host);
  return more === null ? [found] : [found, more];
}

async function seenBefore(house: House, value: string): Promise<LookedUp['seen']> {
  const { indicators, findings, sessions } = await house.knowledge.read();
  const where = (session: string): readonly string[] => sessions.find((one) => one.session === session)?.sources ?? [];
  const asIndicator = indicators.filter((one) => one.value === value).flatMap((one) => one.sightings.map(({ session, at, count }) =>
    ({ session, at, what: `${count} ${count === 1 ? 'record' : 'records'}`, where: where(session) })));
  const asSource = findings.filter(({ sources }) => sources.includes(value)).flatMap(({ title, sightings }) => sightings.map(({ session, at }) =>
    ({ session, at, what: title, where: where(session) })));
  return [...asIndicator, ...asSource].sort((a, b) => b.at - a.at || (a.what < b.what ? -1 : 1));
}
