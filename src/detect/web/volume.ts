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
  /** The path asked for most in a busy slice, and how far ahead of all others it is. */
  path: number;
  lead: number;
  /** Hashes of parameter names and bare queries of a busy slice; null until there is one. */
  names: Set<number> | null;
  /** Slices before with anything in them, and the requests of those. */
  slices: number;
  before: number;
}

export const openVolume = (): Volume => ({
  slice: -1, count: 0, path: 0, lead: 0, names: null, slices: 0, before: 0,
});

/** The slice that a time lies in. */
export const sliceOf = (time: number): number => Math.floor(time / SLICE);

/** Notes a request of a slice; true where it is the first. From the `busy`th on, what is asked for is looked at. */
// Four parameters on purpose: this runs for every request.
export function noteVolume(volume: Volume, event: WebEvent, slice: number, busy: number): boolean {
  if (slice !== volume.slice) {
    turn(volume, slice);
    return true;
  }
  volume.count += 1;
  if (volume.count > busy) look(volume, event);
  return false;
}

function turn(volume: Volume, slice: number): void {
  if (volume.count > 0) {
    volume.slices += 1;
    volume.before += volume.count;
  }
  volume.slice = slice;
  volume.count = 1;
  volume.lead = 0;
  volume.names?.clear();
}

/** Majority vote over paths: what is asked for in more than half of the requests stays. */
function look(volume: Volume, event: WebEvent): void {
  const query = event.uri.indexOf('?');
  const path = hash(query < 0 ? event.uri : event.uri.slice(0, query));
  if (volume.lead === 0) volume.path = path;
  volume.lead += path === volume.path ? 1 : -1;
  if (query < 0) return;
  volume.names ??= new Set();
  if (volume.names.size >= NAMES) return;
  const end = event.uri.indexOf('=', query);
  volume.names.add(hash(event.uri.slice(query + 1, end < 0 ? query + 40 : end)));
}

/** Requests a slice, in the mean of the slices before. */
export const usualOf = ({ slices, before }: Volume): number => (slices === 0 ? 0 : before / slices);

/** Whether most of a busy slice asked for one and the same path. */
export const isOnePath = ({ count, lead }: Volume): boolean => lead * 2 > count;
