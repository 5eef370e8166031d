import { isIP } from 'node:net';

/** An address in free text: as canonical text, and where it stands. */
export interface FoundAddress {
  readonly address: string;
  readonly start: number;
  readonly end: number;
}

const MAPPED = '::ffff:';
/** Addresses looked at in one text; a line that holds more is a list, and accuses nobody. */
const LIMIT = 64;
/** Dotted quads and colon groups, each linear: a quad is bounded, a group holds one class only. */
const CANDIDATE = /\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]{1,39}(?:\.\d{1,3}){0,3}/g;

/** Canonical form of an address: lower case, no brackets, no zone, IPv4 out of its IPv6 mapping; null where it is none. */
export function canonicalAddress(text: string): string | null {
  if (text.length > 64) return null;
  let address = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  const zone = address.indexOf('%');
  if (zone > 0) address = address.slice(0, zone);
  const lower = address.toLowerCase();
  if (lower.startsWith(MAPPED) && isIP(lower.slice(MAPPED.length)) === 4) return lower.slice(MAPPED.length);
  return isIP(lower) === 0 ? null : lower;
}

/** Canonical form of an address that may carry a port: `1.2.3.4:80`, `[2001:db8::1]:443`. */
export function addressWithoutPort(text: string): string | null {
  const plain = canonicalAddress(text);
  if (plain !== null) return plain;
  const colon = text.lastIndexOf(':');
  if (colon < 0 || text.length - colon > 6) return null;
  const host = text.slice(0, colon);
  return host.includes(':') && !host.endsWith(']') ? null : canonicalAddress(host);
}

/** Every address in the text, in order. Version numbers and parts of longer words are none. */
export function findAddresses(text: string): readonly FoundAddress[] {
  const found: FoundAddress[] = [];
  for (const match of text.matchAll(CANDIDATE)) {
    const one = addressAt(text, match.index, match[0]) ?? quadAfterColon(text, match.index, match[0]);
    if (one) found.push(one);
    if (found.length >= LIMIT) break;
  }
  return found;
}

/** `source:192.0.2.1`: letters before the colon may be hexadecimal by chance. */
function quadAfterColon(text: string, start: number, candidate: string): FoundAddress | null {
  const quad = /:(\d{1,3})$/.exec(candidate.split('.', 1)[0] ?? '');
  if (!quad || !candidate.includes('.')) return null;
  const skipped = quad.index + 1;
  return addressAt(text, start + skipped, candidate.slice(skipped));
}

function addressAt(text: string, start: number, candidate: string): FoundAddress | null {
  const raw = candidate.endsWith(':') && !candidate.endsWith('::') ? candidate.slice(0, -1) : candidate;
  const address = canonicalAddress(raw);
  if (address === null || address === '::') return null;
  const end = start + raw.length;
  if (partOfWord(text.charCodeAt(start - 1)) || !endsCleanly(text, end)) return null;
  return { address, start, end };
}

/** A letter, digit, dot, underscore or hyphen: then the address is a piece of something longer. */
const partOfWord = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
  || code === 46 || code === 95 || code === 45;

/** Some programs write `address.port`; any other digit or letter after it makes it part of something longer. */
function endsCleanly(text: string, end: number): boolean {
  const next = text.charCodeAt(end);
  if (next === 46) return !/^\.(?:\d{1,3}(?!\d)|\w*[A-Za-z_])/.test(text.slice(end, end + 12));
  if (next === 45) return !/^-\w/.test(text.slice(end, end + 2));
  return !partOfWord(next);
}
