import { NO_QUAD } from '../addresses.ts';
import { codesOf, hasAt } from '../codes.ts';
import type { AuthSaid } from '../event-of.ts';
import { hostIn } from '../host-token.ts';
import type { Parsed } from '../parser.ts';
import type { SshLine, SshRule } from './line.ts';
import {
  ABUSE, CUT_OFF, LOGIN, notUnderstood, NOTICE, PROBE, quiet, sayOfEnd, sayOfPeer, sayOfProcess, sayOfSeen, TURNED_AWAY,
} from './line.ts';
import { readHostBefore, readHostPort, readLastFrom } from './peer.ts';

const INVALID = codesOf('invalid user ');
const TRYING = codesOf('authenticating user ');
const USER = codesOf('user ');
const REMOTE = codesOf('remote host');

/** Connections that come, go, break the protocol or are turned away. */
export const CONNECT_RULES: readonly SshRule[] = [
  { prefix: 'Received disconnect from ', read: receivedDisconnect },
  { prefix: 'Connection closed by ', read: (line) => leaves(line, 21) },
  { prefix: 'Connection reset by ', read: (line) => leaves(line, 20) },
  { prefix: 'Disconnected from ', read: (line) => leaves(line, 18) },
  { prefix: 'Disconnecting', read: disconnecting },
  { prefix: 'Connection from ', read: (line) => from(line, 16, NOTICE) },
  { prefix: 'Did not receive identification string from ', read: (line) => from(line, 43, PROBE) },
  { prefix: 'Bad protocol version identification ', read: (line) => lastFrom(line, 36, ABUSE) },
  { prefix: 'Bad remote protocol version identification', read: (line) => sayOfProcess(line, ABUSE) },
  { prefix: 'banner exchange: Connection from ', read: (line) => from(line, 33, ABUSE) },
  { prefix: 'ssh_dispatch_run_fatal: Connection from ', read: (line) => beforeReason(line, 40, forged(line) ? ABUSE : PROBE) },
  { prefix: 'Unable to negotiate with ', read: (line) => from(line, 25, ABUSE) },
  { prefix: 'Unable to negotiate a key exchange method', read: (line) => sayOfProcess(line, ABUSE) },
  { prefix: 'no matching ', read: (line) => sayOfProcess(line, ABUSE) },
  { prefix: 'no hostkey alg', read: (line) => sayOfProcess(line, ABUSE) },
  { prefix: 'kex_exchange_identification: ', read: identification },
  { prefix: 'kex protocol error: ', read: (line) => sayOfProcess(line, PROBE) },
  { prefix: 'kex_protocol_error: ', read: (line) => sayOfProcess(line, PROBE) },
  { prefix: 'Protocol major versions differ for ', read: (line) => from(line, 35, ABUSE) },
  { prefix: 'Protocol major versions differ', read: (line) => sayOfProcess(line, ABUSE) },
  { prefix: 'Magic value check failed ', read: (line) => lastFrom(line, 25, ABUSE) },
  { prefix: 'Timeout before authentication for connection from ', read: (line) => from(line, 50, ABUSE) },
  { prefix: 'Timeout before authentication for ', read: (line) => from(line, 34, ABUSE) },
  { prefix: 'Timeout before authentication', read: (line) => sayOfProcess(line, ABUSE) },
  { prefix: 'drop connection #', read: dropped },
  { prefix: 'srclimit_penalise: ', read: penalised },
  { prefix: 'refused connect from ', read: wrapped },
  { prefix: 'libwrap refused connection ', read: wrapped },
  { prefix: 'probed from ', read: (line) => from(line, 12, ABUSE) },
  { prefix: 'scanned from ', read: (line) => from(line, 13, ABUSE) },
  { prefix: 'Could not write ident string to ', read: (line) => from(line, 32, PROBE) },
  { prefix: 'Bad packet length ', read: (line) => sayOfProcess(line, ABUSE) },
  { prefix: 'Corrupted MAC on input', read: (line) => sayOfProcess(line, PROBE) },
  { prefix: 'Read from socket failed: ', read: (line) => sayOfProcess(line, PROBE) },
  { prefix: 'Read error from remote host ', read: (line) => from(line, 28, NOTICE) },
  { prefix: 'Write failed: ', read: (line) => sayOfProcess(line, NOTICE) },
  { prefix: 'Timeout, client not responding', read: (line) => sayOfProcess(line, NOTICE) },
  { prefix: 'ssh_packet_', read: (line) => sayOfProcess(line, NOTICE) },
  { prefix: 'packet_write_wait: Connection ', read: (line) => beforeReason(line, 30, NOTICE) },
  { prefix: 'SSH: Server;', read: highPerformance },
];

