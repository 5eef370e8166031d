import { hasKnownEnd } from '../values/domain.ts';
import { keyOfParts, urlParts } from '../values/url.ts';
import { ipv4Of } from '../values/ipv4.ts';
import { ipv6Of } from '../values/ipv6.ts';
import type { Piece, Text } from './found.ts';

const URL = /(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,9}:\/\/[^\s"'<>`|\\^\p{Cc}]{3,2048}/gu;
/** The host without a scheme, and a path: `example.com/x`, `192.0.2.9:8080/x`, `[2001:db8::1]:80/x`. */
const BARE = /(?<![\p{L}\p{N}_@/\\.:-])(?:\[[0-9A-Fa-f:.]{2,45}\]|[\p{L}\p{N}_][\p{L}\p{N}._-]{2,252})(?::\d{1,5})?\/[^\s"'<>`|\\^\p{Cc}]{0,2048}/gu;
const CLOSING: Readonly<Record<string, string | undefined>> = { ')': '(', ']': '[', '}': '{' };
const OPENING: Readonly<Record<string, string | undefined>> = { '(': ')', '[': ']', '{': '}' };
const CLOSINGS = [')', ']', '}'] as const;

export function* urlsIn(text: Text): Generator<Piece> {
  for (const { 0: found, index } of text.text.matchAll(URL)) {
    const piece = pieceOf(text, found, index);
    if (piece !== null) yield piece;
  }
  for (const { 0: found, index } of text.text.matchAll(BARE)) {
    const piece = pieceOf(text, found, index);
    if (piece !== null && isSaid(text, found, piece)) yield piece;
  }
}

function pieceOf(text: Text, found: string, from: number): Piece | null {
  const written = trimmed(text, found, from);
  const parts = urlParts(unbracketed(written));
  if (parts === null || !isHost(parts.host)) return null;
  return { kind: 'url', value: keyOfParts(parts), from, to: from + written.length };
}

/** An IPv6 address without its brackets cannot be told from a port by rule; eight groups can. */
const unbracketed = (url: string): string =>
  url.replace(/^([A-Za-z][A-Za-z0-9+.-]{1,9}:\/\/)((?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4})(?=[/?#]|$)/, '$1[$2]');

const isHost = (host: string): boolean => ipv4Of(host) !== null || ipv6Of(host) !== null || hasKnownEnd(host);

/** What a sentence puts after a URL is not of it, unless the writer wrote it as one of his dots. */
function trimmed(text: Text, found: string, from: number): string {
  let end = found.length;
  const more = new Map<string, number>(CLOSINGS.map((closing) => [closing, count(found, closing) - count(found, CLOSING[closing] ?? '')]));
  while (end > 0) {
    const last = found.charAt(end - 1);
    const loose = (more.get(last) ?? 0) > 0;
    if (!loose && (!/[.,;:!?*[({]/.test(last) || text.defanged(from + end - 1, from + end))) break;
    const pair = CLOSING[last] === undefined ? OPENING[last] : last;
    if (pair !== undefined) more.set(pair, (more.get(pair) ?? 0) + (pair === last ? -1 : 1));
    end -= 1;
  }
  return found.slice(0, end);
}

const count = (text: string, char: string): number => text.split(char).length - 1;

/** Without a scheme a slash may be anything: a block of addresses, a product and its version, either/or. */
function isSaid(text: Text, found: string, { from, to }: Piece): boolean {
  if (/^[0-9.]+\/\d{1,3}$/.test(found.slice(0, to - from)) || /^\[?[0-9A-Fa-f:]+\]?\/\d{1,3}$/.test(found.slice(0, to - from))) return false;
  const host = found.slice(0, found.indexOf('/'));
  if (text.defanged(from, from + host.length) || /^[0-9.:[\]A-Fa-f]+$/.test(host) || /^www\./i.test(host)) return true;
  const labels = host.split('.');
  return labels.length >= 2 && /^[a-z]{2,}(?::\d+)?$/.test(labels.at(-1) ?? '') && !/\.(?:py|sh|md|rs|pl|so|cc|app|zip|mov|name|id|is|in|it|to)$/i.test(host);
}
