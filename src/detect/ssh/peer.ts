import { canonicalAddress } from '../address.ts';

/**
 * Where sshd wrote the other end: ` from HOST port N`. `at` is where ` from ` begins, `tail` where what follows the
 * peer begins. A user name may hold the same words, so which of several is sshd's own must be told by the grammar.
 */
export interface Peer {
  at: number;
  hostAt: number;
  hostEnd: number;
  /** -1 where there is no port. */
  portAt: number;
  tail: number;
}

export const openPeer = (): Peer => ({ at: -1, hostAt: -1, hostEnd: -1, portAt: -1, tail: -1 });

const FROM = ' from ';
const PORT = ' port ';
/** A user name is cut at 100 characters by sshd; more candidates than this is no record of its making. */
const CANDIDATES = 24;
const [ZERO, NINE, DOT] = [48, 57, 46] as const;

/** An address in canonical form, or the host name as written; null for `UNKNOWN` and what is neither. */
export function hostIn(text: string, start: number, end: number): string | null {
  let plain = true;
  for (let at = start; at < end && plain; at += 1) {
    const code = text.charCodeAt(at);
    plain = (code >= ZERO && code <= NINE) || code === DOT;
  }
  const word = text.slice(start, end);
  if (plain) return word.length >= 7 && word.length <= 15 ? word : null;
  if (word === 'UNKNOWN' || word.length > 255) return null;
  return canonicalAddress(word) ?? (/^[\w.:%-]+$/.test(word) ? word : null);
}

/** Reads `HOST[ port N]` at `hostAt`; false where no host stands there. */
export function readHostPort(text: string, hostAt: number, end: number, peer: Peer): boolean {
  const space = text.indexOf(' ', hostAt);
  const hostEnd = space < 0 || space > end ? end : space;
  if (hostEnd === hostAt) return false;
  peer.hostAt = hostAt;
  peer.hostEnd = hostEnd;
  peer.portAt = -1;
  peer.tail = hostEnd;
  if (!text.startsWith(PORT, hostEnd)) return true;
  let at = hostEnd + PORT.length;
  while (at < end && at < hostEnd + 12 && isDigit(text.charCodeAt(at))) at += 1;
  if (at === hostEnd + PORT.length) return true;
  peer.portAt = hostEnd + PORT.length;
  peer.tail = at;
  return true;
}

const isDigit = (code: number): boolean => code >= ZERO && code <= NINE;

/** The last ` from HOST[ port N]` that ends the record: right wherever sshd writes nothing after the peer. */
export function readLastFrom(text: string, start: number, end: number, peer: Peer): boolean {
  const at = text.lastIndexOf(FROM, end - 1);
  if (at < start || !readHostPort(text, at + FROM.length, end, peer)) return false;
  peer.at = at;
  return peer.tail === end;
}

/** `HOST port N` right before `tailAt`, after a user name that may hold anything: `… root 192.0.2.1 port 22`. */
export function readHostBefore(text: string, start: number, end: number, peer: Peer): boolean {
  const port = text.lastIndexOf(PORT, end - 1);
  const hostEnd = port < start ? end : port;
  const hostAt = text.lastIndexOf(' ', hostEnd - 1) + 1;
  const from = Math.max(hostAt, start);
  if (!readHostPort(text, from, end, peer) || peer.tail !== end) return false;
  peer.at = from - 1;
  return true;
}

export interface AuthLogHints {
  /** The account does not exist, so its name is whatever the client sent. */
  readonly unknownUser: boolean;
  /** sshd writes something after the peer for this method (key, certificate, client host). */
  readonly hasInfo: boolean;
  /** The other end as earlier records of this process tell it. */
  readonly known: string | null;
}

/**
 * `[…]USER from HOST port N ssh2[: INFO]`, where USER and, for some methods, INFO are the client's words. The common
 * case has one candidate; with several the grammar decides, then what the process said before; else nobody is named.
 */
export function readAuthPeer(
  text: string, span: { readonly start: number; readonly end: number }, hints: () => AuthLogHints, peer: Peer,
): boolean {
  const { start, end } = span;
  const last = text.lastIndexOf(FROM, end - 1);
  if (last < start) return false;
  const single = text.indexOf(FROM, start) === last;
  if (readHostPort(text, last + FROM.length, end, peer) && single) {
    peer.at = last;
    return peer.tail === end || (peer.portAt > 0 && tailOf(text, peer.tail, end) !== 'none');
  }
  const found = candidatesIn(text, start, end);
  if (found.length === 0) return readLastFrom(text, start, end, peer);
  const chosen = found.length > CANDIDATES ? undefined : choose(found, hints());
  if (!chosen || !readHostPort(text, chosen.at + FROM.length, end, peer)) return false;
  peer.at = chosen.at;
  return true;
}

type Tail = 'none' | 'ended' | 'strict-info' | 'info';

/** What stands after `port N`. */
function tailOf(text: string, tail: number, end: number): Tail {
  if (tail === end) return 'ended';
  const version = text.startsWith(' ssh2', tail) || text.startsWith(' ssh1', tail);
  const after = version ? tail + 5 : tail;
  if (after === end) return 'ended';
  if (text.startsWith(': ', after)) return isKeyInfo(text.slice(after + 2, end)) ? 'strict-info' : 'info';
  return version && text.charCodeAt(after) === 32 ? 'info' : 'none';
}

const KEY = /^[A-Z][A-Z0-9-]{1,30}(?:-CERT)? (?:SHA256:[A-Za-z0-9+/=]{10,60}|(?:MD5:)?(?:[0-9a-f]{2}:){15}[0-9a-f]{2})/;

/** sshd's own words for a key: nothing, a certificate or the client's claims may follow the fingerprint. */
function isKeyInfo(info: string): boolean {
  const match = KEY.exec(info);
  if (!match) return false;
  const rest = info.slice(match[0].length);
  if (rest === '') return true;
  if (rest.startsWith(', client user "')) return rest.endsWith('"');
  return rest.startsWith(' ID ') && / \(serial \d{1,20}\) CA [A-Z][A-Z0-9-]{1,30} (?:SHA256|MD5):[A-Za-z0-9+/=:]{10,60}$/.test(rest);
}

interface Candidate {
  readonly at: number;
  readonly tail: Tail;
  readonly host: string | null;
}

function candidatesIn(text: string, start: number, end: number): readonly Candidate[] {
  const found: Candidate[] = [];
  const peer = openPeer();
  for (let at = text.indexOf(FROM, start); at >= 0 && at < end; at = text.indexOf(FROM, at + 1)) {
    if (!readHostPort(text, at + FROM.length, end, peer) || peer.portAt < 0) continue;
    const tail = tailOf(text, peer.tail, end);
    // A claimed name may go on right after a forged peer; such a one is no candidate.
    if (tail !== 'none') found.push({ at, tail, host: hostIn(text, peer.hostAt, peer.hostEnd) });
    if (found.length > CANDIDATES) break;
  }
  return found;
}

function choose(found: readonly Candidate[], { unknownUser, hasInfo, known }: AuthLogHints): Candidate | undefined {
  const asBefore = known === null ? undefined : found.findLast(({ host }) => host === known);
  if (asBefore) return asBefore;
  if (found.length === 1) return found[0];
  const ended = found.findLast(({ tail }) => tail === 'ended');
  if (!hasInfo) return ended ?? found[0];
  const strict = found.filter(({ tail }) => tail === 'strict-info' || tail === 'ended');
  const fitting = strict.length > 0 ? strict : found;
  if (new Set(fitting.map(({ host }) => host)).size === 1) return fitting.at(-1);
  return unknownUser ? undefined : fitting[0];
}
