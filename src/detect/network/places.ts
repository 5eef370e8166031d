import { addressWithoutPort, canonicalAddress } from '../address.ts';
import type { Fields } from './key-values.ts';
import { fieldOf } from './key-values.ts';

/** An address in canonical form out of a field that holds nothing else, but maybe a port or a prefix length. */
export function addressIn(text: string | null | undefined): string | null {
  if (text === null || text === undefined || text === '') return null;
  const plain = addressWithoutPort(text);
  if (plain !== null) return plain;
  // `192.0.2.1/24`, and `192.0.2.1:80:X1` with an interface behind.
  const end = text.search(/\/|(?<=^[\d.]{7,15}):/);
  return end > 0 ? canonicalAddress(text.slice(0, end)) : null;
}

/** The first of these fields that holds an address. */
export function addressOf(fields: Fields, ...names: readonly string[]): string | null {
  for (const name of names) {
    const address = addressIn(fields.get(name));
    if (address !== null) return address;
  }
  return null;
}

export function portIn(text: string | null | undefined): number | null {
  if (text === null || text === undefined || !/^\d{1,5}$/.test(text)) return null;
  const port = Number(text);
  return port <= 65_535 ? port : null;
}

/** The port of these fields, or the one that stands behind the address in one of them. */
export function portOf(fields: Fields, ...names: readonly string[]): number | null {
  const value = fieldOf(fields, ...names);
  return value === null ? null : portIn(value) ?? portIn(/^(?:[\d.]{7,15}|\[[0-9A-Fa-f:]{2,45}\]):(\d{1,5})(?::|$)/.exec(value)?.[1]);
}

export function numberOf(fields: Fields, ...names: readonly string[]): number | null {
  const text = fieldOf(fields, ...names);
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** `192.0.2.1:80`, `[2001:db8::1]:443`, `192.0.2.1/80`, `192.0.2.1(80)`, `192.0.2.1#80`; the port may be missing. */
export interface Endpoint {
  readonly address: string;
  readonly port: number | null;
}

const WITH_PORT = /^\[?([0-9A-Fa-f:.]{2,45})\]?(?:[:/#](\d{1,5})|\((\d{1,5})\))$/;

export function endpointIn(text: string): Endpoint | null {
  const plain = canonicalAddress(text);
  if (plain !== null) return { address: plain, port: null };
  const match = WITH_PORT.exec(text.slice(0, 60));
  const address = match ? canonicalAddress(match[1] ?? '') : null;
  return address === null ? null : { address, port: portIn(match?.[2] ?? match?.[3]) };
}

const NUMBERS: Readonly<Record<string, string>> = {
  '1': 'icmp', '2': 'igmp', '6': 'tcp', '17': 'udp', '47': 'gre', '50': 'esp', '51': 'ah', '58': 'icmp6', '132': 'sctp',
};

/** `TCP`, `6`, `tcp/https` → `tcp`. */
export function protocolIn(text: string | null | undefined): string | null {
  if (text === null || text === undefined || text === '') return null;
  const word = text.toLowerCase().split('/', 1)[0] ?? '';
  return NUMBERS[word] ?? (/^[a-z][a-z0-9-]{1,15}$/.test(word) ? word : null);
}
