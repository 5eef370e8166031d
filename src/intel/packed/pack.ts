import type { PackedFeed } from '../../domain/feed.ts';
import type { FeedEntry } from '../reading/entry.ts';
import { blockOf } from '../values/blocks.ts';
import type { Block } from '../values/blocks.ts';
import { ipv4Of } from '../values/ipv4.ts';
import { ipv6Number } from '../values/ipv6.ts';
import { urlParts } from '../values/url.ts';
import { hashOf } from './hash.ts';
import type { KeyCode, Sections } from './layout.ts';
import { ADDRESS, KEYS, layOut, URL_HOST, WITH_PORT } from './layout.ts';
import { keyBytes, keyCode } from './keys.ts';
import { openNotes } from './notes.ts';
import type { Noted } from './ranges.ts';
import { flatten } from './ranges.ts';
import { addressHash, fillFilter, fillTable } from './tables.ts';

interface Address {
  readonly value: number;
  readonly tag: number;
  readonly note: number;
}
interface Key {
  /** The bytes as characters, for an order of their own. */
  readonly text: string;
  readonly code: KeyCode;
  readonly note: number;
}
interface Sorted {
  readonly addresses: Address[];
  readonly keys: Key[];
  readonly blocks: Noted<Block>[];
}

/** Makes a feed ready for looking up: numbers side by side, so that a million of them load as one piece. */
export function packFeed(entries: readonly FeedEntry[]): PackedFeed {
  const notes = openNotes();
  const sorted: Sorted = { addresses: [], keys: [], blocks: [] };
  for (const entry of entries) sortIn(entry, notes.add(entry), sorted);
  const addresses = unique(sorted.addresses, (a, b) => a.value - b.value || a.tag - b.tag);
  const keys = unique(sorted.keys, (a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.code - b.code));
  return { index: layOut({ ...addressSections(addresses), ...rangeSections(sorted.blocks), ...keySections(keys, addresses) }), notes: notes.bytes() };
}

function sortIn(entry: FeedEntry, note: number, { addresses, keys, blocks }: Sorted): void {
  const { kind, value } = entry;
  const code = keyCode(kind, entry.exact);
  if (code !== null) keys.push({ text: textOf(keyBytes(kind, value)), code, note });
  if (kind === 'ipv4') addresses.push({ value: ipv4Of(value) ?? 0, tag: ADDRESS, note });
  else if (kind === 'ipv6') blocks.push({ value: lone6(value), note });
  else if (kind === 'cidr') blocks.push(...[blockOf(value)].flatMap((block) => (block === null ? [] : [{ value: block, note }])));
  else if (kind === 'ip-port') sortPort(value, note, { addresses, keys, blocks });
  else if (kind === 'url') sortHost(value, note, { addresses, keys, blocks });
}

const lone6 = (value: string): Block => ({ version: 6, from: ipv6Number(value), to: ipv6Number(value) });
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');

/** An address of version 6 is looked up without its port, which the note keeps. */
function sortPort(value: string, note: number, { addresses, blocks }: Sorted): void {
  const cut = value.lastIndexOf(':');
  const four = ipv4Of(value.slice(0, cut));
  if (four === null) blocks.push({ value: lone6(value.slice(1, cut - 1)), note });
  else addresses.push({ value: four, tag: WITH_PORT | Number(value.slice(cut + 1)), note });
}

/** The host of a URL leads to it: only where that is met, the rest is looked at. */
function sortHost(url: string, note: number, { addresses, keys }: Sorted): void {
  const host = urlParts(url)?.host ?? '';
  const four = ipv4Of(host);
  if (four !== null) addresses.push({ value: four, tag: URL_HOST, note });
  else if (!host.includes(':')) keys.push({ text: host, code: KEYS.urlHost, note });
}

/** In order, each once: of two the later entry stays, which a feed adds when it knows more. */
function unique<Item>(items: Item[], order: (a: Item, b: Item) => number): Item[] {
  items.sort(order);
  return items.filter((item, at) => {
    const next = items[at + 1];
    return next === undefined || order(item, next) !== 0;
  });
}

function addressSections(addresses: readonly Address[]): Pick<Sections, 'v4Values' | 'v4Tags' | 'v4Notes' | 'v4Table'> {
  const v4Values = Uint32Array.from(addresses, ({ value }) => value);
  return {
    v4Values, v4Tags: Uint32Array.from(addresses, ({ tag }) => tag), v4Notes: Uint32Array.from(addresses, ({ note }) => note),
    v4Table: fillTable(v4Values.length, (at) => (at > 0 && v4Values[at] === v4Values[at - 1] ? null : addressHash(v4Values[at] ?? 0))),
  };
}

function rangeSections(blocks: readonly Noted<Block>[]): Pick<Sections, 'v4From' | 'v4To' | 'v4RangeNotes' | 'v6From' | 'v6To' | 'v6RangeNotes'> {
  const four = flatten(blocks.filter(({ value }) => value.version === 4));
  const six = flatten(blocks.filter(({ value }) => value.version === 6));
  const words = (value: bigint): readonly number[] => [96n, 64n, 32n, 0n].map((shift) => Number((value >> shift) & 0xffffffffn));
  return {
    v4From: Uint32Array.from(four, ({ from }) => Number(from)), v4To: Uint32Array.from(four, ({ to }) => Number(to)),
    v4RangeNotes: Uint32Array.from(four, ({ note }) => note),
    v6From: Uint32Array.from(six.flatMap(({ from }) => words(from))), v6To: Uint32Array.from(six.flatMap(({ to }) => words(to))),
    v6RangeNotes: Uint32Array.from(six, ({ note }) => note),
  };
}

function keySections(keys: readonly Key[], addresses: readonly Address[]): Pick<Sections, 'keyOffsets' | 'keyCodes' | 'keyNotes' | 'keyTable' | 'filter' | 'heap'> {
  const heap = new Uint8Array(keys.reduce((sum, { text }) => sum + text.length, 0));
  const keyOffsets = new Uint32Array(keys.length + 1);
  const hashes = new Uint32Array(keys.length);
  let at = 0;
  for (const [index, { text }] of keys.entries()) {
    heap.set(Buffer.from(text, 'latin1'), at);
    keyOffsets[index] = at;
    at += text.length;
    hashes[index] = hashOf(heap, at - text.length, at);
  }
  keyOffsets[keys.length] = at;
  return {
    keyOffsets, heap, keyCodes: Uint32Array.from(keys, ({ code }) => code), keyNotes: Uint32Array.from(keys, ({ note }) => note),
    keyTable: fillTable(keys.length, (index) => (index > 0 && keys[index]?.text === keys[index - 1]?.text ? null : hashes[index] ?? 0)),
    filter: fillFilter([hashes, Uint32Array.from(addresses, ({ value }) => addressHash(value))]),
  };
}
