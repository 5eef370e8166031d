import type { KeyCode, Sections } from './layout.ts';
import { sectionsOf } from './layout.ts';
import { addressHash, filterShift } from './tables.ts';

/** A packed feed, ready to be asked. */
export interface OpenIndex extends Sections {
  readonly shift: number;
  /** Kinds of keys it holds. */
  readonly codes: ReadonlySet<number>;
}

export function openIndex(bytes: Uint8Array): OpenIndex | null {
  const sections = sectionsOf(bytes);
  return sections === null ? null : { ...sections, shift: filterShift(sections.filter), codes: new Set(sections.keyCodes) };
}

/** Whether a hash may be of something the feed holds: false is certain. */
export function mayHold({ filter, shift }: OpenIndex, hash: number): boolean {
  const bit = hash >>> shift;
  return ((filter[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
}

/** The first of the entries of an address; -1 where there is none. Those after it with the same value are its own too. */
export function findAddress({ v4Table, v4Values }: OpenIndex, value: number, hash: number = addressHash(value)): number {
  const mask = v4Table.length - 1;
  for (let slot = hash & mask, looks = 0; looks <= mask; slot = (slot + 1) & mask, looks += 1) {
    const entry = (v4Table[slot] ?? 0) - 1;
    if (entry < 0) return -1;
    if (v4Values[entry] === value) return entry;
  }
  return -1;
}

/** What is compared with a key: bytes of a line, letters as if they were small, or as they are. */
export interface Bytes {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly lower: Uint8Array | null;
}

/** The first of the entries of a key; -1 where there is none. Those after it with the same bytes are its own too. */
export function findKey(index: OpenIndex, key: Bytes, hash: number): number {
  const { keyTable } = index;
  const mask = keyTable.length - 1;
  for (let slot = hash & mask, looks = 0; looks <= mask; slot = (slot + 1) & mask, looks += 1) {
    const entry = (keyTable[slot] ?? 0) - 1;
    if (entry < 0) return -1;
    if (sameKey(index, entry, key)) return entry;
  }
  return -1;
}

function sameKey({ keyOffsets, heap }: OpenIndex, entry: number, { bytes, from, to, lower }: Bytes): boolean {
  const start = keyOffsets[entry] ?? 0;
  if ((keyOffsets[entry + 1] ?? 0) - start !== to - from) return false;
  for (let at = from, other = start; at < to; at += 1, other += 1) {
    const byte = bytes[at] ?? 0;
    if ((lower === null ? byte : lower[byte]) !== heap[other]) return false;
  }
  return true;
}

/** Notes of the entries of one key that are of a wanted kind. */
export function* notesOfKey(index: OpenIndex, first: number, wanted: (code: number) => boolean): Generator<{ readonly code: KeyCode; readonly note: number }> {
  for (let entry = first; entry === first || sameAsBefore(index, entry); entry += 1) {
    const code = (index.keyCodes[entry] ?? 0) as KeyCode;
    if (wanted(code)) yield { code, note: index.keyNotes[entry] ?? 0 };
  }
}

function sameAsBefore({ keyOffsets, heap, keyCodes }: OpenIndex, entry: number): boolean {
  if (entry >= keyCodes.length) return false;
  const [before = 0, start = 0, end = 0] = [keyOffsets[entry - 1], keyOffsets[entry], keyOffsets[entry + 1]];
  if (end - start !== start - before) return false;
  for (let at = 0; at < end - start; at += 1) if (heap[before + at] !== heap[start + at]) return false;
  return true;
}

/** The note of the block around an address of version 4; -1 where there is none. */
export function findRange4({ v4From, v4To, v4RangeNotes }: OpenIndex, value: number): number {
  let [low, high] = [0, v4From.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if ((v4From[middle] ?? 0) > value) high = middle - 1;
    else if ((v4To[middle] ?? 0) < value) low = middle + 1;
    else return v4RangeNotes[middle] ?? -1;
  }
  return -1;
}

/** The same for version 6. */
export function findRange6({ v6From, v6To, v6RangeNotes }: OpenIndex, value: bigint): number {
  const at = (words: Uint32Array, index: number): bigint =>
    (BigInt(words[index * 4] ?? 0) << 96n) | (BigInt(words[index * 4 + 1] ?? 0) << 64n) | (BigInt(words[index * 4 + 2] ?? 0) << 32n) | BigInt(words[index * 4 + 3] ?? 0);
  let [low, high] = [0, v6RangeNotes.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (at(v6From, middle) > value) high = middle - 1;
    else if (at(v6To, middle) < value) low = middle + 1;
    else return v6RangeNotes[middle] ?? -1;
  }
  return -1;
}
