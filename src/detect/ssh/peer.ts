import type { Quad } from '../addresses.ts';
import { NO_QUAD, readQuad } from '../addresses.ts';
import { codesOf, digitAt, hasAt, wordEnd } from '../codes.ts';
import { hostIn } from '../host-token.ts';
import type { LogRecord } from '../record.ts';

/**
 * Where sshd wrote the other end: ` from HOST port N`. `at` is where ` from ` begins, `tail` where what follows the
 * peer begins. A user name may hold the same words, so which of several is sshd's own must be told by the grammar.
 */
export interface Peer extends Quad {
  at: number;
  hostAt: number;
  hostEnd: number;
  /** -1 where there is no port. */
  portAt: number;
  tail: number;
}

export const openPeer = (): Peer =>
  ({ at: -1, hostAt: -1, hostEnd: -1, quad: NO_QUAD, quadEnd: -1, portAt: -1, tail: -1 });

const FROM_WORD = ' from ';
const PORT_WORD = ' port ';
const FROM = codesOf(FROM_WORD);
const PORT = codesOf(PORT_WORD);
/** One more than a port has, so that a longer number is not taken for one. */
const PORT_DIGITS = 6;
/** A user name is cut at 100 characters by sshd; more candidates than this is no record of its making. */
const CANDIDATES = 24;

/** Reads `HOST[ port N]` at `hostAt`; false where no host stands there. */
// Four parameters on purpose, here and below: this runs for every line.
export function readHostPort(record: LogRecord, hostAt: number, end: number, peer: Peer): boolean {
  const hostEnd = readHost(record, hostAt, end, peer);
  if (hostEnd === hostAt) return false;
  peer.portAt = -1;
  peer.tail = hostEnd;
  const portAt = hostEnd + PORT.length;
  if (portAt >= end || !hasAt(record, hostEnd, PORT)) return true;
  const last = Math.min(end, portAt + PORT_DIGITS);
  let at = portAt;
  while (at < last && digitAt(record, at) >= 0) at += 1;
  if (at === portAt) return true;
  peer.portAt = portAt;
  peer.tail = at;
  return true;
}

/** Reads the word at `hostAt`, and answers where it ends. */
function readHost(record: LogRecord, hostAt: number, end: number, peer: Peer): number {
  peer.hostAt = hostAt;
  readQuad(record, hostAt, end, peer);
  const hostEnd = wordEnd(record, peer.quadEnd, end);
  if (hostEnd !== peer.quadEnd) peer.quad = NO_QUAD;
  peer.hostEnd = hostEnd;
  return hostEnd;
}

/** Where the last ` from ` begins, or -1. */
function lastFrom(text: string, start: number, end: number): number {
  const at = text.lastIndexOf(FROM_WORD, end - FROM_WORD.length);
  return at < start ? -1 : at;
}

/** The last ` from HOST[ port N]` that ends the record: right wherever sshd writes nothing after the peer. */
export function readLastFrom(record: LogRecord, start: number, end: number, peer: Peer): boolean {
  if (readNameFrom(record, start, end, peer) && peer.tail === end) return true;
  const at = lastFrom(record.text, start, end);
  if (at < 0 || !readHostPort(record, at + FROM.length, end, peer)) return false;
  peer.at = at;
  return peer.tail === end;
}

/** After a name without spaces, as most are, the first ` from ` is the last: no record needs to be searched for it. */
export function readNameFrom(record: LogRecord, start: number, end: number, peer: Peer): boolean {
  const at = wordEnd(record, start, end);
  if (at + FROM.length >= end || !hasAt(record, at, FROM)) return false;
  peer.at = at;
  return readHostPort(record, at + FROM.length, end, peer);
}

/** `HOST port N` right before `tailAt`, after a user name that may hold anything: `… root 192.0.2.1 port 22`. */
export function readHostBefore(record: LogRecord, start: number, end: number, peer: Peer): boolean {
  const { text } = record;
  const name = wordEnd(record, start, end);
  if (name + 1 < end && readHostPort(record, name + 1, end, peer) && peer.portAt > 0 && peer.tail === end) {
    peer.at = name;
    return true;
  }
  const port = text.lastIndexOf(PORT_WORD, end - 1);
  const hostEnd = port < start ? end : port;
  const hostAt = text.lastIndexOf(' ', hostEnd - 1) + 1;
  const from = Math.max(hostAt, start);
  if (!readHostPort(record, from, end, peer) || peer.tail !== end) return false;
  peer.at = from - 1;
  return true;
}

interface AuthLogHints {
  /** The account does not exist, so its name is whatever the client sent. */
  readonly unknownUser: boolean;
  /** sshd writes something after the peer for this method (key, certificate, client host). */
  readonly hasInfo: boolean;
  /** The other end as earlier records of this process tell it. */
  readonly known: string | null;
}

/**
 * `[…]USER from HOST port N ssh2[: INFO]`, where USER and, for some methods, INFO are the client's words. The common
 * case has one candidate; `several` are for `settleAuthPeer`.
 */
export function readAuthPeer(record: LogRecord, start: number, end: number, peer: Peer): 'found' | 'none' | 'several' {
  const { text } = record;
  const last = lastFrom(text, start, end);
  if (last < 0) return 'none';
  if (!readHostPort(record, last + FROM.length, end, peer)) return 'several';
  if (wordEnd(record, start, last) !== last && text.indexOf(FROM_WORD, start) !== last) return 'several';
  peer.at = last;
  return peer.tail === end || (peer.portAt > 0 && tailOf(text, peer.tail, end) !== 'none') ? 'found' : 'none';
}

/** Several: the grammar decides, then what the process said before; else nobody is named. */
export function settleAuthPeer(
  record: LogRecord, { start, end }: { readonly start: number; readonly end: number }, hints: AuthLogHints, peer: Peer,
): boolean {
  const found = candidatesIn(record, start, end);
  if (found.length === 0) return readLastFrom(record, start, end, peer);
  const chosen = found.length > CANDIDATES ? undefined : choose(found, hints);
  if (!chosen || !readHostPort(record, chosen.at + FROM.length, end, peer)) return false;
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

function candidatesIn(record: LogRecord, start: number, end: number): readonly Candidate[] {
  const { text } = record;
  const found: Candidate[] = [];
  const peer = openPeer();
  for (let at = text.indexOf(FROM_WORD, start); at >= 0 && at < end; at = text.indexOf(FROM_WORD, at + 1)) {
    if (!readHostPort(record, at + FROM.length, end, peer) || peer.portAt < 0) continue;
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
