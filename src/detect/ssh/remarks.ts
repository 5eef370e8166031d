import { NO_QUAD } from '../addresses.ts';
import { codeAt, codesOf, hasAt } from '../codes.ts';
import type { AuthSaid } from '../event-of.ts';
import { systemEvent } from '../event-of.ts';
import { contradiction } from '../forgery.ts';
import { hostIn, isAddress } from '../host-token.ts';
import type { PamMessage } from '../pam-message.ts';
import { readMoreFailures, readPam, readPamText } from '../pam-message.ts';
import type { Parsed } from '../parser.ts';
import type { SshLine, SshRule } from './line.ts';
import {
  DENIED, FORMAT, LOGIN, notUnderstood, NOTICE, quiet, RESTATED, sayOfPeer, sayOfProcess, sayOfSource, TURNED_AWAY,
} from './line.ts';
import { readHostPort, readLastFrom } from './peer.ts';

/** Failed DNS look-ups, sessions, PAM's restatements, and what sshd says of itself. */
export const REMARK_RULES: readonly SshRule[] = [
  { prefix: 'pam_', read: pam },
  { prefix: '(pam_', read: pam },
  { prefix: 'PAM service(', read: quiet },
  { prefix: 'PAM ', read: moreFailures },
  { prefix: 'PAM', read: quiet },
  { prefix: 'input_userauth_request: ', read: quiet },
  { prefix: 'reverse mapping checking getaddrinfo for ', read: reverseMapping },
  { prefix: 'Address ', read: addressMaps },
  { prefix: 'Nasty PTR record ', read: nastyRecord },
  { prefix: 'Starting session: ', read: startingSession },
  { prefix: 'Close session: user ', read: closeSession },
  { prefix: 'Server listening on ', read: (line) => service(line, 'service-start') },
  { prefix: 'Received SIGHUP; ', read: quiet },
  { prefix: 'Received signal ', read: (line) => service(line, 'service-stop') },
  { prefix: 'Exiting on signal ', read: quiet },
  { prefix: 'Authentication refused: ', read: (line) => sayOfProcess(line, TURNED_AWAY) },
  { prefix: 'Account ', read: (line) => sayOfProcess(line, TURNED_AWAY) },
];

/** Said of keys, settings, channels and libraries: understood, and nothing about who comes in. */
const QUIET = [
  'Found matching ', 'Root login accepted for forced command', 'Deprecated option', 'Unsupported option',
  'Could not load host key', 'Could not get shadow information for ', 'subsystem request for ', 'debug',
  'Password change required', 'password change required', 'lastlog_', 'rexec ', 'beginning MaxStartups',
  'exited MaxStartups', 'session opened for local user ', 'session closed for local user ', 'Transferred: ',
  'Environment: ', 'Set /proc/self/oom_score_adj', 'syslogin_perform_logout', 'Bind to port ', 'Missing privilege',
  'dispatch_protocol_', 'buffer_get_', 'userauth_pubkey: ', 'userauth_hostbased', 'key type ', 'channel ',
  'fatal: mm_', 'mm_', 'monitor_read', 'privsep_preauth', 'Authorized to ', 'attempt to ', 'Certificate ',
  'open /dev/tty failed', 'X11 ', 'Received request to connect', 'refused local port', 'refused streamlocal',
  'Timeout, ', 'Finished discarding', 'padding error', 'IPv4 and IPv6', 'server_input_', 'AuthorizedKeysCommand ',
  'reexec', 'sshd: no hostkeys', 'Unsafe ', 'main: ', 'hostkeys_', 'connect_to ', 'error binding', 'dup2 ', 'fork: ',
  'get_socket_address', 'getpeername failed', 'cleanup_exit', 'setsockopt ', 'auth: ', 'auditing ', 'wrong user name',
  'ssh_selinux_', 'ssh-', 'sftp', 'opendir ', 'open "', 'close "', 'closedir ', 'sent status ', 'internal-sftp',
  'received client version ', 'realpath ', 'stat name ', 'lstat name ', 'Kerberos ', 'krb5', 'GSSAPI', 'gss', 'Client ',
  'Changed root directory', 'chroot', 'WARNING: ', 'Warning: ', 'session_', 'Attempting to ', 'Terminating ', 'Accepting ',
];

export const isQuiet = (text: string, start: number): boolean => QUIET.some((words) => text.startsWith(words, start));

/** The two commonest records; whatever else there is goes the careful way. */
const CHECK_PASS = codesOf('pam_unix(sshd:auth): check pass; user unknown');
const FAILURE = codesOf('pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=');
const USER = codesOf('user=');
const SPACE = 32;

/** sshd's own records of a process say more and come beside; where there are none, PAM's are the attempts. */
function pam(line: SshLine): Parsed {
  const { record, start, end } = line;
  if (end - start === CHECK_PASS.length && hasAt(record, start, CHECK_PASS)) return 'quiet';
  return hasAt(record, start, FAILURE) ? plainFailure(line, start + FAILURE.length) : carefulPam(line);
}

function carefulPam(line: SshLine): Parsed {
  const message = readPam(line.text, line.start, line.end);
  return message ? sayPam(line, message) : notUnderstood('a PAM record in words that are not known');
}

/** `ADDR[  user=X]`, where ADDR is a plain address and X one word. */
function plainFailure(line: SshLine, at: number): Parsed {
  const { record, end, peer } = line;
  if (!readHostPort(record, at, end, peer) || peer.quad === NO_QUAD) return carefulPam(line);
  let user = peer.hostEnd;
  while (user < end && codeAt(record, user) === SPACE) user += 1;
  if (user === end) return pamFailure(line, line.connections.learnPeer(record, peer), null);
  if (user + USER.length >= end || !hasAt(record, user, USER)) return carefulPam(line);
  return pamFailure(line, line.connections.learnPeer(record, peer), line.word(record, user + USER.length, end));
}