/** sshd writes the peer first, then what the other side sent: the first is its own. */
function from(line: SshLine, skip: number, said: AuthSaid): Parsed {
  const { text, start, end, peer } = line;
  const at = start + skip;
  const colon = text.indexOf(':', at);
  // Old wordings end the address with `: `; in an IPv6 address no space follows a colon.
  const stop = text.indexOf(': ', at);
  const last = colon >= 0 && stop >= 0 && stop < end ? stop : end;
  if (!readHostPort(line.record, at, last, peer)) return notUnderstood('a peer is missing');
  return sayOfPeer(line, said);
}

/** What the other side sent comes first, the peer last. */
function lastFrom(line: SshLine, skip: number, said: AuthSaid): Parsed {
  const { start, end, peer } = line;
  if (!readLastFrom(line.record, start + skip - 1, end, peer)) return notUnderstood('a peer is missing');
  return sayOfPeer(line, said);
}

/** `ADDR[ port N]: CODE: what the client says` or, newer, `ADDR port N:CODE: …`: the address comes first. */
function receivedDisconnect(line: SshLine): Parsed {
  const { text, start, end, peer } = line;
  const at = start + 25;
  // The client's library says that its password was refused: only guessing tools give up so.
  const said = line.preauth && text.endsWith(': Auth fail', end) ? REFUSED : NOTICE;
  if (readHostPort(line.record, at, end, peer) && peer.quad !== NO_QUAD && peer.portAt > 0) return sayOfEnd(line, said);
  const stop = text.indexOf(': ', at);
  const last = stop < 0 || stop > end ? end : stop;
  if (!readHostPort(line.record, at, last, peer)) return notUnderstood('a disconnect from nowhere');
  return sayOfEnd(line, said);
}

const REFUSED: AuthSaid = { ...NOTICE, outcome: 'failure', suspicious: true };

/** `[invalid|authenticating] user X ADDR port N`, or the peer alone; X may be empty or hold anything. */
function leaves(line: SshLine, skip: number): Parsed {
  const { record, start, end, peer } = line;
  const at = start + skip;
  if (hasAt(record, at, INVALID)) return leavesAs(line, at + INVALID.length, true);
  if (hasAt(record, at, TRYING)) return leavesAs(line, at + TRYING.length, false);
  if (hasAt(record, at, USER)) return leavesAs(line, at + USER.length, false);
  if (hasAt(record, at, REMOTE)) return sayOfProcess(line, PROBE);
  if (!readHostPort(record, at, end, peer) || peer.tail !== end) return notUnderstood('a peer is missing');
  return sayOfEnd(line, line.preauth ? PROBE : NOTICE);
}

function leavesAs(line: SshLine, userAt: number, unknown: boolean): Parsed {
  const { end, peer } = line;
  if (!readHostBefore(line.record, userAt, end, peer)) return notUnderstood('a peer is missing');
  const user = line.word(line.record, userAt, Math.max(userAt, peer.at));
  const connection = line.connections.of(line.record);
  const silent = line.preauth && connection?.told !== true;
  // The process id may come again: its next connection has told nothing yet.
  if (connection) connection.told = false;
  if (silent) return sayOfPeer(line, unknown ? UNKNOWN_GIVES_UP : GIVES_UP, user);
  return sayOfPeer(line, unknown ? UNKNOWN_LEAVES : NOTICE, user);
}

const UNKNOWN_LEAVES: AuthSaid = { ...REFUSED, unknownUser: true };
/** A server that takes keys alone says nothing of a guess but that its connection ended; one alone may be anybody's. */
const GIVES_UP: AuthSaid = { ...LOGIN, suspicious: false };
const UNKNOWN_GIVES_UP: AuthSaid = { ...LOGIN, unknownUser: true };

const CHANGED = ': Change of username or service not allowed: (';

/** `Disconnecting[ [invalid |authenticating ]user X][ ADDR port N]: REASON` */
function disconnecting(line: SshLine): Parsed {
  const { text, start, end, peer } = line;
  const at = start + 14;
  if (text.charCodeAt(start + 13) === 58) return sayOfProcess(line, gaveUp(text.slice(start + 15, end)));
  // The reason may quote names that the client sent, so its own first words mark the end of the peer.
  const changed = text.indexOf(CHANGED, at);
  const stop = changed >= 0 ? changed : text.lastIndexOf(': ', end);
  if (stop < at) return notUnderstood('a disconnect without a reason');
  const said = changed >= 0 ? { ...ABUSE, action: 'notice' } as const : gaveUp(text.slice(stop + 2, end));
  const unknown = hasAt(line.record, at, INVALID);
  const named = unknown ? at + INVALID.length : hasAt(line.record, at, TRYING) ? at + TRYING.length
    : hasAt(line.record, at, USER) ? at + USER.length : -1;
  if (!readHostBefore(line.record, named < 0 ? at : named, stop, peer)) return sayOfProcess(line, said);
  const user = named < 0 ? null : text.slice(named, Math.max(named, peer.at));
  return sayOfPeer(line, { ...said, unknownUser: unknown }, user);
}

