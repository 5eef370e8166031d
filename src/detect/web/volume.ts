import type { WebEvent } from '../../domain/event.ts';
import { hash } from './site-pages.ts';

/** Tens of seconds: short enough to see a burst, long enough for a page with all it loads. */
const SLICE = 10_000;
/** Names of parameters noted for a slice. */
const NAMES = 64;

/** What one source (or one site) asked for in the slice of time that runs, and before. */
export interface Volume {
  slice: number;
  count: number;
  errors: number;
  /** The path asked for most in a busy slice, and how far ahead of all others it is. */
  path: number;
  lead: number;
  /** Hashes of parameter names and bare queries of a busy slice. */
  readonly names: Set<number>;
  /** Slices before with anything in them, and the requests of those. */
  slices: number;
  before: number;
}

export const openVolume = (): Volume => ({
  slice: Number.NaN, count: 0, errors: 0, path: 0, lead: 0, names: new Set(), slices: 0, before: 0,
});

/** Notes a request; true where it begins a new slice. From the `busy`th of a slice on, what is asked for is looked at. */
export function noteVolume(volume: Volume, event: WebEvent, busy: number): boolean {
  const slice = Math.floor((event.time ?? 0) / SLICE);
  const fresh = slice !== volume.slice;
  if (fresh) turn(volume, slice);
  volume.count += 1;
  if (event.status >= 500 || event.status === 429) volume.errors += 1;
  if (volume.count > busy) look(volume, event);
  return fresh;
}

function turn(volume: Volume, slice: number): void {
  if (volume.count > 0) {
    volume.slices += 1;
    volume.before += volume.count;
  }
  volume.slice = slice;
  volume.count = volume.errors = volume.lead = 0;
  if (volume.names.size > 0) volume.names.clear();
}

/** Majority vote over paths: what is asked for in more than half of the requests stays. */
function look(volume: Volume, event: WebEvent): void {
  const query = event.uri.indexOf('?');
  const path = hash(query < 0 ? event.uri : event.uri.slice(0, query));
  if (volume.lead === 0) volume.path = path;
  volume.lead += path === volume.path ? 1 : -1;
  if (query < 0 || volume.names.size >= NAMES) return;
  const end = event.uri.indexOf('=', query);
  volume.names.add(hash(event.uri.slice(query + 1, end < 0 ? query + 40 : end)));
}

/** Requests a slice, in the mean of the slices before. */
export const usualOf = ({ slices, before }: Volume): number => (slices === 0 ? 0 : before / slices);

/** Whether most of a busy slice asked for one and the same path. */
export const isOnePath = ({ count, lead }: Volume): boolean => lead * 2 > count;
