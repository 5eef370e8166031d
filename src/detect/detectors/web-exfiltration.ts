import { openDetach } from '../../domain/detach.ts';
import type { WebEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { DAY, remember, STATE_LIMIT } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import type { Telling, Trail } from '../trail.ts';
import { citedLines, extend, openTrail, telling, timeOf, timeOrNull } from '../trail.ts';
import { saysCrawler } from '../web/scanner-agents.ts';
import { siteOf } from '../web/site-pages.ts';
import { openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

const MIB = 1024 * 1024;
/** Less than this in a day is one film; below it nothing is told. */
const MUCH = 500 * MIB;
/** So many times what the busiest other source of the day was given. */
const ABOVE_OTHERS = 20;
/** So many times what it was given on any other day. */
const ABOVE_OWN = 10;
/** Others that were served on the day, so that there is something to compare with. */
const OTHERS = 10;
/** An answer so large is worth naming. */
const LARGE = 10 * MIB;
const TARGETS = 8;
const SITES = 256;

/** The day is the source's own, beginning with its first request. */
interface Day {
  readonly start: number;
  trail: Trail;
  bytes: number;
  largest: number;
  largestLine: Telling | null;
  readonly targets: string[];
}

interface Taker {
  readonly source: string;
  /** The one that runs. */
  day: Day;
  /** The busiest of those before, and what the next busiest came to. */
  best: Day | null;
  second: number;
  attacks: number;
  readonly crawler: boolean;
  told: number;
}

interface Site {
  readonly name: string;
  readonly takers: ReturnType<typeof openKeyed<Taker>>;
  /** Those that were given much; few, and looked at when told. */
  readonly big: Set<Taker>;
}

export const webExfiltration: Detector = {
  name: 'web-exfiltration',
  looksFor: 'one source that is given far more than all others, and than before',
  kinds: ['web'],
  open: openWebExfiltration,
};

function openWebExfiltration(): DetectorRun {
  const detach = openDetach();
  const sites = openKeyed<Site>(SITES, ({ big }) => big.size > 0);
  const last = { name: '', site: null as Site | null, source: '', taker: null as Taker | null };
  const siteFor = (name: string): Site => {
    if (last.site && last.name === name) return last.site;
    let site = sites.get(name);
    if (!site) {
      site = { name: detach(name), takers: openKeyed<Taker>(STATE_LIMIT, (taker) => busiest(taker).day.bytes >= LARGE), big: new Set() };
      sites.set(site.name, site);
    }
    last.name = site.name;
    last.site = site;
    last.taker = null;
    return site;
  };
  const takerFor = (site: Site, event: WebEvent, source: string): Taker => {
    if (last.taker && last.source === source) return last.taker;
    let taker = site.takers.get(source);
    if (!taker) {
      taker = openTaker(event, detach(source));
      site.takers.set(taker.source, taker);
    }
    last.source = taker.source;
    last.taker = taker;
    return taker;
  };
  return {
    on: (event) => {
      if (event.kind !== 'web' || event.source === null || event.bytes === null || event.time === null) return;
      if (event.status !== 200 && event.status !== 206) return;
      const site = siteFor(siteOf(event));
      const taker = takerFor(site, event, event.source);
      note(taker, event, event.bytes);
      if (event.bytes >= LARGE) noteLarge(taker.day, event, detach);
      if (taker.day.bytes >= MUCH) site.big.add(taker);
    },
    drain: (emit) => {
      for (const site of sites.values()) for (const draft of draftsOf(site)) emit(draft);
    },
    evicted: () => sites.evicted() + [...sites.values()].reduce((sum, { takers }) => sum + takers.evicted(), 0),
  };
}

const openTaker = (event: WebEvent, source: string): Taker => ({
  source, day: openDay(event), best: null, second: 0, attacks: 0, crawler: event.agent !== null && saysCrawler(event.agent), told: 0,
});

const openDay = (event: WebEvent): Day => ({
  start: timeOf(event), trail: { ...openTrail(event), count: 0 }, bytes: 0, largest: 0, largestLine: null, targets: [],
});

/** The busiest day, a quiet one after it or not, and the most of any other. */
function busiest({ day, best, second }: Taker): { readonly day: Day; readonly other: number } {
  if (best === null || day.bytes >= best.bytes) return { day, other: best?.bytes ?? 0 };
  return { day: best, other: Math.max(second, day.bytes) };
}

function note(taker: Taker, event: WebEvent, bytes: number): void {
  if (timeOf(event) - taker.day.start > DAY) {
    const { day, other } = busiest(taker);
    taker.best = day;
    taker.second = other;
    taker.day = openDay(event);
  }
  const { day } = taker;
  day.bytes += bytes;
  if (day.trail.count === 0) day.trail = openTrail(event);
  else extend(day.trail, event);
  if (event.suspicious) taker.attacks += 1;
}

function noteLarge(day: Day, event: WebEvent, detach: (text: string) => string): void {
  remember(day.targets, (event.target ?? event.uri).slice(0, 200), TARGETS, detach);
  if ((event.bytes ?? 0) <= day.largest) return;
  day.largest = event.bytes ?? 0;
  day.largestLine = telling(event);
}

/** Who was given far more than anybody else at the site, and than before. */
function draftsOf({ name, takers, big }: Site): readonly FindingDraft[] {
  if (big.size === 0 || takers.size() <= OTHERS) return [];
  let [first, second] = [0, 0];
  for (const taker of takers.values()) {
    const own = busiest(taker).day.bytes;
    if (own > first) [first, second] = [own, first];
    else if (own > second) second = own;
  }
  return [...big].flatMap((taker) => {
    const { day: { bytes }, other } = busiest(taker);
    const others = bytes >= first ? second : first;
    const much = bytes >= MUCH && bytes >= ABOVE_OTHERS * others && bytes >= ABOVE_OWN * other;
    if (taker.crawler || taker.told === (much ? bytes : 0)) return [];
    taker.told = much ? bytes : 0;
    // What was told before others were given as much is taken back.
    return [much ? draftOf(name, taker, others) : { ...draftOf(name, taker, others), severity: 'info' as const, progress: 'attempt' as const }];
  });
}

const inMib = (bytes: number): string => `${Math.round(bytes / MIB).toLocaleString('en-US')} MiB`;

function draftOf(site: string, taker: Taker, others: number): FindingDraft {
  const { source, attacks } = taker;
  const { trail, targets, bytes, largestLine } = busiest(taker).day;
  return {
    detector: webExfiltration.name, category: 'exfiltration', family: 'volume', key: `${site} ${source}`,
    title: `${source} was given far more than anybody else`, severity: attacks > 0 ? 'medium' : 'low', confidence: 'low',
    progress: 'cannot-tell', attack: [{ tactic: 'exfiltration', technique: 'T1048' }], sources: [source], targets: [...targets], users: [],
    hosts: site === '' ? [] : [site], count: Math.max(1, trail.count), first: timeOrNull(trail.first), last: timeOrNull(trail.last),
    lines: citedLines(trail, largestLine ? [largestLine] : []), taint: [],
    reason: `${source} was given ${inMib(bytes)} in ${plural(Math.max(1, trail.count), 'answer')} ${between(trail.first, trail.last)}`
      + `${targets.length === 0 ? '' : ` (${listed(targets, 2)})`}; nobody else was given more than ${inMib(others)}.`
      + (attacks > 0 ? ` It also sent ${plural(attacks, 'request')} of attacks.` : ''),
    benign: 'A backup, a mirror, a proxy of many people, or somebody who downloads what is offered to everyone.',
  };
}
