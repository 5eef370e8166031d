import type { AuthSaid } from '../event-of.ts';
import type { AuthScratch } from '../event-of.ts';
import { QUIET_AUTH, refill } from '../event-of.ts';
import type { Writers } from '../forgery.ts';
import { contradiction } from '../forgery.ts';
import type { EmitEvent, Parsed } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import { copyText } from '../tally.ts';
import type { ReadWord } from '../words.ts';
import type { Connections } from './connections.ts';
import type { Peer } from './peer.ts';

export const FORMAT = 'openssh';
const LONGEST_NAME = 64;
const COMMS = new Set(['sshd', 'sshd-session', 'sshd-auth']);
const MONITOR: Writers = { comms: COMMS, rootOnly: true };
/** After the login a process of the user's own says goodbye. */
const ANY_SSHD: Writers = { comms: COMMS, rootOnly: false };

/** One message of sshd on its way through the rules: one object for all lines of a log. */
export interface SshLine {
  record: LogRecord;
  text: string;
  /** First character of the message past `error: ` and its like; one past its last, ` [preauth]` left out. */
  start: number;
  end: number;
  preauth: boolean;
  /** Records this one stands for. */
  count: number;
  emit: EmitEvent;
  readonly peer: Peer;
  readonly connections: Connections;
  /** Account names and methods, one string for all equal ones. */
  readonly word: ReadWord;
  /** Scratch: one object for the events of all lines. */
  readonly event: AuthScratch;
  readonly seen: { source: string | null; user: string | null; port: string | null; count: number; forged: string | null };
  /** Whether this log holds what sshd itself says of attempts, beside what PAM says of them. */
  saysAttempts: boolean;
  /** Time of the first PAM failure, while sshd has said nothing itself. */
  firstPamFailure: number | null;
}

/** One wording: `prefix` at the start of the message, and what it means. */
export interface SshRule {
  readonly prefix: string;
  readonly read: (line: SshLine) => Parsed;
}

/** Fills source and port from the peer just read, remembers it for the process, and emits. */
export function sayOfPeer(line: SshLine, said: AuthSaid, user: string | null = null): Parsed {
  const { peer, text, seen } = line;
  seen.source = line.connections.learnPeer(line.record, peer);
  seen.port = peer.portAt < 0 ? null : text.slice(peer.portAt, peer.tail);
  return sayOfSeen(line, said, user);
}

/** For records that leave the other end out: the process said earlier who it is, or says it when the connection ends. */
export function sayOfProcess(line: SshLine, said: AuthSaid, user: string | null = null): Parsed {
  const source = line.connections.of(line.record)?.source ?? null;
  if (source === null && said.suspicious && said.action !== 'probe') leaveUnsettled(line, said, user);
  return sayOfSource(line, source, said, user);
}

function leaveUnsettled({ connections, record }: SshLine, said: AuthSaid, user: string | null): void {
  const connection = connections.entry(record);
  if (!connection) return;
  connection.unsettled = said;
  connection.unsettledUser = user === null ? null : copyText(user.slice(0, LONGEST_NAME));
}

/** The end of a connection, from the peer just read: with what was refused while nobody knew who it is. */
export function sayOfEnd(line: SshLine, said: AuthSaid): Parsed {
  const connection = line.preauth ? line.connections.of(line.record) : undefined;
  const unsettled = connection?.unsettled ?? null;
  if (!connection || unsettled === null) return sayOfPeer(line, said);
  connection.unsettled = null;
  return sayOfPeer(line, unsettled, connection.unsettledUser);
}

export function sayOfSource(line: SshLine, source: string | null, said: AuthSaid, user: string | null = null): Parsed {
  line.seen.source = source;
  line.seen.port = null;
  return sayOfSeen(line, said, user);
}

/** Source and port are in `seen` already. */
export function sayOfSeen(line: SshLine, said: AuthSaid, user: string | null): Parsed {
  const { seen, record } = line;
  seen.user = user;
  seen.count = line.count;
  if (said.action === 'login') markTold(line);
  seen.forged = record.trusted === null ? null : contradiction(record, writersOf(said));
  line.emit(refill(line.event, record, said, seen));
  return 'event';
}

function markTold({ connections, record }: SshLine): void {
  const connection = connections.of(record);
  if (connection) connection.told = true;
}

const writersOf = ({ action }: AuthSaid): Writers => (action === 'notice' || action === 'probe' ? ANY_SSHD : MONITOR);

export const NOTICE: AuthSaid = QUIET_AUTH;
export const PROBE: AuthSaid = { ...QUIET_AUTH, action: 'probe' };
/** Breaks the protocol, or was turned away for what it did before. */
export const ABUSE: AuthSaid = { ...PROBE, outcome: 'denied', suspicious: true };
export const LOGIN: AuthSaid = { ...QUIET_AUTH, action: 'login', outcome: 'failure', primary: true, suspicious: true };
/** The same attempt as another record tells it. */
export const RESTATED: AuthSaid = { ...LOGIN, primary: false };
export const DENIED: AuthSaid = { ...RESTATED, outcome: 'denied' };
/** Turned away, which says nothing against who it was. */
export const TURNED_AWAY: AuthSaid = { ...NOTICE, outcome: 'denied' };
/** Turned away for what it did. */
export const CUT_OFF: AuthSaid = { ...TURNED_AWAY, suspicious: true };

export const quiet = (): Parsed => 'quiet';

export const notUnderstood = (what: string): Parsed => ({ unparsed: `sshd: ${what}` });
