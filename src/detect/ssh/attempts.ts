import type { Outcome } from '../../domain/event.ts';
import { NO_QUAD } from '../addresses.ts';
import { codesOf, hasAt, wordEnd } from '../codes.ts';
import type { AuthSaid } from '../event-of.ts';
import type { Parsed } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import type { SshLine, SshRule } from './line.ts';
import { CUT_OFF, DENIED, LOGIN, notUnderstood, NOTICE, RESTATED, sayOfPeer, sayOfProcess } from './line.ts';
import {
  readAuthPeer, readHostPort, readLastFrom, readNameFrom, settleAuthPeer,
} from './peer.ts';

const INVALID = codesOf('invalid user ');
const ILLEGAL = codesOf('illegal user ');
const NAMELESS = '<invalid username>';
const FOR = codesOf(' for ');
const VERSION = codesOf(' ssh2');
const COMMA = 44;
/** Longer than any method's name; what is longer is no record of sshd's. */
const METHOD_LIMIT = 64;

/** What sshd writes of attempts, decided or not. Wordings of OpenSSH 3 to 10. */
export const ATTEMPT_RULES: readonly SshRule[] = [
  { prefix: 'Failed ', read: (line) => authLog(line, 7, 'failure') },
  { prefix: 'Accepted ', read: (line) => authLog(line, 9, 'success') },
  { prefix: 'Postponed ', read: (line) => authLog(line, 10, 'info') },
  { prefix: 'Partial ', read: (line) => authLog(line, 8, 'info') },
  { prefix: 'Invalid user ', read: (line) => unknownUser(line, 13) },
  { prefix: 'Illegal user ', read: (line) => unknownUser(line, 13) },
  { prefix: 'User ', read: notAllowed },
  { prefix: 'ROOT LOGIN REFUSED FROM ', read: rootRefused },
  { prefix: 'maximum authentication attempts exceeded for ', read: tooMany },
  { prefix: 'Too many authentication failures', read: tooManyOfProcess },
  { prefix: 'PAM: ', read: pamError },
  { prefix: 'Authentication tried for ', read: wrongPlace },
  { prefix: 'Login restricted for ', read: restricted },
];

/** `METHOD for [invalid user ]USER from HOST port N ssh2[: INFO]` */
function authLog(line: SshLine, skip: number, outcome: Outcome): Parsed {
  const { record, text, start, end, peer } = line;
  const at = start + skip;
  const forAt = forAfter(record, at, end);
  if (forAt < 0 || forAt - at > METHOD_LIMIT) return oddAccepted(line);
  const method = line.word(record, at, forAt);
  const claimed = afterInvalid(record, forAt + FOR.length);
  const nameless = text.startsWith(NAMELESS, claimed);
  const unknown = claimed !== forAt + FOR.length || nameless;
  if (!endsPlainly(line, claimed)) {
    const found = readAuthPeer(record, claimed, end, peer);
    if (found === 'none' || (found === 'several' && !settle(line, claimed, { unknown, method }))) {
      return nobodyNamed(line, outcome);
    }
  }
  const user = nameless ? null : line.word(record, claimed, peer.at);
  line.saysAttempts = true;
  return sayOfPeer(line, attempt(line, { method, unknown, outcome, key: keyIn(line) }), user);
}

/** Where ` for ` begins: after one word, or after several in wordings of patched servers. */
function forAfter(record: LogRecord, at: number, end: number): number {
  const word = wordEnd(record, at, end);
  return hasAt(record, word, FOR) ? word : record.text.indexOf(' for ', at);
}

/** The common case: a name without spaces cannot hold a second ` from `, and nothing stands after the peer. */
function endsPlainly({ record, end, peer }: SshLine, claimed: number): boolean {
  return readNameFrom(record, claimed, end, peer) && peer.quad !== NO_QUAD && peer.portAt > 0
    && peer.tail === end - VERSION.length && hasAt(record, peer.tail, VERSION);
}

function settle(
  { end, peer, connections, record }: SshLine, start: number,
  { unknown, method }: { readonly unknown: boolean; readonly method: string },
): boolean {
  return settleAuthPeer(record, { start, end }, {
    unknownUser: unknown, hasInfo: carriesInfo(method), known: connections.of(record)?.source ?? null,
  }, peer);
}

