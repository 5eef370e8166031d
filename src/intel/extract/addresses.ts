import { canonical } from '../values/canonical.ts';
import { ipv4Of } from '../values/ipv4.ts';
import { ipv6Of } from '../values/ipv6.ts';
import type { Piece, Text } from './found.ts';
import { isVersion } from './versions.ts';

const FOUR = /(?<![\p{L}\p{N}_.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5}|\/\d{1,2}|\s?-\s?\d{1,3}(?:\.\d{1,3}){3})?(?![\p{L}\p{N}_])/gu;
/** What IPv6 addresses are made of, without regard to how: the rest is checked. */
const SIX = /(?<![\p{L}\p{N}_:.])(?:\[[0-9A-Fa-f:.]{2,45}\]:\d{1,5}|[0-9A-Fa-f:]{2,39}(?:\d{1,3}(?:\.\d{1,3}){3})?(?:\/\d{1,3})?)(?![\p{L}\p{N}_:])/gu;

export function* addressesIn(text: Text): Generator<Piece> {
  for (const { 0: found, index } of text.text.matchAll(FOUR)) {
    const piece = fourOf(text, found, index);
    if (piece !== null) yield piece;
  }
  for (const { 0: found, index } of text.text.matchAll(SIX)) {
    const piece = sixOf(found, index);
    if (piece !== null) yield piece;
  }
}

function fourOf(text: Text, found: string, from: number): Piece | null {
  const bare = /^[0-9.]+/.exec(found)?.[0] ?? '';
  // `1.2.3.4.5` is a version or an object identifier, `1.2.3.4-5` a version of a package.
  if (/^(?:\.\d|-\d|[-~+][a-z])/i.test(text.text.slice(from + found.length, from + found.length + 2)) && found === bare) return null;
  if (ipv4Of(bare) === null || (!text.defanged(from, from + bare.length) && isVersion(text.text, bare, from))) return null;
  const rest = found.slice(bare.length);
  const port = rest.startsWith(':') ? canonical('ip-port', found) : null;
  if (port !== null) return { kind: 'ip-port', value: port, from, to: from + found.length };
  const block = /^(?:\/|\s?-)/.test(rest) ? canonical('cidr', found) : null;
  if (block !== null) return { kind: 'cidr', value: block, from, to: from + found.length };
  return { kind: 'ipv4', value: bare, from, to: from + bare.length };
}

function sixOf(found: string, from: number): Piece | null {
  const to = from + found.length;
  if (found.startsWith('[')) {
    const value = canonical('ip-port', found);
    return value === null ? null : { kind: 'ip-port', value, from, to };
  }
  const [bare = '', bits] = found.split('/');
  const value = ipv6Of(bare);
  // `::` alone, `a::b` of a programming language and `12::30` are no addresses that anybody reports.
  if (value === null || bare.length < 5 || (!/\d/.test(bare) && bare.split(':').length < 5)) return null;
  const block = bits === undefined ? null : canonical('cidr', found);
  return block === null ? { kind: 'ipv6', value, from, to: from + bare.length } : { kind: 'cidr', value: block, from, to };
}