/** What no client of good faith sends: packets whose check or shape is wrong. */
const forged = ({ text, start, end }: SshLine): boolean =>
  / (?:message authentication code incorrect|incomplete message|invalid format|unexpected internal error|Bad packet length)$/.test(text.slice(Math.max(start, end - 60), end));

const gaveUp = (reason: string): AuthSaid =>
  (reason.startsWith('Too many authentication failures') ? CUT_OFF : NOTICE);

/** `[…user X ]ADDR port N: REASON`, where X may hold anything and REASON is sshd's. */
function beforeReason(line: SshLine, skip: number, said: AuthSaid): Parsed {
  const { text, start, end, peer } = line;
  const stop = text.lastIndexOf(': ', end);
  const at = text.startsWith('to ', start + skip) ? start + skip + 3 : start + skip;
  if (stop < at || !readHostBefore(line.record, at, stop, peer)) return sayOfProcess(line, said);
  return sayOfPeer(line, said);
}

/** `client sent invalid protocol identifier …` breaks the protocol; a connection that only ends does not. */
function identification(line: SshLine): Parsed {
  const { text, start } = line;
  const abuse = text.startsWith('client sent invalid', start + 29) || text.startsWith('banner line ', start + 29);
  return sayOfProcess(line, abuse ? ABUSE : PROBE);
}

/** `[ADDR]:PORT on [ADDR]:22 past MaxStartups`, or since 9.8 `… penalty: REASON` */
function dropped(line: SshLine): Parsed {
  const match = /^drop connection #\d{1,10} from \[([^\]]{2,64})\]:(\d{1,5}) on \[[^\]]{2,64}\]:\d{1,5} (.{0,120})/
    .exec(line.text.slice(line.start, line.end));
  if (!match) return notUnderstood('a dropped connection in words that are not known');
  return sayOfText(line, { host: match[1] ?? '', port: match[2] ?? null }, {
    ...PROBE, outcome: 'denied', suspicious: isEarned(match[3] ?? ''),
  });
}

/** Penalties for what was tried; connections without an attempt may be a health check. */
const isEarned = (reason: string): boolean =>
  /penalty: (?:failed authentication|attempted authentication by invalid user|caused crash)/.test(reason);

/** `[ipv4: new ]ADDR/BITS[:] …penalty of N seconds for REASON` */
function penalised(line: SshLine): Parsed {
  const match = /^srclimit_penalise: (?:ipv[46]: new )?([0-9A-Fa-f.:]{2,64})\/(\d{1,3}):? /
    .exec(line.text.slice(line.start, line.end));
  if (!match) return 'quiet';
  const [whole, bits] = [match[1] ?? '', Number(match[2])];
  // A penalty on a whole network names no host.
  const host = bits === (whole.includes(':') ? 128 : 32) ? whole : '';
  return sayOfText(line, { host, port: null }, TURNED_AWAY);
}

/** tcpwrappers: `refused connect from NAME (ADDR)`; the name is DNS's or the client's, the address is not. */
function wrapped(line: SshLine): Parsed {
  const { text, start, end } = line;
  const open = text.lastIndexOf('(', end);
  if (open > start && text.charCodeAt(end - 1) === 41) {
    return sayOfText(line, { host: text.slice(open + 1, end - 1), port: null }, { ...ABUSE, action: 'probe' });
  }
  const word = text.slice(text.lastIndexOf(' ', end - 1) + 1, end);
  return sayOfText(line, { host: word.slice(word.lastIndexOf('@') + 1), port: null }, ABUSE);
}

function sayOfText(
  line: SshLine, { host, port }: { readonly host: string; readonly port: string | null }, said: AuthSaid,
): Parsed {
  const source = hostIn(host, 0, host.length);
  line.seen.source = source === null ? null : line.connections.learn(line.record, source);
  line.seen.port = port;
  return sayOfSeen(line, said, null);
}

/** The HPN patches: `SSH: Server;Ltype: Version;Remote: ADDR-PORT;…`; only the peer is of use. */
function highPerformance(line: SshLine): Parsed {
  const match = /;Remote: ([0-9A-Fa-f.:]{2,64})-\d{1,5};/.exec(line.text.slice(line.start, Math.min(line.end, line.start + 200)));
  const source = hostIn(match?.[1] ?? '', 0, match?.[1]?.length ?? 0);
  if (source !== null) line.connections.learn(line.record, source);
  return quiet();
}