interface Attempt {
  readonly method: string;
  readonly unknown: boolean;
  readonly outcome: Outcome;
  readonly key: string | null;
}

function attempt(line: SshLine, { method, unknown, outcome, key }: Attempt): AuthSaid {
  if (outcome === 'info') return { ...NOTICE, method, unknownUser: unknown, key };
  if (outcome === 'success') return { ...LOGIN, outcome, method, key, suspicious: false };
  if (method === 'password' && key === null) return unknown ? WRONG_NAME : WRONG_PASSWORD;
  // Every client first asks with `none` which methods there are: that is no attempt, but it may name an unknown user.
  if (method === 'none') {
    return { ...NOTICE, action: unknown ? 'unknown-user' : 'notice', outcome, method, unknownUser: unknown, suspicious: unknown };
  }
  return {
    ...LOGIN, outcome, method, unknownUser: unknown, key, primary: !saidByPam(line, method),
    // A client offers each of its keys in turn; a refused key of a real account says nothing by itself.
    suspicious: unknown || !method.startsWith('publickey'),
  };
}

const WRONG_PASSWORD: AuthSaid = { ...LOGIN, method: 'password' };
const WRONG_NAME: AuthSaid = { ...WRONG_PASSWORD, unknownUser: true };

/** `error: PAM: … for …` comes first and is the attempt; the record of the method says it again. */
function saidByPam(line: SshLine, method: string): boolean {
  if (!method.startsWith('keyboard-interactive')) return false;
  const connection = line.connections.of(line.record);
  if (!connection || connection.pamErrors < 1) return false;
  connection.pamErrors -= 1;
  return true;
}

const afterInvalid = (record: LogRecord, at: number): number =>
  (hasAt(record, at, INVALID) || hasAt(record, at, ILLEGAL) ? at + INVALID.length : at);

/** sshd adds key, certificate or principal after the peer for these methods only. */
const carriesInfo = (method: string): boolean =>
  !(method.startsWith('password') || method === 'none' || method === 'unknown' || method.startsWith('keyboard-'));

/** The fingerprint after `ssh2: TYPE `. */
function keyIn({ record, text, peer, end, word }: SshLine): string | null {
  if (peer.tail + VERSION.length === end) return null;
  const at = text.startsWith(' ssh2: ', peer.tail) ? peer.tail + 7 : -1;
  if (at < 0) return null;
  const space = text.indexOf(' ', at);
  if (space < 0 || space >= end) return null;
  const after = text.indexOf(' ', space + 1);
  const keyEnd = after < 0 || after > end ? end : after;
  // Who logs in comes back with the same key: one string for all records of it, cut loose from its chunk.
  const plain = word(record, space + 1, text.charCodeAt(keyEnd - 1) === COMMA ? keyEnd - 1 : keyEnd);
  return /^(?:SHA256:|MD5:|(?:[0-9a-fx]{2}:){3})/.test(plain) ? plain : null;
}

/** An attempt whose record names several sources, and the grammar does not tell which is sshd's own. */
function nobodyNamed(line: SshLine, outcome: Outcome): Parsed {
  if (outcome === 'info') return 'quiet';
  const source = line.connections.of(line.record)?.source;
  if (source === undefined || source === null) return notUnderstood('cannot tell who it is that tried to log in');
  return sayOfProcess(line, { ...LOGIN, outcome, suspicious: outcome !== 'success' });
}

/** `Accepted key RSA SHA256:… found at …`, `Accepted certificate ID …`: steps on the way to the record of the login. */
function oddAccepted(line: SshLine): Parsed {
  return /^Accepted (?:key|certificate|cert) /.test(line.text.slice(line.start, line.start + 24))
    ? 'quiet' : notUnderstood('an attempt in words that are not known');
}

/** `Invalid user X from Y[ port N]` */
function unknownUser(line: SshLine, skip: number): Parsed {
  const { record, start, end, peer } = line;
  const user = start + skip;
  line.saysAttempts = true;
  if (!readLastFrom(record, user, end, peer)) return notUnderstood('an unknown user without a source');
  return sayOfPeer(line, UNKNOWN_USER, line.word(record, user, peer.at));
}

