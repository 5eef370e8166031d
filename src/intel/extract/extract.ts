import { reservedAs } from '../reserved.ts';
import { addressesIn } from './addresses.ts';
import type { Found, Piece, Text } from './found.ts';
import { namesIn } from './names.ts';
import { patternsIn } from './patterns.ts';
import type { Refanged } from './refang.ts';
import { refang } from './refang.ts';
import { urlsIn } from './urls.ts';

export type { Found } from './found.ts';

/** In order of how much they take in: what lies inside a piece that was taken is part of it. */
const READERS: readonly ((text: Text) => Iterable<Piece>)[] = [urlsIn, patternsIn, addressesIn, namesIn];
/** Longer lines are data; their start is looked at. */
const LINE_LIMIT = 65_536;

/** Every indicator in a text, in order, line by line; parts of a larger one (the host of a URL) are not told apart. */
export function extract(text: string): readonly Found[] {
  const found: Found[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    found.push(...inLine(line.slice(0, LINE_LIMIT), at));
    at += line.length + 1;
  }
  return found;
}

function inLine(line: string, base: number): readonly Found[] {
  if (line.length < 4) return [];
  const clean = refang(line);
  const text: Text = { text: clean.text, defanged: (from, to) => clean.changed(from, to) };
  const taken: Piece[] = [];
  for (const reader of READERS) {
    for (const piece of reader(text)) {
      if (!taken.some(({ from, to }) => piece.from < to && from < piece.to)) taken.push(piece);
    }
  }
  return taken.sort((a, b) => a.from - b.from).map((piece) => foundOf(piece, clean, line, base));
}

// Four parameters on purpose: the piece, both texts, where the line begins.
function foundOf({ kind, value, from, to }: Piece, clean: Refanged, line: string, base: number): Found {
  const [start, end] = [clean.rawAt(from), clean.rawAt(to)];
  return {
    kind, value, raw: line.slice(start, end), at: base + start, defanged: clean.changed(from, to),
    reserved: reservedAs(hostIn(kind, value)),
  };
}

/** The address a value holds; the value itself where it is none. */
function hostIn(kind: Found['kind'], value: string): string {
  if (kind === 'cidr') return value.replace(/[/-].*$/, '');
  if (kind !== 'ip-port' && kind !== 'url') return value;
  const bracketed = /^\[([^\]]+)\]/.exec(value)?.[1];
  return bracketed ?? value.replace(/[:/?].*$/, '');
}
