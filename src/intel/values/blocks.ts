import { addressOf, canonicalPlace } from '../../domain/within.ts';
import { ipv4Of, ipv4Text } from './ipv4.ts';
import { ipv6Number, ipv6Of } from './ipv6.ts';

/** A run of addresses; both ends belong to it. */
export interface Block {
  readonly version: 4 | 6;
  readonly from: bigint;
  readonly to: bigint;
}

/** `192.0.2.0/24`, `2001:db8::/32`, and a run written with its ends (`192.0.2.1-192.0.2.9`). Null for anything else. */
export function blockOf(text: string): Block | null {
  const slash = text.indexOf('/');
  if (slash < 0) return runOf(text);
  if (!/^[0-9]{1,3}$/.test(text.slice(slash + 1))) return null;
  const [base, bits] = [text.slice(0, slash), Number(text.slice(slash + 1))];
  const four = ipv4Of(base);
  if (four !== null) return bits > 32 ? null : masked(4, BigInt(four), 32 - bits);
  return ipv6Of(base) === null || bits > 128 ? null : masked(6, ipv6Number(base), 128 - bits);
}

function runOf(text: string): Block | null {
  const ends = /^([0-9.]{7,15})\s?-\s?([0-9.]{7,15})$/.exec(text);
  const [from, to] = [ipv4Of(ends?.[1] ?? ''), ipv4Of(ends?.[2] ?? '')];
  return from === null || to === null || from > to ? null : { version: 4, from: BigInt(from), to: BigInt(to) };
}

function masked(version: 4 | 6, value: bigint, free: number): Block {
  const from = (value >> BigInt(free)) << BigInt(free);
  return { version, from, to: from + (1n << BigInt(free)) - 1n };
}

/** The block with its base cut to its bits; a run of ends as written. */
export function blockText(text: string): string | null {
  const block = blockOf(text);
  if (block === null) return null;
  const slash = text.indexOf('/');
  if (slash < 0) return `${ipv4Text(Number(block.from))}-${ipv4Text(Number(block.to))}`;
  const base = block.version === 4 ? ipv4Text(Number(block.from)) : spell6(block.from);
  return `${base}/${Number(text.slice(slash + 1))}`;
}

function spell6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - at * 16)) & 0xffffn).toString(16));
  return canonicalPlace(groups.join(':'));
}

export function inBlock(address: string, block: Block): boolean {
  const found = addressOf(address);
  return found !== null && found.version === block.version && found.value >= block.from && found.value <= block.to;
}
