import type { AuthSaid } from '../event-of.ts';
import { authEvent, QUIET_AUTH } from '../event-of.ts';
import type { Writers } from '../forgery.ts';
import { contradiction } from '../forgery.ts';
import type { EmitEvent, Parsed } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import type { Connections } from './connections.ts';
import type { Peer } from './peer.ts';
import { hostIn } from './peer.ts';

export const FORMAT = 'openssh';
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
export function sayOfPeer(line: SshLine, said: AuthSaid): Parsed {
  const { peer, text } = line;
  const host = hostIn(text, peer.hostAt, peer.hostEnd);
  const port = peer.portAt < 0 ? null : text.slice(peer.portAt, peer.tail);
  return sayOf(line, { source: host === null ? null : line.connections.learn(line.record, host), port }, said);
}

/** For records that leave the other end out: the process said earlier who it is. */
export function sayOfProcess(line: SshLine, said: AuthSaid): Parsed {
  return sayOf(line, { source: line.connections.of(line.record)?.source ?? null, port: null }, said);
}

export function sayOf(
  line: SshLine, from: { readonly source: string | null; readonly port: string | null }, said: AuthSaid,
): Parsed {
  const writers = said.action === 'notice' || said.action === 'probe' ? ANY_SSHD : MONITOR;
  line.emit(authEvent(line.record, FORMAT, {
    action: said.action, service: 'ssh', outcome: said.outcome, source: from.source, user: said.user,
    target: said.target, method: said.method, port: from.port, unknownUser: said.unknownUser, key: said.key,
    primary: said.primary, suspicious: said.suspicious && from.source !== null, count: line.count,
    forged: line.record.trusted === null ? null : contradiction(line.record, writers),
  }));
  return 'event';
}

export const NOTICE: AuthSaid = QUIET_AUTH;
export const PROBE: AuthSaid = { ...QUIET_AUTH, action: 'probe' };
/** Breaks the protocol, or was turned away for what it did before. */
export const ABUSE: AuthSaid = { ...PROBE, outcome: 'denied', suspicious: true };
export const LOGIN: AuthSaid = { ...QUIET_AUTH, action: 'login', outcome: 'failure', primary: true, suspicious: true };
/** The same attempt as another record tells it. */
export const RESTATED: AuthSaid = { ...LOGIN, primary: false };

export const quiet = (): Parsed => 'quiet';

export const notUnderstood = (what: string): Parsed => ({ unparsed: `sshd: ${what}` });
