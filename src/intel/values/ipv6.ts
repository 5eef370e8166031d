import { addressOf, canonicalPlace } from '../../domain/within.ts';

/** An IPv6 address in its one spelling (RFC 5952); null for anything else, a mapped IPv4 address included. */
export function ipv6Of(text: string): string | null {
  if (!/^[0-9A-Fa-f:.]{2,45}$/.test(text)) return null;
  return addressOf(text)?.version === 6 ? canonicalPlace(text) : null;
}

/** As a number of 128 bits. */
export const ipv6Number = (text: string): bigint => addressOf(text)?.value ?? 0n;