/** Old Linux-PAM puts its name into the tag: `sshd(pam_unix)[123]: authentication failure; …`. */
export const pamInTag = (line: SshLine): Parsed => sayPam(line, readPamText(line.text, line.start, line.end, 'sshd'));

function moreFailures(line: SshLine): Parsed {
  const message = readMoreFailures(line.text, line.start, line.end);
  if (!message) return 'quiet';
  line.count *= message.count;
  return sayPam(line, message);
}

function sayPam(line: SshLine, message: PamMessage): Parsed {
  switch (message.says) {
    case 'failure': return sayFailure(line, message);
    case 'denied': return sayOfProcess(line, DENIED, message.user);
    case 'locked': return sayOfProcess(line, TURNED_AWAY, message.user);
    case 'session-opened': return sayOfProcess(line, SESSION_OPEN, message.user);
    case 'session-closed': return sayOfProcess(line, SESSION_CLOSE, message.user);
    case 'password-changed':
    case 'noise': return 'quiet';
    case 'unknown': return notUnderstood('a PAM record in words that are not known');
    default: return message.says satisfies never;
  }
}

/** sshd follows PAM within its failure delay; a PAM failure this old without a word of sshd's means it is silent. */
const SSHD_FOLLOWS = 10_000;

const SESSION_OPEN: AuthSaid = { ...NOTICE, action: 'session-open', outcome: 'success' };
const SESSION_CLOSE: AuthSaid = { ...NOTICE, action: 'session-close' };

/** What PAM says of an attempt that sshd tells itself. */
const PAM_BESIDE: AuthSaid = { ...RESTATED, suspicious: false };

function sayFailure(line: SshLine, { rhost, user }: PamMessage): Parsed {
  const { record, connections } = line;
  if (rhost !== null && isAddress(rhost)) return pamFailure(line, connections.learn(record, rhost), user);
  // A host name stands for an address that sshd's own records give: naming both would make two of one source.
  return pamFailure(line, connections.of(record)?.source ?? (line.saysAttempts ? null : rhost), user);
}

const pamFailure = (line: SshLine, source: string | null, user: string | null): Parsed =>
  sayOfSource(line, source, isSilent(line) ? LOGIN : PAM_BESIDE, user);

/** Whether sshd's own records are missing from this log (its log level, or another file), so that PAM's must count. */
function isSilent(line: SshLine): boolean {
  if (line.saysAttempts) return false;
  if (line.record.program?.includes('(') === true) return true;
  const { time } = line.record;
  line.firstPamFailure ??= time;
  return time !== null && line.firstPamFailure !== null && time - line.firstPamFailure > SSHD_FOLLOWS;
}

/** `NAME [ADDR] failed - POSSIBLE BREAK-IN ATTEMPT!`: a DNS mismatch, whatever the capitals say. */
function reverseMapping(line: SshLine): Parsed {
  const { text, start, end } = line;
  const close = text.lastIndexOf('] failed', end);
  const open = text.lastIndexOf(' [', close);
  if (close < 0 || open < start) return notUnderstood('a name look-up without an address');
  return sayOfHost(line, open + 2, close);
}

function sayOfHost(line: SshLine, start: number, end: number): Parsed {
  const source = hostIn(line.text, start, end);
  return sayOfSource(line, source === null ? null : line.connections.learn(line.record, source), NOTICE);
}

/** `Address ADDR maps to NAME, but this does not map back to the address` */
function addressMaps(line: SshLine): Parsed {
  const { text, start } = line;
  const stop = text.indexOf(' maps to ', start);
  return stop < 0 ? notUnderstood('an address without a name') : sayOfHost(line, start + 8, stop);
}

/** `Nasty PTR record "NAME" is set up for ADDR, ignoring` */
function nastyRecord(line: SshLine): Parsed {
  const { text, start, end } = line;
  const at = text.lastIndexOf('" is set up for ', end);
  const stop = text.indexOf(',', at);
  return at < start || stop < 0 ? notUnderstood('a PTR record without an address') : sayOfHost(line, at + 16, stop);
}

/** `shell on pts/0 for X from HOST port N id 0`: said beside the PAM session, with the source. */
function startingSession(line: SshLine): Parsed {
  const { text, start, end, peer } = line;
  const at = text.lastIndexOf(' from ', end);
  const forAt = text.lastIndexOf(' for ', at);
  if (at < start || forAt < start || !readHostPort(line.record, at + 6, end, peer)) return notUnderstood('a session of nobody');
  return sayOfPeer(line, { ...NOTICE, target: text.slice(start + 18, forAt) }, text.slice(forAt + 5, at));
}

/** `X from HOST port N id 0` */
function closeSession(line: SshLine): Parsed {
  const { text, start, end, peer } = line;
  const id = text.lastIndexOf(' id ', end);
  if (!readLastFrom(line.record, start + 20, id < 0 ? end : id, peer)) return notUnderstood('a session of nobody');
  return sayOfPeer(line, NOTICE, text.slice(start + 20, peer.at));
}

const SSHD = { comms: new Set(['sshd']), rootOnly: true };

function service(line: SshLine, action: 'service-start' | 'service-stop'): Parsed {
  line.emit(systemEvent(line.record, FORMAT, {
    action, target: 'sshd', user: null, command: null, forged: contradiction(line.record, SSHD),
  }));
  return 'event';
}
