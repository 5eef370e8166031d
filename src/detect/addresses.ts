import type { Detach } from '../domain/detach.ts';
import type { Codes } from './record.ts';

/** Addresses kept, a power of two; one takes the slot of its number and turns out whoever was there. */
const SLOTS = 16_384;
const SHIFT = 18;
/** Spreads numbers over the upper bits (Knuth's multiplicative hashing). */
const GOLDEN = 0x9e3779b1;
const [ZERO, DOT] = [48, 46] as const;

/** 255.255.255.255, which is nobody's address. */
export const NO_QUAD = -1;

/** A plain IPv4 address as read: its number, and where what was read ends. */
export interface Quad {
  quad: number;
  quadEnd: number;
}

/** Reads `192.0.2.1`, written without leading zeros, between two places; `NO_QUAD` where it is none. */
// Four parameters on purpose: this runs for every line.
export function readQuad({ codes, from }: Codes, start: number, end: number, into: Quad): void {
  let quad = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  let at = start;
  for (; at < end; at += 1) {
    const code = codes[from + at] ?? 0;
    if (code === DOT && digits > 0 && dots < 3) {
      quad = (quad << 8) | part;
      dots += 1;
      part = 0;
      digits = 0;
    } else if (fits(part, digits, code - ZERO)) {
      part = part * 10 + code - ZERO;
      digits += 1;
    } else break;
  }
  into.quad = dots === 3 && digits > 0 ? (quad << 8) | part : NO_QUAD;
  into.quadEnd = at;
}

/** Whether one more digit may stand in a part: no leading zero, nothing past 255. */
const fits = (part: number, digits: number, digit: number): boolean =>
  digit >= 0 && digit <= 9 && (digits === 0 || part > 0) && part * 10 + digit <= 255;

/** The string of an address, from its number and the text that writes it. */
export type AddressOf = (text: string, start: number, quad: Quad) => string;

/** IPv4 addresses as one string each, found by number: no slice is made, hashed and compared for each record. */
export function openAddresses(detach: Detach): AddressOf {
  const quads = new Int32Array(SLOTS).fill(NO_QUAD);
  const texts: string[] = Array.from({ length: SLOTS }, () => '');
  return (text, start, { quad, quadEnd }) => {
    const slot = Math.imul(quad, GOLDEN) >>> SHIFT;
    const known = texts[slot];
    if (quads[slot] === quad && known !== undefined) return known;
    const address = detach(text.slice(start, quadEnd));
    quads[slot] = quad;
    texts[slot] = address;
    return address;
  };
}
