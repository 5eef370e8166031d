import { hostIn } from './host-token.ts';

/**
 * What a PAM module wrote, under whatever program's tag. `service` is the PAM service (null in old forms that leave it
 * out). `rhost`, `ruser` and `tty` are as the application told PAM: `ruser` is often the name a stranger claims.
 */
export interface PamMessage {
  readonly service: string | null;
  readonly says: PamWord;
  readonly user: string | null;
  readonly ruser: string | null;
  readonly rhost: string | null;
  /** Who opened the session; null where PAM was given no name. */
  readonly by: string | null;
  readonly tty: string | null;
  readonly count: number;
}

/**
 * `failure`: a wrong password or unknown account. `denied`: right or not, the account may not. `locked`: too many
 * failures. `noise`: understood, and said again by another record.
 */
type PamWord =
  | 'failure' | 'denied' | 'session-opened' | 'session-closed' | 'password-changed' | 'locked' | 'noise' | 'unknown';

const SPACE = 32;
const OPEN = 40;
const FAILURE = 'authentication failure; ';
const SSHD_FIELDS = 'logname= uid=0 euid=0 tty=ssh ruser= rhost=';
const OPENED = 'session opened for user ';
const CLOSED = 'session closed for user ';
const CHANGED = 'password changed for ';
/** More `rhost=` than this in one record and nobody is named. */
const CANDIDATES = 16;
/** Terminal names of services that hand the claimed name to PAM as `ruser`: there it is never empty by habit. */
const CLAIMED_IN_RUSER = new Set(['ftp', 'dovecot', 'pure-ftpd', 'proftpd', 'vsftpd', 'pop3', 'imap', 'smtp']);
const NOBODY: Omit<PamMessage, 'says'> = {
  service: null, user: null, ruser: null, rhost: null, by: null, tty: null, count: 1,
};

/** The failure itself comes in the next record. */
const CHECK_PASS: PamMessage = { ...NOBODY, says: 'noise' };

/** Whether the text at `start` is in PAM's form: `pam_unix(sshd:auth): …`, `(pam_unix) …`. */
export const isPam = (text: string, start: number): boolean =>
  text.startsWith('pam_', start) || text.startsWith('(pam_', start);

/** Reads `pam_module(service:phase): message` up to `end`; null where it is not in that form. */
export function readPam(text: string, start: number, end: number): PamMessage | null {
  if (text.charCodeAt(start) === OPEN) {
    const close = text.indexOf(') ', start);
    return close < 0 || close > start + 40 ? null : readPamText(text, close + 2, end, null);
  }
  const open = text.indexOf('(', start);
  const close = open < 0 || open - start > 40 ? -1 : text.indexOf('): ', open);
  if (close < 0 || close - open > 80) return null;
  const colon = text.indexOf(':', open);
  return readPamText(text, close + 3, end, colon < close ? text.slice(open + 1, colon) : null);
}

/** The message alone, where the tag or a bracket already told the module. */
// Four parameters on purpose: an object for each record would be built to be thrown away.
export function readPamText(text: string, at: number, end: number, service: string | null): PamMessage {
  if (text.startsWith(FAILURE, at)) return readFailure(text, at + FAILURE.length, end, service);
  if (text.startsWith(OPENED, at)) return readOpened(text, at + OPENED.length, end, service);
  if (text.startsWith(CLOSED, at)) {
    const user = withoutUid(text.slice(at + CLOSED.length, end));
    return { service, says: 'session-closed', user, ruser: null, rhost: null, by: null, tty: null, count: 1 };
  }
  if (text.startsWith(CHANGED, at)) {
    return { ...NOBODY, service, says: 'password-changed', user: text.slice(at + CHANGED.length, end) };
  }
  if (text.startsWith('check pass; user unknown', at)) return CHECK_PASS;
  return readRare(text.slice(at, Math.min(end, at + 400)), service);
}

/** `PAM 5 more authentication failures; logname= … rhost=… user=…`: libpam itself, at the end of a conversation. */
export function readMoreFailures(text: string, at: number, end: number): PamMessage | null {
  const match = /^PAM (\d{1,4}) more authentication failures?; /.exec(text.slice(at, at + 60));
  if (!match) return null;
  return { ...readFailure(text, at + match[0].length, end, null), count: Math.max(1, Number(match[1])) };
}

function readOpened(text: string, at: number, end: number, service: string | null): PamMessage {
  const by = text.lastIndexOf(' by ', end);
  const nameEnd = by >= at ? by : end;
  const opener = by >= at ? withoutUid(text.slice(by + 4, end)) : '';
  return {
    service, says: 'session-opened', user: withoutUid(text.slice(at, nameEnd)), ruser: null, rhost: null,
    by: opener === '' ? null : opener, tty: null, count: 1,
  };
}

/** `alice(uid=1000)` → `alice`. */
function withoutUid(name: string): string {
  const open = name.lastIndexOf('(uid=');
  return open < 0 ? name : name.slice(0, open);
}

