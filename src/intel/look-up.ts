import type { IndicatorKind } from '../domain/indicator-kind.ts';
import { finished, HASH_PRIME, HASH_START, hashOf } from './packed/hash.ts';
import { keyBytes, keyCode } from './packed/keys.ts';
import { ADDRESS, KEYS, WITH_PORT } from './packed/layout.ts';
import type { OpenIndex } from './packed/open-index.ts';
import { findAddress, findKey, findRange4, findRange6, notesOfKey } from './packed/open-index.ts';
import { ipv4Of } from './values/ipv4.ts';
import { ipv6Number } from './values/ipv6.ts';
import type { Value } from './values/canonical.ts';

/** Where the notes begin of all entries that speak of a value: itself, a block around an address, a parent of a name. */
export function lookUp(index: OpenIndex, { kind, value }: Value): readonly number[] {
  if (kind === 'ipv4') return ofAddress(index, ipv4Of(value) ?? 0, null);
  if (kind === 'ipv6') return ofSix(index, value);
  if (kind === 'ip-port') return ofPort(index, value);
  if (kind === 'cidr') return [];
  if (kind === 'domain') return ofName(index, value);
  return ofKey(index, kind, value);
}

function ofAddress(index: OpenIndex, value: number, port: number | null): readonly number[] {
  const notes: number[] = [];
  const first = findAddress(index, value);
  for (let entry = first; entry >= 0 && index.v4Values[entry] === value; entry += 1) {
    const tag = index.v4Tags[entry] ?? 0;
    const wanted = tag === ADDRESS || (tag >= WITH_PORT && tag < 2 * WITH_PORT && (port === null || tag - WITH_PORT === port));
    if (wanted) notes.push(index.v4Notes[entry] ?? 0);
  }
  const range = findRange4(index, value);
  return range < 0 ? notes : [...notes, range];
}

function ofSix(index: OpenIndex, value: string): readonly number[] {
  const note = findRange6(index, ipv6Number(value));
  return note < 0 ? [] : [note];
}

function ofPort(index: OpenIndex, value: string): readonly number[] {
  const cut = value.lastIndexOf(':');
  const four = ipv4Of(value.slice(0, cut));
  return four === null ? ofSix(index, value.slice(1, cut - 1)) : ofAddress(index, four, Number(value.slice(cut + 1)));
}

function ofName(index: OpenIndex, name: string): readonly number[] {
  const bytes = keyBytes('domain', name);
  const notes: number[] = [];
  let hash = HASH_START;
  for (let at = bytes.length - 1; at >= -1; at -= 1) {
    const byte = bytes[at] ?? 0;
    if (at < 0 || byte === 46) {
      const first = findKey(index, { bytes, from: at + 1, to: bytes.length, lower: null }, finished(hash));
      const whole = at < 0;
      if (first >= 0) for (const { note } of notesOfKey(index, first, (code) => code === KEYS.domain || (whole && code === KEYS.exactDomain))) notes.push(note);
    }
    hash = Math.imul(hash ^ byte, HASH_PRIME);
  }
  return notes;
}

function ofKey(index: OpenIndex, kind: IndicatorKind, value: string): readonly number[] {
  const wanted = keyCode(kind, false);
  const bytes = keyBytes(kind, value);
  const first = findKey(index, { bytes, from: 0, to: bytes.length, lower: null }, hashOf(bytes, 0, bytes.length));
  if (first < 0) return [];
  const digest = wanted === KEYS.digest || wanted === KEYS.tlsKey;
  return [...notesOfKey(index, first, (code) => code === wanted || (digest && (code === KEYS.digest || code === KEYS.tlsKey)))].map(({ note }) => note);
}
