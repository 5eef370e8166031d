import type { IndicatorKind, IndicatorUse } from '../../domain/indicator-kind.ts';
import { INDICATOR_KINDS, INDICATOR_USES } from '../../domain/indicator-kind.ts';
import type { FeedEntry } from '../reading/entry.ts';

/** What a feed says of an entry, as it is kept: short names, for there are as many as entries. */
export type Note = Omit<FeedEntry, 'value' | 'exact'> & { readonly value: string | null };

const encoder = new TextEncoder();

/** Notes that are alike are kept once; each is a line of JSON, found by where it begins. */
export function openNotes() {
  const known = new Map<string, number>();
  const lines: string[] = [];
  let at = 0;
  return {
    /** Where the note of this entry begins. */
    add: (entry: FeedEntry): number => {
      const line = `${JSON.stringify(rowOf(entry))}\n`;
      const found = known.get(line);
      if (found !== undefined) return found;
      const from = at;
      // Notes that differ in each entry would fill memory twice.
      if (known.size < 65_536) known.set(line, from);
      lines.push(line);
      at += Buffer.byteLength(line);
      return from;
    },
    bytes: (): Uint8Array => encoder.encode(lines.join('')),
  };
}

/** The value is kept only where what is found in a log does not show it: blocks, and addresses with a port. */
function rowOf({ kind, value, use, note, first, last, expires, confidence }: FeedEntry): readonly unknown[] {
  const shown = kind === 'cidr' || kind === 'ip-port' ? value : null;
  return [INDICATOR_KINDS.indexOf(kind), INDICATOR_USES.indexOf(use), note, first, last, expires, confidence, shown];
}

/** Reads a note back; null where the line is none, as in a file that was damaged. */
export function readNote(line: string): Note | null {
  const row = rowIn(line);
  if (row === null) return null;
  const [kindAt, useAt, note, first, last, expires, confidence, value] = row;
  const kind: IndicatorKind | undefined = INDICATOR_KINDS[Number(kindAt)];
  const use: IndicatorUse | undefined = INDICATOR_USES[Number(useAt)];
  if (kind === undefined || use === undefined || typeof note !== 'string') return null;
  return {
    kind, use, note, first: numberIn(first), last: numberIn(last), expires: numberIn(expires), confidence: numberIn(confidence),
    value: typeof value === 'string' ? value : null,
  };
}

const numberIn = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function rowIn(line: string): readonly unknown[] | null {
  try {
    const row: unknown = JSON.parse(line);
    return Array.isArray(row) ? row as readonly unknown[] : null;
  } catch {
    return null; // Told as damage by the caller.
  }
}
