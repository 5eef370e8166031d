import { jsonText } from '../domain/json-text.ts';
import { safe } from '../domain/safe-text.ts';
import { isoTime } from '../domain/times.ts';
import type { Result } from '../domain/result.ts';
import type { Imported, LookedUp } from '../session/desk/intel.ts';
import { EXIT } from '../session/exit-code.ts';
import type { House } from '../session/house.ts';
import type { ImportFlags, LookupFlags } from './commands/intel.ts';
import type { CliHost } from './host.ts';
import { need } from './stored.ts';
import { UsageError } from './usage.ts';

/** The library of names and that of tables are loaded when a feed is at hand, not with every command. */
const desk = () => import('../session/desk/intel.ts');
const DAY = 86_400_000;
/** Sightings told; there may be as many as sessions. */
const SEEN = 20;
const day = (at: number): string => isoTime(at).slice(0, 10);
const age = (at: number, now: number): string => `${Math.max(0, Math.floor((now - at) / DAY))} d`;

export async function runIntelImport(host: CliHost, places: readonly string[], flags: ImportFlags): Promise<number> {
  if (flags.name !== undefined && places.length > 1) throw new UsageError('--name: for one feed at a time');
  const [{ importFeed }, house] = await Promise.all([desk(), host.house()]);
  const choice = { name: flags.name ?? null, source: flags.source ?? null, confidence: flags.confidence ?? null, expiryDays: flags.expires ?? null };
  let failed = false;
  for (const place of places) failed = !(await tell(host, await importFeed(house, place, choice, host.signal))) || failed;
  return failed ? EXIT.notAssessed : EXIT.none;
}

/** False where it failed. */
async function tell({ terminal }: CliHost, result: Result<Imported, string>): Promise<boolean> {
  if (!result.ok) {
    await terminal.err(`soc: ${safe(result.trouble)}; nothing was changed\n`);
    return false;
  }
  const { info, troubles, refused, before } = result.value;
  const kinds = Object.entries(info.kinds).sort(([, a], [, b]) => b - a).map(([kind, count]) => `${count} ${kind}`).join(', ');
  await terminal.out(`${info.name}: ${info.count} ${info.role === 'warning' ? 'entries of a warning list' : 'indicators'} (${kinds}), read as ${info.format}`
    + `${before === null ? '' : `; it held ${before} before`}\n`);
  for (const { line, why } of troubles) await terminal.err(`soc: ${safe(`${info.place}${line > 0 ? `:${line}` : ''}: ${why}`, 300)}\n`);
  if (refused > troubles.length) await terminal.err(`soc: ${safe(info.place, 200)}: ${refused - troubles.length} further entries were left out\n`);
  return true;
}

export async function runIntelList(host: CliHost, asJson: boolean): Promise<number> {
  const house = await host.house();
  const { feeds, damaged } = await house.feeds.list();
  if (asJson) await host.terminal.out(`${jsonText({ feeds, damaged }, 2)}\n`);
  else if (feeds.length === 0 && damaged.length === 0) await host.terminal.out('no feed is imported; soc intel import FILE brings one\n');
  else {
    const now = house.clock.now();
    for (const feed of feeds) {
      const seen = feed.newest === null ? 'it tells no times' : `newest entry ${age(feed.newest, now)} old`;
      const facts = [feed.role === 'warning' ? 'warning list' : null, `imported ${day(feed.imported)}`, seen, feed.confidence === null ? null : `confidence ${feed.confidence}`,
        feed.expiryDays === null ? null : `expires after ${feed.expiryDays} d`, feed.source === null ? null : `source ${safe(feed.source, 60)}`];
      await host.terminal.out(`${feed.name.padEnd(24)} ${String(feed.count).padStart(9)}  ${facts.filter((one) => one !== null).join(', ')}\n${''.padEnd(36)}${safe(feed.place, 200)}\n`);
    }
    for (const { name, why } of damaged) await host.terminal.err(`soc: the feed ${safe(name, 64)} is not used: ${safe(why)}\n`);
  }
  return EXIT.none;
}

export async function runIntelLookup(host: CliHost, asked: string, flags: LookupFlags): Promise<number> {
  if (flags.file !== true) return tellValue(host, asked, flags);
  const digests = await (await host.house()).files.digests(asked);
  if (!digests.ok) throw new UsageError(`${asked}: ${digests.trouble.why}`);
  const { md5, sha1, sha256 } = digests.value;
  const codes: number[] = [];
  for (const digest of [sha256, sha1, md5]) codes.push(await tellValue(host, digest, flags));
  return Math.max(...codes);
}

async function tellValue(host: CliHost, asked: string, flags: LookupFlags): Promise<number> {
  const [{ lookUpValue }, house] = await Promise.all([desk(), host.house()]);
  const found = need(await lookUpValue(house, asked));
  const place = await whereIs(house, found, flags.mmdb ?? null);
  if (flags.json === true) {
    const { feeds, ...rest } = found;
    await host.terminal.out(`${jsonText({ ...rest, place, feeds: feeds.map(({ name, role, count, imported, newest }) => ({ name, role, count, imported, newest })) }, 2)}\n`);
  } else for (const line of linesOf(found, place, house.clock.now())) await host.terminal.out(`${line}\n`);
  return found.matches.length > 0 ? EXIT.findings : EXIT.none;
}

