import type { Detach } from '../../domain/detach.ts';
import { openDetach } from '../../domain/detach.ts';
import type { WebEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { HOUR, remember } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import type { Telling, Trail } from '../trail.ts';
import { citedLines, extend, openTrail, telling, timeOf, timeOrNull } from '../trail.ts';
import { isLoginPath } from '../web/login-pages.ts';
import { siteOf } from '../web/site-pages.ts';
import { openKeyed } from '../window.ts';
import { between, plural } from '../wording.ts';

/** Within an hour, so many sources that are refused a few times each. */
const WINDOW = HOUR;
const SOURCES = 12;
const REFUSALS = 24;
/** People mistype, but most of them get in: a page that refuses nearly all is being tried. */
const REFUSED_SHARE = 0.9;
/** A source that is refused more often is told by itself. */
const FEW = 5;
const PAGES = 1_024;
const SOURCES_KEPT = 4_096;
const SOURCES_LISTED = 64;
const ALIKE = 32;

/** One login page of one site, and who tried it in the hour that runs. */
interface Page {
  readonly name: string;
  readonly site: string;
  readonly path: string;
  trail: Trail;
  windowStart: number;
  refused: number;
  accepted: number;
  /** How often each source was refused. */
  readonly sources: Map<string, number>;
  /** Size of the page that says no with status 200. */
  usual: number | null;
  inside: Telling | null;
  readonly listed: string[];
  told: boolean;
  due: boolean;
}

export const webStuffing: Detector = {
  name: 'web-stuffing',
  looksFor: 'one login page that refuses many sources, a few tries each',
  kinds: ['web'],
  open: openWebStuffing,
};

function openWebStuffing(): DetectorRun {
  const detach = openDetach();
  const pages = openKeyed<Page>(PAGES, ({ told }) => told);
  const due: Page[] = [];
  return {
    on: (event) => {
      if (event.kind !== 'web' || event.method !== 'POST' || event.source === null || !isLoginPath(event.target ?? '')) return;
      const name = `${siteOf(event)} ${event.target ?? ''}`;
      let page = pages.get(name);
      if (!page) {
        page = openPage(event, detach(name), detach);
        pages.set(page.name, page);
      }
      note(page, event, event.source, detach);
      if (!page.told) page.told = isStuffing(page);
      if (page.told) markDue(due, page);
    },
    drain: (emit) => {
      for (const page of takeDue(due)) emit(draftOf(page));
    },
    evicted: () => pages.evicted(),
  };
}

const openPage = (event: WebEvent, name: string, detach: Detach): Page => ({
  name, site: detach(siteOf(event)), path: detach((event.target ?? '').slice(0, 200)), trail: { ...openTrail(event), count: 0 },
  windowStart: timeOf(event), refused: 0, accepted: 0, sources: new Map(), usual: null, inside: null, listed: [], told: false, due: false,
});

// Four parameters on purpose: what is kept must be detached.
function note(page: Page, event: WebEvent, source: string, detach: Detach): void {
  if (!page.told && timeOf(event) - page.windowStart > WINDOW) {
    page.windowStart = timeOf(event);
    page.refused = page.accepted = page.trail.count = 0;
    page.sources.clear();
  }
  if (!isRefused(page, event)) {
    page.accepted += 1;
    // Who was refused before and then gets in is worth a line, whoever it is.
    if (page.sources.has(source)) page.inside ??= telling(event);
    return;
  }
  page.refused += 1;
  if (page.trail.count === 0) page.trail = openTrail(event);
  else extend(page.trail, event);
  const times = page.sources.get(source);
  if (times !== undefined || page.sources.size < SOURCES_KEPT) page.sources.set(times === undefined ? detach(source) : source, (times ?? 0) + 1);
  if (page.told) remember(page.listed, source, SOURCES_LISTED, detach);
}

/** By status, else by size: the answer to a wrong password is the page again. */
function isRefused(page: Page, { status, bytes }: WebEvent): boolean {
  if (status >= 400) return true;
  if (status >= 300 || bytes === null) return false;
  page.usual ??= bytes;
  return Math.abs(bytes - page.usual) <= ALIKE;
}

function isStuffing(page: Page): boolean {
  const { refused, accepted, sources } = page;
  if (refused < REFUSALS || sources.size < SOURCES || refused < REFUSED_SHARE * (refused + accepted)) return false;
  const few = [...sources].filter(([, times]) => times <= FEW);
  if (few.length < SOURCES) return false;
  page.listed.push(...few.slice(0, SOURCES_LISTED).map(([source]) => source));
  return true;
}

function draftOf({ name, site, path, trail, sources, refused, accepted, inside, listed: shown }: Page): FindingDraft {
  return {
    detector: webStuffing.name, category: 'brute-force', family: 'distributed-web', key: name,
    title: `Password guessing at ${path} from many sources`, severity: inside ? 'medium' : 'low', confidence: 'medium',
    progress: inside ? 'cannot-tell' : 'attempt', attack: [{ tactic: 'credential-access', technique: 'T1110.004' }],
    sources: [...shown], targets: [path], users: [], hosts: site === '' ? [] : [site], count: Math.max(1, refused),
    first: timeOrNull(trail.first), last: timeOrNull(trail.last), lines: citedLines(trail, inside ? [inside] : []), taint: [],
    reason: `${path} refused ${plural(sources.size, 'source')} in ${plural(refused, 'try', 'tries')} ${between(trail.first, trail.last)}, and let `
      + `${accepted === 0 ? 'nobody' : plural(accepted, 'try', 'tries')} in.${inside ? ' One that was refused before then got another answer.' : ''}`,
    benign: 'A login page that is out of order and refuses everybody, or an application with an old password on many devices.',
  };
}
