import { finished } from './hash.ts';

/** Slots for each entry, at least: half-full tables end a search after one or two looks. */
const ROOM = 2;
/** Bits for each entry: one look then tells nine of ten absent values. */
const FILTER_BITS = 12;

const powerAbove = (count: number): number => 2 ** Math.ceil(Math.log2(Math.max(32, count)));

/** The hash of an address as a number. */
export const addressHash = (value: number): number => finished(value | 0);

/** Open addressing: each slot holds the number of an entry and one, 0 where it is free. Entries of null hash are found by those before. */
export function fillTable(count: number, hashAt: (index: number) => number | null): Uint32Array {
  const table = new Uint32Array(count === 0 ? 0 : powerAbove(count * ROOM));
  const mask = table.length - 1;
  for (let index = 0; index < count; index += 1) {
    const hash = hashAt(index);
    if (hash === null) continue;
    let slot = hash & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = index + 1;
  }
  return table;
}

export function fillFilter(hashes: readonly Uint32Array[]): Uint32Array {
  const count = hashes.reduce((sum, some) => sum + some.length, 0);
  const filter = new Uint32Array(powerAbove(count * FILTER_BITS) / 32);
  const shift = filterShift(filter);
  for (const some of hashes) {
    for (const hash of some) {
      const bit = hash >>> shift;
      filter[bit >>> 5] = (filter[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }
  return filter;
}

/** The upper bits tell the place in the filter, the lower ones that in the table. */
export const filterShift = (filter: Uint32Array): number => 32 - Math.log2(filter.length * 32);