/** Null where no database is given, or it does not know the address. */
async function whereIs(house: House, { kind, value }: LookedUp, path: string | null): Promise<string | null> {
  if (kind !== 'ipv4' && kind !== 'ipv6' && kind !== 'ip-port') return null;
  if (path === null && !(await house.files.exists(house.places.geo))) return null;
  const about = need(await house.openGeo(path ?? house.places.geo))(kind === 'ip-port' ? value.replace(/^\[?(.*?)\]?:\d+$/, '$1') : value);
  if (about === null) return null;
  const words = [about.city, about.country, about.network].filter((one) => one !== null);
  return words.length === 0 ? null : words.join(', ');
}

function linesOf(found: LookedUp, place: string | null, now: number): readonly string[] {
  const { kind, value, matches, warned, troubles, seen } = found;
  return [
    `${safe(value, 200)}  ${kind}${place === null ? '' : `  ${safe(place, 120)}`}`,
    ...matches.map((match) => matchLine(match, { value, now })),
    ...(warned === null ? [] : [`  on the warning list "${safe(warned, 120)}": feeds name it wrongly, more often than not`]),
    ...(matches.length > 0 ? [] : [noMatchLine(found, now)]),
    ...troubles.map((what) => `  ${safe(what)}`),
    ...(seen.length === 0 ? ['  not seen in any session before'] : []),
    ...seen.slice(0, SEEN).map(({ session, at, what, where }) =>
      `  seen ${isoTime(at)} in ${session}: ${safe(what, 120)}${where.length === 0 ? '' : ` (${safe(where.slice(0, 3).join(', '), 120)})`}`),
    ...(seen.length > SEEN ? [`  and ${seen.length - SEEN} more`] : []),
  ];
}

function noMatchLine({ feeds }: LookedUp, now: number): string {
  const threats = feeds.filter(({ role }) => role === 'threat');
  return threats.length === 0 ? '  no feed is imported: nothing can be said'
    : `  no match in ${threats.map(({ name, count, imported, newest }) => `${name} (${count}, ${age(newest ?? imported, now)} old)`).join(', ')}`;
}

function matchLine(match: LookedUp['matches'][number], { value, now }: { readonly value: string; readonly now: number }): string {
  const facts = [
    match.use === 'unknown' ? null : match.use, seenWords(match), match.confidence === null ? null : `confidence ${match.confidence}`,
    match.expires === null ? null : `${match.expires < now ? 'expired' : 'expires'} ${day(match.expires)}`,
    match.source === null ? null : `source ${safe(match.source, 60)}`, `imported ${day(match.imported)}`,
  ].filter((one) => one !== null);
  const entry = match.value === value ? '' : `${safe(match.value, 120)}, `;
  return `  ${match.feed}: ${entry}${facts.join(', ')}${match.note === '' ? '' : `: "${safe(match.note, 160)}"`}`;
}

const seenWords = ({ first, last }: LookedUp['matches'][number]): string | null =>
  (last !== null ? `last seen ${day(last)}` : first !== null ? `first seen ${day(first)}` : null);

export async function runIntelUpdate(host: CliHost, name: string | null): Promise<number> {
  const [{ updateFeeds }, house] = await Promise.all([desk(), host.house()]);
  const done = await updateFeeds(house, name, host.signal);
  if (done.length === 0) throw new UsageError(name === null ? 'no feed is imported' : `${name} is not imported; soc intel list tells what is`);
  let failed = false;
  for (const [, result] of done) failed = !(await tell(host, result)) || failed;
  return failed ? EXIT.notAssessed : EXIT.none;
}

export async function runIntelRemove(host: CliHost, name: string): Promise<number> {
  const house = await host.house();
  if (!(await house.feeds.remove(name))) throw new UsageError(`${name} is not imported; soc intel list tells what is`);
  await host.terminal.out(`${name} is forgotten\n`);
  return EXIT.none;
}

export async function runIntelMatch(host: CliHost, paths: readonly string[], onlyCount: boolean): Promise<number> {
  const [{ matchLogs }, house] = await Promise.all([import('../session/desk/intel-match.ts'), host.house()]);
  const { lines, matched, troubles } = await matchLogs(house, paths, {
    signal: host.signal,
    onLine: async ({ file, line, text, values }) => {
      const named = [...new Set(values.map(({ value, feed }) => `${safe(value, 200)} (${feed})`))].join(', ');
      if (!onlyCount) await host.terminal.out(`${safe(file, 200)}:${line}: ${named}: ${safe(text, 500)}\n`);
    },
  });
  if (onlyCount) await host.terminal.out(`${matched} of ${lines} lines\n`);
  for (const what of troubles) await host.terminal.err(`soc: ${safe(what)}\n`);
  return matched > 0 ? EXIT.findings : lines === 0 || troubles.length > 0 ? EXIT.notAssessed : EXIT.none;
}
