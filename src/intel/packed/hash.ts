/** FNV-1a, from the end to the start: the hash of a name's parents comes by the way. */
export const HASH_START = 0x811c9dc5;
export const HASH_PRIME = 0x01000193;

/** Spreads a running hash over all bits: FNV leaves the low ones alike. */
export function finished(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x45d9f3b);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

export function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = HASH_START;
  for (let at = to - 1; at >= from; at -= 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), HASH_PRIME);
  return finished(hash);
}