/** `logname=… uid=… euid=… tty=… ruser=… rhost=…[  user=…]`; `ruser` and `user` may hold anything. */
function readFailure(text: string, at: number, end: number, service: string | null): PamMessage {
  if (text.startsWith(SSHD_FIELDS, at)) return readSshdFailure(text, at + SSHD_FIELDS.length, end, service);
  const ruserAt = text.indexOf(' ruser=', at);
  const from = ruserAt < 0 ? at - 1 : ruserAt;
  const tty = wordAfter(text, ' tty=', at, end);
  const rhostAt = pickRhost(text, from, end, tty);
  if (rhostAt < 0) return { ...NOBODY, service, says: 'failure', user: userOf(text, at, end), tty };
  const hostEnd = wordEnd(text, rhostAt + 7, end);
  const ruser = ruserAt < 0 || ruserAt + 7 > rhostAt ? '' : text.slice(ruserAt + 7, rhostAt);
  return {
    service, says: 'failure', user: userOf(text, hostEnd, end), ruser: ruser === '' ? null : ruser,
    rhost: hostIn(text, rhostAt + 7, hostEnd), by: null, tty, count: 1,
  };
}

/** sshd tells PAM the host and nothing else, so the host stands at a known place. */
function readSshdFailure(text: string, at: number, end: number, service: string | null): PamMessage {
  const hostEnd = wordEnd(text, at, end);
  return {
    service, says: 'failure', user: userOf(text, hostEnd, end), ruser: null, rhost: hostIn(text, at, hostEnd), by: null,
    tty: 'ssh', count: 1,
  };
}

/** Where the ` rhost=` that PAM itself wrote begins; -1 where that cannot be told. */
function pickRhost(text: string, from: number, end: number, tty: string | null): number {
  const first = text.indexOf(' rhost=', from);
  if (first < 0 || first >= end) return -1;
  if (text.lastIndexOf(' rhost=', end) === first) return first;
  const fitting = fittingRhosts(text, first, end);
  // `ruser= rhost=` shows that no name was claimed there: then what follows is inside the account's name.
  const nothingClaimed = text.startsWith(' ruser= rhost=', from) && !CLAIMED_IN_RUSER.has(tty ?? '');
  return (nothingClaimed ? fitting.at(0) : fitting.at(-1)) ?? -1;
}

/** Those after whose host the record ends or goes on with ` user=`, as PAM writes it. */
function fittingRhosts(text: string, first: number, end: number): readonly number[] {
  const fitting: number[] = [];
  let seen = 0;
  for (let at = first; at >= 0 && at < end; at = text.indexOf(' rhost=', at + 1)) {
    seen += 1;
    if (seen > CANDIDATES) return [];
    const after = skipSpaces(text, wordEnd(text, at + 7, end), end);
    if (after >= end || text.startsWith('user=', after)) fitting.push(at);
  }
  return fitting;
}

function userOf(text: string, at: number, end: number): string | null {
  const after = skipSpaces(text, at, end);
  return text.startsWith('user=', after) && after + 5 < end ? text.slice(after + 5, end) : null;
}

function skipSpaces(text: string, at: number, end: number): number {
  let next = at;
  while (next < end && text.charCodeAt(next) === SPACE) next += 1;
  return next;
}

function wordEnd(text: string, at: number, end: number): number {
  const space = text.indexOf(' ', at);
  return space < 0 || space > end ? end : space;
}

function wordAfter(text: string, mark: string, at: number, end: number): string | null {
  const found = text.indexOf(mark, at);
  if (found < 0 || found >= end) return null;
  const word = text.slice(found + mark.length, wordEnd(text, found + mark.length, end));
  return word === '' ? null : word;
}

/** Anchored, each linear: a class that is bounded or cannot hold its own end. */
const RARE: readonly (readonly [RegExp, PamWord])[] = [
  [/^(?:access denied|user) (?:for user )?[`'"]?([^'"` ]{1,200})['"`]? (?:from|denied access)/, 'denied'],
  [/^Consecutive login failures for user (\S{1,200}) account temporarily locked/, 'locked'],
  [/^user (\S{1,200}) \(\d+\) tally \d+, deny \d+/, 'locked'],
  [/^(?:auth could not identify password for|password check failed for user|bad username) \[?\(?([^\])]{0,200})/, 'noise'],
  [/^authentication success; .{0,300} user=(\S{1,200})$/, 'noise'],
  [/^received for user (\S{1,200}): /, 'noise'],
  [/^account (\S{1,200}) has expired/, 'denied'],
];
/** Said beside another record that tells more. */
const NOISE =
  /^(?:check pass; |requirement "|unrecognized option|Unknown option|conversation failed|auth could not|Failed to |Creating |Cannot |cannot |error |unable |Unable |no key|using |expired password|password - |new password|user "[^"]{0,100}" (?:not )?in |pam_)/;

function readRare(message: string, service: string | null): PamMessage {
  for (const [pattern, says] of RARE) {
    const match = pattern.exec(message);
    if (match) return { ...NOBODY, service, says, user: match[1] ?? null };
  }
  return { ...NOBODY, service, says: NOISE.test(message) ? 'noise' : 'unknown' };
}
