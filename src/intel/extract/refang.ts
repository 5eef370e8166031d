import { FORMS } from './defanged-forms.ts';
import type { Place } from './defanged-forms.ts';

/**
 * Undoes what writers do so that nobody clicks: `hxxp`, `[.]`, `(dot)`, `[:]//`, `{at}`, blanks around dots, escaped dots,
 * bracketed ports. What was written can be found again, place by place.
 */
export interface Refanged {
  readonly text: string;
  /** Where a character of `text` stands in what was written. */
  rawAt(index: number): number;
  /** Whether anything between two places of `text` was written otherwise. */
  changed(from: number, to: number): boolean;
}

const ALL = new RegExp(FORMS.map(({ pattern }, index) => `(?<f${index}>${pattern})`).join('|'), 'gu');

interface Segment {
  readonly clean: number;
  readonly raw: number;
  readonly changed: boolean;
}

export function refang(text: string): Refanged {
  const segments: Segment[] = [];
  let clean = '';
  let done = 0;
  let url = -1;
  const keep = (until: number): void => {
    if (until <= done) return;
    segments.push({ clean: clean.length, raw: done, changed: false });
    clean += text.slice(done, until);
    done = until;
  };
  for (const match of text.matchAll(ALL)) {
    const { index } = match;
    if (url >= 0 && /[\s"'<>]/.test(text.slice(Math.max(url, done), index))) url = -1;
    const meant = meaningOf(match, { text, index, url });
    if (meant === null) continue;
    keep(index);
    segments.push({ clean: clean.length, raw: index, changed: meant !== match[0] });
    clean += meant;
    done = index + match[0].length;
    if (meant.endsWith('://')) url = done;
  }
  keep(text.length);
  return { text: clean, rawAt: placer(segments, text.length, clean.length), changed: changes(segments) };
}

function meaningOf(match: RegExpExecArray, at: Place): string | null {
  const named = Object.entries<string | undefined>(match.groups ?? {}).find(([, found]) => found !== undefined);
  const form = FORMS[Number(named?.[0].slice(1))];
  if (form === undefined) return null;
  return typeof form.to === 'string' ? form.to : form.to(match[0], at);
}

/** Clean text and raw text run side by side inside a segment that was kept, and not inside one that was replaced. */
function placer(segments: readonly Segment[], rawLength: number, cleanLength: number): (index: number) => number {
  return (index) => {
    if (index >= cleanLength) return rawLength;
    const found = segmentAt(segments, index);
    if (found === undefined) return index;
    return found.changed ? found.raw : found.raw + index - found.clean;
  };
}

function changes(segments: readonly Segment[]): (from: number, to: number) => boolean {
  return (from, to) => {
    for (let at = indexAt(segments, from); at < segments.length; at += 1) {
      const one = segments[at];
      if (one === undefined || one.clean >= to) return false;
      if (one.changed && (segments[at + 1]?.clean ?? Number.POSITIVE_INFINITY) > from) return true;
    }
    return false;
  };
}

const segmentAt = (segments: readonly Segment[], index: number): Segment | undefined => segments[indexAt(segments, index)];

/** The last segment that begins at or before the place; of several that begin there the last. */
function indexAt(segments: readonly Segment[], index: number): number {
  let [low, high] = [0, segments.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((segments[middle]?.clean ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

