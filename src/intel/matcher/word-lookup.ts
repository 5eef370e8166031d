import { HASH_PRIME, HASH_START, finished, hashOf } from '../packed/hash.ts';
import type { IndicatorKind } from '../../domain/indicator-kind.ts';
import type { KeyCode } from '../packed/layout.ts';
import { KEYS, URL_HOST, WITH_PORT } from '../packed/layout.ts';
import type { OpenIndex } from '../packed/open-index.ts';
import { findAddress, findKey, findRange4, findRange6, mayHold, notesOfKey } from '../packed/open-index.ts';
import { addressHash } from '../packed/tables.ts';
import { ipv4Text } from '../values/ipv4.ts';
import { ipv6Number, ipv6Of } from '../values/ipv6.ts';
import { urlKey } from '../values/url.ts';
import { LOWER } from './characters.ts';
import type { Hit } from './hit.ts';

/** Looks up pieces of a line in all feeds; what it finds goes to `hit`. */
export interface WordLookup {
  address(value: number, line: Buffer, from: number, to: number): void;
  address6(text: string, from: number, to: number): void;
  name(line: Buffer, from: number, to: number): void;
  digest(line: Buffer, from: number, to: number): void;
  /** A key of one kind, as it stands. */
  key(text: string, codes: readonly number[], place: { readonly from: number; readonly to: number }): void;
}

