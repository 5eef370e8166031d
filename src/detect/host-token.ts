import { canonicalAddress } from './address.ts';

const [ZERO, NINE, DOT] = [48, 57, 46] as const;

/** Digits and dots only, read by hand: this runs for most lines of an authentication log. */
function isDotted(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if ((code < ZERO || code > NINE) && code !== DOT) return false;
  }
  return true;
}

/** An address in canonical form, or the host name as written; null for `UNKNOWN` and what is neither. */
export function hostIn(text: string, start: number, end: number): string | null {
  if (isDotted(text, start, end)) return end - start >= 7 && end - start <= 15 ? text.slice(start, end) : null;
  if (end - start > 255) return null;
  const word = text.slice(start, end);
  if (word === 'UNKNOWN') return null;
  return canonicalAddress(word) ?? (/^[\w.:%-]+$/.test(word) ? word : null);
}

/** Of what `hostIn` answers: an address, not a name. */
export const isAddress = (host: string): boolean => isDotted(host, 0, host.length) || host.includes(':');
