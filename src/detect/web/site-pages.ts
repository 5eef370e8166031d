import type { WebEvent } from '../../domain/event.ts';
import type { Keyed } from '../window.ts';
import { openKeyed } from '../window.ts';
import { decodeText } from './decode.ts';

/** Sites and sizes remembered; a busy site has a few thousand page sizes. */
const SITES = 512;
const SIZES = 4_096;
/** One size for so many different requests is the site's page for everything, or its way to say "not found". */
const SHARED_BY = 3;

/** What an answer says about a request that should have found nothing. */
export type Answered = 'served' | 'usual' | 'refused' | 'cannot-tell';

/** An answer as far as it is needed to judge it later, when more of the site is known. */
export interface Answer {
  readonly site: string;
  readonly status: number;
  readonly bytes: number | null;
  /** Length of the request target: pages that repeat it grow with it. */
  readonly length: number;
}

/** The usual answers of each site: sizes of its error pages, and of pages it gives for anything asked. */
export interface SitePages {
  learn(event: WebEvent): void;
  judge(answer: Answer): Answered;
  evicted(): number;
}

interface Site {
  readonly notFound: Map<number, number>;
  /** Hashes of what was asked, by size of the answer, apart for ordinary requests and for attacks. */
  readonly pages: Map<number, number[]>;
  readonly echoes: Map<number, number[]>;
  readonly probes: Map<number, number[]>;
}

export const siteOf = (event: WebEvent): string => event.site ?? event.host ?? '';
export const answerOf = (event: WebEvent): Answer =>
  ({ site: siteOf(event), status: event.status, bytes: event.bytes, length: event.uri.length });

export function openSitePages(): SitePages {
  const sites = openKeyed<Site>(SITES, () => false);
  return {
    learn: (event) => { learn(sites, event); },
    judge: (answer) => judge(sites.get(answer.site), answer),
    evicted: () => sites.evicted(),
  };
}

function learn(sites: Keyed<Site>, event: WebEvent): void {
  if (event.bytes === null || event.method === 'HEAD') return;
  if (event.status !== 200 && event.status !== 404) return;
  const name = siteOf(event);
  let site = sites.get(name);
  if (!site) {
    site = { notFound: new Map(), pages: new Map(), echoes: new Map(), probes: new Map() };
    sites.set(name, site);
  }
  if (event.status === 404) {
    if (site.notFound.size < SIZES) site.notFound.set(event.bytes, (site.notFound.get(event.bytes) ?? 0) + 1);
    return;
  }
  if (event.suspicious) noteMark(site.probes, event.bytes, hash(askedFor(event.uri)));
  else {
    // A size that is settled, or has no room, is not noted: the request need not be hashed.
    const pages = site.pages.get(event.bytes);
    if (pages === undefined ? site.pages.size < SIZES : pages.length < SHARED_BY) noteMark(site.pages, event.bytes, hash(event.uri));
    noteMark(site.echoes, event.bytes - event.uri.length, event.uri.length);
  }
}

const unsettled = (sizes: Map<number, number[]>, size: number): boolean => (sizes.get(size)?.length ?? 0) < SHARED_BY;

/** Notes who else got this size; three different ones are enough to know. */
function noteMark(sizes: Map<number, number[]>, size: number, mark: number): void {
  const known = sizes.get(size);
  if (known === undefined) {
    if (sizes.size < SIZES) sizes.set(size, [mark]);
  } else if (known.length < SHARED_BY && !known.includes(mark)) known.push(mark);
}

function judge(site: Site | undefined, { status, bytes, length }: Answer): Answered {
  if (status !== 200 && status !== 206) return 'refused';
  if (bytes === null || !site) return 'cannot-tell';
  if (bytes === 0 || site.notFound.has(bytes)) return 'usual';
  const shared = (sizes: Map<number, number[]>, size: number): boolean => !unsettled(sizes, size);
  if (shared(site.pages, bytes) || shared(site.probes, bytes) || shared(site.echoes, bytes - length)) return 'usual';
  return site.notFound.size > 0 ? 'served' : 'cannot-tell';
}

/** The file at the end of a probe, so that ten spellings of one path count as one. */
function askedFor(uri: string): string {
  const decoded = decodeText(uri.slice(0, 2_048));
  const words = decoded.split(/[^a-z0-9_.-]+/).filter((word) => /[a-z]/.test(word));
  return words.at(-1) ?? decoded;
}

/** FNV-1a over the characters: collisions only make two requests look alike. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  const end = Math.min(text.length, 1_024);
  for (let at = 0; at < end; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}
