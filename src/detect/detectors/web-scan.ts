import { openDetach } from '../../domain/detach.ts';
import type { WebEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { DAY, MINUTE, remember, STATE_LIMIT } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import { saysCrawler, scannerIn } from '../web/scanner-agents.ts';
import { hash } from '../web/site-pages.ts';
import type { Trail } from '../trail.ts';
import { citedLines, extend, openTrail, timeOf, timeOrNull } from '../trail.ts';
import { openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

/** So many different missing pages within the window are no mistake: dead links come from pages, and say so. */
const PAGES = 10;
const WINDOW = 10 * MINUTE;
/** Slowly, over a day, it takes more. */
const PAGES_SLOW = 30;
/** Files of plugins tell which of them is here, wherever they are linked from. */
const PLUGIN = /\/wp-content\/(?:plugins|themes)\/[^/]{1,100}\/(?:.{0,100}\/)?(?:readme|changelog|license|style)\.(?:txt|md|css)$|\/wp-content\/plugins\/[^/]{1,100}\/.{0,200}\.php$/i;
/** Missing pages that a page of the site links to count a fifth: one page can hold many dead links. */
const LINKED_SHARE = 5;
/** A missing page of a product that is not installed is asked for by nobody who knows the site. */
const PRODUCT = /\/(?:wp-(?:admin|content\/plugins|includes|login)|xmlrpc\.php|phpmyadmin|pma\b|administrator\b|adminer|joomla|drupal|magento|typo3|cgi-bin|solr|jenkins|owa\b|manager\/html|struts|webdav|mysqladmin|dbadmin|sqladmin|phppgadmin|roundcube|webmail|cpanel|plesk|hnap1|boaform|vendor\/|console\b|portal\b|\+cscoe)/i;
const PRODUCT_WEIGHT = 3;
/** Requests by a tool that calls itself a scanner. */
const NAMED = 2;
const KEPT = 512;
const TARGETS = 16;

interface Scanner {
  readonly source: string;
  trail: Trail;
  /** Shapes of missing pages, asked for directly and from a link, in the window and over the day. */
  readonly direct: Set<number>;
  readonly linked: Set<number>;
  readonly slow: Set<number>;
  /** Those of well-known products, which are asked for to see whether they are here. */
  readonly products: Set<number>;
  windowStart: number;
  dayStart: number;
  probes: number;
  crawler: boolean;
  scanner: string | null;
  named: number;
  readonly targets: string[];
  readonly hosts: string[];
  told: boolean;
  due: boolean;
}

export const webScan: Detector = {
  name: 'web-scan',
  looksFor: 'one source that asks for many pages that are not there',
  kinds: ['web'],
  requestsOnly: 'suspicious-or-refused',
  open: openWebScan,
};

function openWebScan(): DetectorRun {
  const detach = openDetach();
  const scanners = openKeyed<Scanner>(STATE_LIMIT, ({ told, direct }) => told || direct.size >= PAGES / 2);
  const due: Scanner[] = [];
  return {
    on: (event) => {
      if (event.kind !== 'web' || event.source === null) return;
      const name = event.suspicious && event.agent !== null ? scannerIn(event.agent) : null;
      if (name === null && !isMissing(event.status)) return;
      let scanner = scanners.get(event.source);
      if (!scanner) {
        scanner = openScanner(event, detach(event.source));
        scanners.set(scanner.source, scanner);
      }
      note(scanner, event, name);
      remember(scanner.targets, (event.target ?? '').slice(0, 200), TARGETS, detach);
      remember(scanner.hosts, event.site ?? event.host, 8, detach);
      if (!scanner.told) scanner.told = isScan(scanner);
      if (scanner.told) markDue(due, scanner);
    },
    drain: (emit) => {
      for (const scanner of takeDue(due)) emit(draftOf(scanner));
    },
    evicted: () => scanners.evicted(),
  };
}

/** Not found, gone, or refused so as not to tell. */
const MISSING: ReadonlySet<number> = new Set([400, 403, 404, 405, 410, 444, 501]);
const isMissing = (status: number): boolean => MISSING.has(status);

const openScanner = (event: WebEvent, source: string): Scanner => ({
  source, trail: { ...openTrail(event), count: 0 }, direct: new Set(), linked: new Set(), slow: new Set(), products: new Set(),
  windowStart: timeOf(event), dayStart: timeOf(event), probes: 0, crawler: true, scanner: null, named: 0,
  targets: [], hosts: [], told: false, due: false,
});

function note(scanner: Scanner, event: WebEvent, name: string | null): void {
  if (!scanner.told) turnWindows(scanner, timeOf(event));
  if (scanner.trail.count === 0) scanner.trail = openTrail(event);
  else extend(scanner.trail, event);
  if (isMissing(event.status)) noteMissing(scanner, event);
  if (event.suspicious) scanner.probes += 1;
  if (event.agent === null || !saysCrawler(event.agent)) scanner.crawler = false;
  if (name !== null) {
    scanner.named += 1;
    scanner.scanner ??= name.replace(/[/ ]+$/, '');
  }
}

function noteMissing({ linked, direct, slow, products }: Scanner, event: WebEvent): void {
  const shape = hash(shapeOf(event));
  const target = event.target ?? '';
  const plugin = PLUGIN.test(target);
  const pages = event.referer !== null && !event.suspicious && !plugin ? linked : direct;
  if (pages.size < KEPT) pages.add(shape);
  if (products.size < KEPT && (plugin || (event.referer === null && PRODUCT.test(target)))) products.add(shape);
  if (event.referer === null && slow.size < KEPT) slow.add(shape);
}

/** Windows are renewed, not slid: a scan long enough to matter fills one of them. */
function turnWindows(scanner: Scanner, now: number): void {
  if (now - scanner.windowStart > WINDOW) {
    scanner.windowStart = now;
    scanner.direct.clear();
    scanner.linked.clear();
    scanner.products.clear();
  }
  if (now - scanner.dayStart > DAY) {
    scanner.dayStart = now;
    scanner.slow.clear();
    scanner.probes = 0;
    scanner.trail.count = 0;
  }
}

/** Numbers and keys stand for any: an application that lacks a thousand pictures lacks one. A request that is none is one page. */
function shapeOf(event: WebEvent): string {
  if (event.method === '-' && !event.uri.startsWith('/')) return event.uri.slice(0, 16);
  const path = (event.target ?? '').toLowerCase();
  return /\d/.test(path) ? path.replace(/[0-9a-f]{8,}|\d+/g, '#') : path;
}

const weightOf = ({ direct, linked, products }: Scanner): number =>
  direct.size + products.size * (PRODUCT_WEIGHT - 1) + Math.floor(linked.size / LINKED_SHARE);

const isScan = (scanner: Scanner): boolean =>
  weightOf(scanner) >= PAGES || scanner.slow.size >= PAGES_SLOW || scanner.named >= NAMED;

function draftOf(scanner: Scanner): FindingDraft {
  const { source, trail } = scanner;
  const count = Math.max(1, trail.count);
  const pages = Math.max(scanner.slow.size, scanner.direct.size + scanner.linked.size);
  return {
    ...(scanner.crawler && scanner.probes === 0 ? crawlerWords(source) : scannerWords(scanner)),
    detector: webScan.name, category: 'web-scan', key: source, progress: 'attempt',
    sources: [source], targets: [...scanner.targets], users: [], hosts: [...scanner.hosts], count,
    first: timeOrNull(trail.first), last: timeOrNull(trail.last), lines: citedLines(trail),
    taint: scanner.scanner === null ? ['uri'] : ['uri', 'agent'],
    reason: `${source} asked for ${plural(pages, 'missing page')} (${listed(scanner.targets, 3)}) in `
      + `${plural(count, 'request')} ${between(trail.first, trail.last)}`
      + `${scanner.scanner === null ? '' : `, and calls itself ${scanner.scanner}`}.`,
  };
}

type Words = Pick<FindingDraft, 'family' | 'severity' | 'confidence' | 'title' | 'attack' | 'benign'>;

const crawlerWords = (source: string): Words => ({
  family: 'crawler', severity: 'info', confidence: 'low', title: `A crawler at ${source} meets many missing pages`, attack: [],
  benign: 'A search engine following old links: it says so itself, and asks for nothing that an attacker would.',
});

const scannerWords = ({ source, scanner }: Scanner): Words => ({
  family: scanner === null ? 'forced-browsing' : 'scanner', severity: 'low', confidence: 'high', title: `Web scan from ${source}`,
  attack: [{ tactic: 'reconnaissance', technique: 'T1595.003' }],
  benign: 'A link checker or a scan by the owner, or a site that was moved and lost its pages.',
});