const UNKNOWN_USER: AuthSaid = { ...RESTATED, action: 'unknown-user', unknownUser: true };

/** `User X[ from Y] not allowed because …`, and the other records that begin with `User `. */
function notAllowed(line: SshLine): Parsed {
  const { text, start, end, peer } = line;
  const because = text.lastIndexOf(' not allowed because ', end);
  if (because < start) return otherUser(line);
  if (!readLastFrom(line.record, start + 5, because, peer)) return sayOfProcess(line, DENIED, text.slice(start + 5, because));
  const user = text.slice(start + 5, peer.at);
  // With UseDNS a name stands here; the address, where the process told it before, is the same host.
  const known = line.connections.of(line.record)?.source;
  return known === undefined || known === null ? sayOfPeer(line, DENIED, user) : sayOfProcess(line, DENIED, user);
}

function otherUser(line: SshLine): Parsed {
  const child = /^User child is on pid (\d{1,10})$/.exec(line.text.slice(line.start, line.end));
  if (child) line.connections.adopt(line.record, child[1] ?? '');
  return 'quiet';
}

/** `ROOT LOGIN REFUSED FROM HOST[ port N]`: the password was right, root may not. */
function rootRefused(line: SshLine): Parsed {
  const { record, start, end, peer } = line;
  if (!readHostPort(record, start + 24, end, peer)) return notUnderstood('root refused, from nowhere');
  return sayOfPeer(line, DENIED, 'root');
}

/** `maximum authentication attempts exceeded for [invalid user ]X from HOST port N ssh2` */
function tooMany(line: SshLine): Parsed {
  const { text, start, end, peer } = line;
  const at = start + 45;
  const claimed = afterInvalid(line.record, at);
  const last = text.endsWith(' ssh2', end) ? end - 5 : end;
  if (!readLastFrom(line.record, claimed, last, peer)) return tooManyOfProcess(line);
  const unknown = claimed !== at;
  return sayOfPeer(line, { ...CUT_OFF, unknownUser: unknown }, text.slice(claimed, peer.at));
}

/** `Too many authentication failures[ for X]`: the process told the source before. */
function tooManyOfProcess(line: SshLine): Parsed {
  return sayOfProcess(line, CUT_OFF);
}

/** `PAM: Authentication failure for [illegal user ]X from HOST[ via LOCAL]` */
function pamError(line: SshLine): Parsed {
  const { text, start, end, peer } = line;
  const forAt = text.indexOf(' for ', start);
  if (forAt < 0 || forAt >= end) return 'quiet';
  const claimed = afterInvalid(line.record, forAt + 5);
  const via = text.lastIndexOf(' via ', end);
  const space = text.indexOf(' ', via + 5);
  const last = via > claimed && (space < 0 || space >= end) ? via : end;
  if (!readLastFrom(line.record, claimed, last, peer)) return notUnderstood('a PAM failure without a source');
  const connection = line.connections.entry(line.record);
  if (connection) connection.pamErrors += line.count;
  line.saysAttempts = true;
  const unknown = claimed !== forAt + 5;
  return sayOfPeer(line, { ...LOGIN, unknownUser: unknown, method: 'keyboard-interactive/pam' }, text.slice(claimed, peer.at));
}

/** The key was right, the place was not: `… but not from a permitted host (host=H, ip=A).` */
function wrongPlace(line: SshLine): Parsed {
  const { text, start, end } = line;
  const user = text.slice(start + 25, Math.max(start + 25, text.indexOf(' with ', start)));
  const ip = text.lastIndexOf('ip=', end);
  const close = text.indexOf(')', ip);
  if (ip < start || close < 0) return notUnderstood('a refused place without a source');
  line.peer.hostAt = ip + 3;
  line.peer.hostEnd = close;
  line.peer.quad = NO_QUAD;
  line.peer.portAt = -1;
  return sayOfPeer(line, { ...DENIED, method: 'publickey' }, user);
}

function restricted(line: SshLine): Parsed {
  const colon = line.text.indexOf(':', line.start);
  const user = line.text.slice(line.start + 21, colon < 0 ? line.end : colon);
  return sayOfProcess(line, DENIED, user);
}
