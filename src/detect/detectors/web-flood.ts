import type { Detach } from '../../domain/detach.ts';
import { openDetach } from '../../domain/detach.ts';
import type { WebEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { remember, STATE_LIMIT } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import type { Trail } from '../trail.ts';
import { citedLines, extend, openTrail, timeOf, timeOrNull } from '../trail.ts';
import { hash, siteOf } from '../web/site-pages.ts';
import type { Volume } from '../web/volume.ts';
import { isOnePath, noteVolume, openVolume, sliceOf, usualOf } from '../web/volume.ts';
import { noteTime, openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

/** One source, one page, in ten seconds: no person and no program that means well asks so often. */
const FLOOD = 300;
/** So many in ten seconds before it is worth knowing what was asked for. */
const BUSY = 20;
/** With names of parameters made up each time, which pass every cache, it takes fewer. */
const BUSTING = 36;
const MADE_UP = 30;
/** A client that always asks so often is no flood: so far above its own past. */
const ABOVE_OWN = 10;
/** Refusals for asking too often, within a minute. */
const LIMITED = 5;
const LIMITED_WINDOW = 60_000;
/** Bad requests under so many names of programs within half a minute, hardly one of them twice: a tool that hides behind names. */
const SWITCHED = 10;
const SWITCHING_WINDOW = 30_000;
const SWITCHED_SHARE = 0.8;
/** A whole site: so many in ten seconds, so far above its own past of an hour at least, by so many sources. */
const SITE_FLOOD = 1_500;
/** So many before it is looked at whose requests they are. */
const SITE_BUSY = SITE_FLOOD / 3;
const ABOVE_SITE = 10;
const SITE_PAST = 360;
const SITE_SOURCES = 50;
const SITES = 512;
const SOURCES = 64;
/** From this share of errors the flood shows in the answers. */
const FELT = 0.2;

type Family = 'one-source' | 'cache-busting' | 'rate-limited' | 'switching-agent' | 'distributed';

interface Flood {
  readonly name: string;
  readonly family: Family;
  trail: Trail;
  errors: number;
  readonly sources: string[];
  readonly targets: string[];
  readonly hosts: string[];
  due: boolean;
}

interface Names {
  readonly start: number;
  readonly agents: Set<number>;
  requests: number;
}

interface Client {
  readonly volume: Volume;
  /** Newest refusals for asking too often; null until there is one. */
  limited: number[] | null;
  /** Names behind its bad requests; null until there is one. */
  names: Names | null;
  flood: Flood | null;
}

interface Site extends Client {
  /** Sources of the slice that runs, once it is busy. */
  readonly sources: Set<string>;
}

export const webFlood: Detector = {
  name: 'web-flood',
  looksFor: 'floods of requests, by one source or many',
  kinds: ['web'],
  open: openWebFlood,
};

interface State {
  readonly detach: Detach;
  readonly due: Flood[];
}

function openWebFlood(): DetectorRun {
  const state: State = { detach: openDetach(), due: [] };
  const clients = openKeyed<Client>(STATE_LIMIT, ({ flood }) => flood !== null);
  const sites = openKeyed<Site>(SITES, ({ flood }) => flood !== null);
  // Requests of one client, and of one site, follow one another.
  const last = { source: '', client: null as Client | null, site: '', of: null as Site | null, time: 0, slice: 0 };
  const clientOf = (source: string): Client => {
    if (last.client && last.source === source) return last.client;
    let client = clients.get(source);
    if (!client) {
      client = { volume: openVolume(), limited: null, names: null, flood: null };
      clients.set(state.detach(source), client);
    }
    last.source = source;
    last.client = client;
    return client;
  };
  const placeOf = (name: string): Site => {
    if (last.of && last.site === name) return last.of;
    let site = sites.get(name);
    if (!site) {
      site = { volume: openVolume(), limited: null, names: null, flood: null, sources: new Set() };
      sites.set(state.detach(name), site);
    }
    last.site = name;
    last.of = site;
    return site;
  };
  return {
    on: (event) => {
      if (event.kind !== 'web' || event.source === null || event.time === null) return;
      // Requests follow one another by the hundred in one slice.
      if (event.time !== last.time) {
        last.time = event.time;
        last.slice = sliceOf(event.time);
      }
      noteClient(state, clientOf(event.source), event, last.slice);
      noteSite(state, placeOf(siteOf(event)), event, last.slice);
    },
    drain: (emit) => {
      for (const flood of takeDue(state.due)) emit(draftOf(flood));
    },
    evicted: () => clients.evicted() + sites.evicted(),
  };
}

// Four parameters on purpose: this runs for every request.
function noteClient(state: State, client: Client, event: WebEvent, slice: number): void {
  noteVolume(client.volume, event, slice, BUSY);
  if (client.volume.count < BUSTING && client.flood === null && event.status < 400) return;
  const source = event.source ?? '';
  const family = refusedAs(client, event) ?? floodOf(client.volume);
  if (family === null && !isGoing(client)) return;
  client.flood ??= openFlood(event, state.detach(source), family ?? 'one-source');
  noteFlood(state, client.flood, event, source);
}

function refusedAs(client: Client, event: WebEvent): Family | null {
  if (isLimit(event) && isOften(client, event)) return 'rate-limited';
  return isBad(event.status) && isSwitching(client, event) ? 'switching-agent' : null;
}

/** Refused for what it is, not because a page is missing or a name is asked for. */
const isBad = (status: number): boolean => status === 400 || status === 408 || status === 444 || status === 503;

function isSwitching(client: Client, event: WebEvent): boolean {
  if (event.agent === null) return false;
  const now = timeOf(event);
  if (!client.names || now - client.names.start > SWITCHING_WINDOW) client.names = { start: now, agents: new Set(), requests: 0 };
  const { names } = client;
  names.requests += 1;
  names.agents.add(hash(event.agent));
  return names.agents.size >= SWITCHED && names.agents.size >= SWITCHED_SHARE * names.requests;
}

/** What is told goes on counting while the slice is as busy. */
const isGoing = ({ flood, volume }: Client): boolean => flood !== null && flood.family !== 'rate-limited' && flood.family !== 'switching-agent' && volume.count >= BUSTING;

function floodOf(volume: Volume): Family | null {
  if (volume.count < BUSTING || volume.count < ABOVE_OWN * usualOf(volume)) return null;
  if ((volume.names?.size ?? 0) >= Math.min(MADE_UP, volume.count / 3) && isOnePath(volume)) return 'cache-busting';
  return volume.count >= FLOOD && isOnePath(volume) ? 'one-source' : null;
}

/** Refused for asking too often, by status or in the words of the error log. */
const isLimit = ({ status, suspicious, bytes, format }: WebEvent): boolean =>
  status === 429 || (status === 503 && suspicious && bytes === null && format === 'nginx-error');

function isOften(client: Client, event: WebEvent): boolean {
  client.limited ??= [];
  return noteTime(client.limited, timeOf(event), LIMITED) <= LIMITED_WINDOW;
}

// Four parameters on purpose: this runs for every request.
function noteSite(state: State, site: Site, event: WebEvent, slice: number): void {
  if (noteVolume(site.volume, event, slice, SITE_BUSY) && site.sources.size > 0) site.sources.clear();
  const { volume, sources } = site;
  if (volume.count < SITE_BUSY) return;
  const source = event.source ?? '';
  if (sources.size < SITE_SOURCES * 4) sources.add(source);
  if (sources.size < SITE_SOURCES || !isSiteFlood(volume)) return;
  site.flood ??= openFlood(event, state.detach(`site ${siteOf(event)}`), 'distributed');
  for (const one of sources) remember(site.flood.sources, one, SOURCES, state.detach);
  noteFlood(state, site.flood, event, source);
}

const isSiteFlood = (volume: Volume): boolean =>
  volume.count >= SITE_FLOOD && volume.slices >= SITE_PAST && volume.count >= ABOVE_SITE * usualOf(volume) && isOnePath(volume);

const openFlood = (event: WebEvent, name: string, family: Family): Flood => ({
  name, family, trail: { ...openTrail(event), count: 0 }, errors: 0, sources: [], targets: [], hosts: [], due: false,
});

function noteFlood(state: State, flood: Flood, event: WebEvent, source: string): void {
  if (flood.trail.count === 0) flood.trail = openTrail(event);
  else extend(flood.trail, event);
  if (event.status >= 500) flood.errors += 1;
  remember(flood.sources, source, SOURCES, state.detach);
  remember(flood.targets, (event.target ?? event.uri).slice(0, 200), 8, state.detach);
  remember(flood.hosts, event.site ?? event.host, 8, state.detach);
  markDue(state.due, flood);
}

const SAID: Readonly<Record<Family, string>> = {
  'one-source': 'far above what it asked before, nearly all for one page',
  'cache-busting': 'each with a parameter of a new name, which no cache can answer',
  'rate-limited': 'and was refused for asking too often',
  'switching-agent': 'each under the name of another program, and was refused',
  distributed: 'far above what this site is asked for at other times, nearly all for one page',
};

function draftOf(flood: Flood): FindingDraft {
  const { family, trail, sources, targets } = flood;
  const count = Math.max(1, trail.count);
  const felt = family !== 'rate-limited' && flood.errors >= FELT * count;
  const who = family === 'distributed' ? `${plural(sources.length, 'source')} or more` : listed(sources, 1);
  return {
    detector: webFlood.name, category: 'denial-of-service', family, key: `${family} ${flood.name}`,
    title: family === 'distributed' ? 'Flood of requests from many sources' : `Flood of requests from ${listed(sources, 1)}`,
    severity: felt ? 'medium' : 'low', confidence: family === 'rate-limited' ? 'medium' : 'high', progress: felt ? 'cannot-tell' : 'attempt',
    attack: [{ tactic: 'impact', technique: 'T1499.002' }], sources: [...sources], targets: [...targets], users: [], hosts: [...flood.hosts],
    count, first: timeOrNull(trail.first), last: timeOrNull(trail.last), lines: citedLines(trail), taint: ['uri'],
    reason: `${who} sent ${plural(count, 'request')} (${listed(targets, 2)}) ${between(trail.first, trail.last)}, ${SAID[family]}.`
      + (felt ? ` ${plural(flood.errors, 'answer')} were server errors.` : ''),
    benign: 'A load test, a client in a loop, or many people behind one address after the site was named somewhere.',
  };
}
