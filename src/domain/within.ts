/**
 * Addresses, CIDR blocks and host names, compared by meaning and not by spelling: `::ffff:10.0.0.1`, `012.0.0.1`
 * (octal, as inet_aton reads it) and `[fe80::1%eth0]` are the addresses they stand for.
 */
export interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** No written address is longer; longer text is not looked at. */
const LONGEST = 64;
const PART4 = /^(?:0[xX][0-9a-fA-F]{1,2}|0[0-7]{0,3}|[1-9][0-9]{0,2})$/;
const PART6 = /^[0-9a-fA-F]{1,4}$/;
const MAPPED = 0xffffn;
const WIDTH = { 4: 32n, 6: 128n } as const;

export function addressOf(text: string): Address | null {
  if (text.length === 0 || text.length > LONGEST) return null;
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  if (!bare.includes(':')) {
    const value = readV4(bare);
    return value === null ? null : { version: 4, value };
  }
  const value = readV6(bare.split('%', 1)[0] ?? '');
  if (value === null) return null;
  return value >> 32n === MAPPED ? { version: 4, value: value & 0xffffffffn } : { version: 6, value };
}

function readV4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!PART4.test(part)) return null;
    const number = /^0[0-7]+$/.test(part) ? Number.parseInt(part, 8) : Number(part);
    if (number > 255) return null;
    value = (value << 8n) | BigInt(number);
  }
  return value;
}

function readV6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = groupsOf(halves[0] ?? '', halves.length === 1);
  const tail = groupsOf(halves[1] ?? '', true);
  if (!head || !tail) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => 0n), ...tail];
  return groups.reduce((value, group) => (value << 16n) | group, 0n);
}

/** The 16-bit groups of one side of `::`; dotted IPv4 may end the address only. */
function groupsOf(text: string, mayEndDotted: boolean): readonly bigint[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: bigint[] = [];
  for (const [at, part] of parts.entries()) {
    if (PART6.test(part)) {
      groups.push(BigInt(`0x${part}`));
      continue;
    }
    const dotted = mayEndDotted && at === parts.length - 1 ? readV4(part) : null;
    if (dotted === null) return null;
    groups.push(dotted >> 16n, dotted & 0xffffn);
  }
  return groups;
}

/** One spelling for each address (RFC 5952) and host name; other text comes back in lower case. */
export function canonicalPlace(text: string): string {
  const address = addressOf(text);
  return address ? spell(address) : text.toLowerCase().replace(/\.$/, '');
}

function spell({ version, value }: Address): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join('.');
  const groups = Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - at * 16)) & 0xffffn).toString(16));
  const [from, length] = longestZeros(groups);
  if (length < 2) return groups.join(':');
  return `${groups.slice(0, from).join(':')}::${groups.slice(from + length).join(':')}`;
}

function longestZeros(groups: readonly string[]): readonly [number, number] {
  let best: readonly [number, number] = [0, 0];
  for (let from = 0; from < groups.length; from += 1) {
    let length = 0;
    while (groups[from + length] === '0') length += 1;
    if (length > best[1]) best = [from, length];
  }
  return best;
}

interface Block {
  readonly base: Address;
  readonly bits: number;
}

function blockOf(text: string): Block | null {
  const slash = text.indexOf('/');
  const base = addressOf(slash < 0 ? text : text.slice(0, slash));
  if (!base) return null;
  const width = Number(WIDTH[base.version]);
  if (slash < 0) return { base, bits: width };
  const written = text.slice(slash + 1);
  // A mapped base (`::ffff:10.0.0.0/104`) counts its bits from the IPv6 start.
  const bits = Number(written) - (base.version === 4 && text.includes(':') ? 96 : 0);
  return /^[0-9]{1,3}$/.test(written) && bits >= 0 && bits <= width ? { base, bits } : null;
}

/**
 * Whether `value` (an address or a host name) lies in `place`: an address, a CIDR block, a host name, or `*.` and a
 * domain. A name is never resolved, and a name never matches an address.
 */
export function within(value: string, place: string): boolean {
  const block = blockOf(place);
  const address = addressOf(value);
  if (block) return address !== null && inBlock(address, block);
  if (address) return false;
  const [name, wanted] = [canonicalPlace(value), canonicalPlace(place)];
  return wanted.startsWith('*.') ? name.endsWith(wanted.slice(1)) : name === wanted;
}

function inBlock(address: Address, { base, bits }: Block): boolean {
  if (address.version !== base.version) return false;
  const shift = WIDTH[base.version] - BigInt(bits);
  return address.value >> shift === base.value >> shift;
}

export const withinAny = (value: string, places: readonly string[]): boolean =>
  places.some((place) => within(value, place));

/** The same machine, where one record writes `web7` and another `web7.example.org`. */
export function sameHost(one: string, other: string): boolean {
  const [a, b] = [canonicalPlace(one), canonicalPlace(other)];
  if (a === b) return true;
  if (addressOf(one) || addressOf(other)) return false;
  return (!a.includes('.') && b.startsWith(`${a}.`)) || (!b.includes('.') && a.startsWith(`${b}.`));
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8',
  '169.254.0.0/16', 'fc00::/7', 'fe80::/10', '::1'];
export const isPrivate = (value: string): boolean => withinAny(value, PRIVATE);

/** The neighbourhood one renter usually holds: /24 of IPv4, /64 of IPv6. Null for a name. */
export function subnetOf(value: string): string | null {
  const address = addressOf(value);
  if (!address) return null;
  const bits = address.version === 4 ? 24n : 64n;
  const shift = WIDTH[address.version] - bits;
  return `${spell({ version: address.version, value: (address.value >> shift) << shift })}/${bits}`;
}