const AT = 64;
const DOT = 46;
const LONGEST_MAIL_NAME = 64;
const LONGEST_URL = 2_048;
const URL_END = /[\s"'<>`|^\\]/;

type Indexed = readonly (readonly [number, OpenIndex])[];
type OnHit = (hit: Hit) => void;

export function openWordLookup(feeds: readonly OpenIndex[], hit: OnHit): WordLookup {
  const indexed: Indexed = [...feeds.entries()];
  const withMail = indexed.filter(([, { codes }]) => codes.has(KEYS.email));
  const digest = Buffer.alloc(64);
  return {
    // Four parameters on purpose: this runs for every address.
    address: (value, line, from, to) => {
      const hash = addressHash(value);
      for (const [feed, index] of indexed) {
        if (mayHold(index, hash)) addressIn([feed, index], { line, from, to, value, hash }, hit);
        if (index.v4From.length === 0) continue;
        const note = findRange4(index, value);
        if (note >= 0) hit({ feed, note, kind: 'ipv4', value: ipv4Text(value), from, to, port: null });
      }
    },
    address6: (text, from, to) => {
      const value = ipv6Of(text);
      if (value === null) return;
      const number = ipv6Number(value);
      for (const [feed, index] of indexed) {
        const note = findRange6(index, number);
        if (note >= 0) hit({ feed, note, kind: 'ipv6', value, from, to, port: null });
      }
    },
    name: (line, from, to) => {
      let hash = HASH_START;
      for (let at = to - 1; at >= from; at -= 1) {
        const byte = line[at] ?? 0;
        // A dot ends what stands to its right: a parent of the whole name.
        if (byte === DOT && at + 1 < to) nameIn(indexed, { line, from: at + 1, to, whole: false, hash: finished(hash) }, hit);
        hash = Math.imul(hash ^ (LOWER[byte] ?? 0), HASH_PRIME);
      }
      nameIn(indexed, { line, from, to, whole: true, hash: finished(hash) }, hit);
      if (withMail.length > 0 && from > 0 && line[from - 1] === AT) mailIn(withMail, line, { from, to }, hit);
    },
    digest: (line, from, to) => {
      const length = digest.write(line.toString('latin1', from, to), 'hex');
      keyIn(indexed, { text: digest.toString('latin1', 0, length), codes: [KEYS.digest, KEYS.tlsKey], from, to }, hit);
    },
    key: (text, codes, place) => { keyIn(indexed, { text, codes, ...place }, hit); },
  };
}

function addressIn([feed, index]: Indexed[number], { line, from, to, value, hash }: Met, hit: OnHit): void {
  const first = findAddress(index, value, hash);
  for (let entry = first; entry >= 0 && index.v4Values[entry] === value; entry += 1) {
    const [tag = 0, note = 0] = [index.v4Tags[entry], index.v4Notes[entry]];
    if (tag === URL_HOST) urlIn([feed, index], line, from, hit);
    else hit({ feed, note, kind: 'ipv4', value: ipv4Text(value), from, to, port: tag >= WITH_PORT ? tag - WITH_PORT : null });
  }
}

/** From the host to the end of the URL: whole, and without what follows `?`. Four parameters on purpose: rare and plain. */
function urlIn([feed, index]: Indexed[number], line: Buffer, from: number, hit: OnHit): void {
  const written = urlFrom(line, from);
  const whole = urlKey(written);
  if (whole === null) return;
  const cut = whole.indexOf('?');
  for (const value of cut < 0 ? [whole] : [whole, whole.slice(0, cut)]) {
    const bytes = Buffer.from(value);
    const first = findKey(index, { bytes, from: 0, to: bytes.length, lower: null }, hashOf(bytes, 0, bytes.length));
    if (first < 0) continue;
    for (const { note } of notesOfKey(index, first, (code) => code === KEYS.url)) hit({ feed, note, kind: 'url', value, from, to: from + written.length, port: null });
  }
}

function nameIn(indexed: Indexed, place: NamePlace, hit: OnHit): void {
  for (const [feed, index] of indexed) {
    if (!mayHold(index, place.hash)) continue;
    const first = findKey(index, { bytes: place.line, from: place.from, to: place.to, lower: LOWER }, place.hash);
    if (first >= 0) namedIn([feed, index], first, place, hit);
  }
}

/** Four parameters on purpose: rare, and each is a different thing. */
function namedIn([feed, index]: Indexed[number], first: number, { line, from, to, whole }: NamePlace, hit: OnHit): void {
  const wanted = (code: number): boolean => code === KEYS.domain || (whole && (code <= KEYS.urlHost || code === KEYS.fileName));
  for (const { code, note } of notesOfKey(index, first, wanted)) {
    if (code === KEYS.urlHost) urlIn([feed, index], line, from, hit);
    else hit({ feed, note, kind: code === KEYS.fileName ? 'file-name' : 'domain', value: line.toString('latin1', from, to).toLowerCase(), from, to, port: null });
  }
}

/** Four parameters on purpose: rare and plain. */
function mailIn(indexed: Indexed, line: Buffer, { from, to }: { readonly from: number; readonly to: number }, hit: OnHit): void {
  let start = from - 1;
  while (start > 0 && from - start <= LONGEST_MAIL_NAME && isMailName(line[start - 1] ?? 0)) start -= 1;
  keyIn(indexed, { text: line.toString('latin1', start, to).toLowerCase(), codes: [KEYS.email], from: start, to }, hit);
}

interface KeyPlace {
  readonly text: string;
  readonly codes: readonly number[];
  readonly from: number;
  readonly to: number;
}

function keyIn(indexed: Indexed, { text, codes, from, to }: KeyPlace, hit: OnHit): void {
  const bytes = Buffer.from(text, 'latin1');
  const hash = hashOf(bytes, 0, bytes.length);
  for (const [feed, index] of indexed) {
    const first = mayHold(index, hash) ? findKey(index, { bytes, from: 0, to: bytes.length, lower: null }, hash) : -1;
    if (first < 0) continue;
    for (const { note, code } of notesOfKey(index, first, (one) => codes.includes(one))) hit({ feed, note, kind: kindOf(code, text.length), value: shown(code, text), from, to, port: null });
  }
}

const DIGEST_KINDS: Readonly<Record<number, IndicatorKind | undefined>> = { 16: 'md5', 20: 'sha1', 32: 'sha256', 64: 'sha512' };
const isBinary = (code: KeyCode): boolean => code === KEYS.digest || code === KEYS.tlsKey;
const shown = (code: KeyCode, text: string): string => (isBinary(code) ? Buffer.from(text, 'latin1').toString('hex') : text);

function kindOf(code: KeyCode, length: number): IndicatorKind {
  switch (code) {
    case KEYS.digest: return DIGEST_KINDS[length] ?? 'sha256';
    case KEYS.domain: case KEYS.exactDomain: case KEYS.urlHost: return 'domain';
    case KEYS.url: return 'url';
    case KEYS.email: return 'email';
    case KEYS.cve: return 'cve';
    case KEYS.path: return 'path';
    case KEYS.fileName: return 'file-name';
    case KEYS.userAgent: return 'user-agent';
    case KEYS.sshKey: return 'ssh-key';
    case KEYS.tlsKey: return 'tls-key';
    default: return code satisfies never;
  }
}

interface Met {
  readonly line: Buffer;
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly hash: number;
}
interface NamePlace {
  readonly line: Buffer;
  readonly hash: number;
  readonly from: number;
  readonly to: number;
  readonly whole: boolean;
}

const isMailName = (byte: number): boolean =>
  (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || '._%+=-'.includes(String.fromCharCode(byte));

/** Slashes of JSON are escaped in some logs. */
function urlFrom(line: Buffer, from: number): string {
  const text = line.toString('latin1', from, Math.min(line.length, from + LONGEST_URL)).replaceAll('\\/', '/');
  const end = text.search(URL_END);
  return end < 0 ? text : text.slice(0, end);
}
