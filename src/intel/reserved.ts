import { addressOf } from '../domain/within.ts';
import type { Block } from './values/blocks.ts';
import { blockOf, inBlock } from './values/blocks.ts';

/** Addresses that nobody on the internet holds, by the registries of IANA (RFC 6890 and those after it). */
const RANGES: readonly (readonly [string, readonly string[]])[] = [
  ['this network', ['0.0.0.0/8', '::/128']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
  ['shared by carriers', ['100.64.0.0/10']],
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  ['documentation', ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20']],
  ['protocol assignments', ['192.0.0.0/24', '192.88.99.0/24']],
  ['benchmarking', ['198.18.0.0/15', '2001:2::/48']],
  ['multicast', ['224.0.0.0/4', 'ff00::/8']],
  ['reserved', ['240.0.0.0/4']],
];

const BLOCKS: readonly (readonly [string, Block])[] = RANGES.flatMap(([name, ranges]) =>
  ranges.flatMap((range) => {
    const block = blockOf(range);
    return block === null ? [] : [[name, block] as const];
  }));

/** What keeps an address from being anybody's on the internet; null for one that can be. */
export function reservedAs(address: string): string | null {
  if (addressOf(address) === null) return null;
  return BLOCKS.find(([, block]) => inBlock(address, block))?.[0] ?? null;
}
