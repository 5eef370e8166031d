import type { AuthEvent, MailEvent, MailReason, Outcome } from '../../domain/event.ts';
import { mailEvent } from '../event-makers.ts';
import type { AuthSaid } from '../event-of.ts';
import { authEvent, QUIET_AUTH } from '../event-of.ts';
import { writtenByHand } from '../forgery.ts';
import { hostIn } from '../host-token.ts';
import { countsAgainst, refusalReason } from '../mail/reason.ts';
import { isPam, readPam } from '../pam-message.ts';
import type { EmitEvent, Parsed } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import { sayPam } from './pam-events.ts';
import type { Earlier, Told } from './earlier.ts';
import { openEarlier, openTold } from './earlier.ts';

/**
 * What a message means.
 * - `failure`, `stranger` (no such account), `refused` (right or not, may not), `success`: a login, decided.
 * - `helper`: a failed login told by a helper of the daemon, which sums them up later.
 * - `probe`: counts against its source, but is no login. `notice`: is about a source, and counts nothing.
 * - `rejected` … `bounced`: what became of a mail.
 */
export type Says =
  | 'failure' | 'stranger' | 'refused' | 'success' | 'helper' | 'probe' | 'notice' | 'quiet'
  | 'rejected' | 'deferred' | 'received' | 'delivered' | 'bounced';

/**
 * One wording of a daemon, anchored and bounded. Named groups: `host` (the address), `name` (a host name, where there
 * is no address), `port`, `user`, `count`, `key` (what ties it to lines before), `session`, `why`, `from`, `to`, `id`, `method`.
 */
export interface Wording {
  readonly pattern: RegExp;
  readonly says: Says;
  readonly service?: string;
  readonly reason?: MailReason;
  /** The failure sums up what a helper told before, as many times as `count`. */
  readonly sum?: true;
}

export interface Daemon {
  readonly format: string;
  readonly service: string;
  readonly wordings: readonly Wording[];
}

/** One message: where it stands, and when it was written where the envelope does not say. */
export interface Message {
  readonly record: LogRecord;
  readonly text: string;
  readonly service?: string;
}

export type ReadMessage = (message: Message, emit: EmitEvent) => Parsed;

/** Named groups of a match; a group that did not take part is not there. */
export type Groups = Readonly<Record<string, string | undefined>>;

/** The text of a group, empty where it did not take part. */
export const part = (groups: Groups | undefined, name: string): string => groups?.[name] ?? '';
const partOrNull = (groups: Groups, name: string): string | null => groups[name] ?? null;

/** Longer messages are cut: what decides stands at the ends. */
const LONGEST = 4_096;

/** Reads the messages of one daemon in one log. */
export function openMessages(daemon: Daemon): ReadMessage {
  const earlier = openEarlier();
  const told = openTold();
  return ({ record, text, service }, emit) => {
    if (isPam(text, 0)) return pamOf(record, text, { daemon, told }, emit);
    const message = text.length > LONGEST ? text.slice(0, LONGEST) : text;
    for (const wording of daemon.wordings) {
      const match = wording.pattern.exec(message);
      if (!match) continue;
      const groups = match.groups ?? {};
      if (wording.says === 'quiet') return noted(record, groups, earlier);
      emit(eventOf({ record, daemon, wording, groups, earlier, told, service: service ?? wording.service ?? daemon.service }));
      return 'event';
    }
    return { unparsed: `${daemon.format}: words that are not known` };
  };
}


interface Reading {
  readonly record: LogRecord;
  readonly daemon: Daemon;
  readonly wording: Wording;
  readonly groups: Groups;
  readonly earlier: Earlier;
  readonly told: Told;
  readonly service: string;
}

// Four parameters on purpose: they are the state of the reader, and where the event goes.
function pamOf(record: LogRecord, text: string, { daemon, told }: { readonly daemon: Daemon; readonly told: Told }, emit: EmitEvent): Parsed {
  const message = readPam(text, 0, text.trimEnd().length);
  if (!message) return { unparsed: 'a PAM record in words that are not known' };
  if (message.says === 'failure') told.note(message.rhost, message.count);
  return sayPam(record, daemon.format, { ...message, service: daemon.service }, emit);
}

/** Numbers of processes, connections and mails are those of one host; a number of a process alone says of which program, too. */
function keyOf({ host, program, pid }: LogRecord, { key }: Groups): string | null {
  if (key !== undefined) return `${key} ${host ?? ''}`;
  return pid === null ? null : `${pid} ${program ?? ''} ${host ?? ''}`;
}

function noted(record: LogRecord, groups: Groups, earlier: Earlier): Parsed {
  const host = hostOf(groups);
  const key = groups['key'] === undefined ? null : keyOf(record, groups);
  if (host !== null && key !== null) earlier.note(key, host);
  return 'quiet';
}

function hostOf({ host, name }: Groups): string | null {
  const read = (text: string | undefined): string | null =>
    (text === undefined || /^(?:unknown|none|null|\?|)$/i.test(text) ? null : hostIn(text, 0, text.length));
  return read(host) ?? read(name);
}

function sourceOf({ groups, earlier, record }: Reading): string | null {
  const key = keyOf(record, groups);
  const host = hostOf(groups);
  if (host === null) return earlier.of(key);
  if (key !== null) earlier.note(key, host);
  return host;
}

function eventOf(reading: Reading): AuthEvent | MailEvent {
  const { says } = reading.wording;
  return isMail(says) ? mailOf(reading, says) : authOf(reading);
}

const isMail = (says: Says): says is MailEvent['action'] => Object.hasOwn(OUTCOMES, says);

/** Helpers that name the session are summed up by that session alone. */
const sessionOf = (source: string | null, { session }: Groups): string | null =>
  (source === null || session === undefined ? source : `${source} ${session}`);

/** How many failures this record adds to those that a helper told before it. */
function freshOf({ says, sum }: Wording, { source, groups, told }: { source: string | null; groups: Groups; told: Told }): number {
  const written = Math.max(1, Number(groups['count'] ?? 1));
  const session = sessionOf(source, groups);
  if (says === 'helper') told.note(session, written);
  if (!sum) return written;
  return told.fresh(source, session === source ? written : told.fresh(session, written));
}

const PLAIN: Readonly<Record<string, Omit<AuthSaid, 'service' | 'method'>>> = {
  failure: { ...QUIET_AUTH, action: 'login', outcome: 'failure', primary: true, suspicious: true },
  stranger: { ...QUIET_AUTH, action: 'login', outcome: 'failure', primary: true, suspicious: true, unknownUser: true },
  refused: { ...QUIET_AUTH, action: 'login', outcome: 'denied', primary: true, suspicious: true },
  helper: { ...QUIET_AUTH, action: 'login', outcome: 'failure', primary: true, suspicious: true },
  success: { ...QUIET_AUTH, action: 'login', outcome: 'success', primary: true },
  probe: { ...QUIET_AUTH, action: 'probe', outcome: 'failure', suspicious: true },
  notice: QUIET_AUTH,
};

function authOf(reading: Reading): AuthEvent {
  const { record, daemon, wording, groups, told, service } = reading;
  const source = sourceOf(reading);
  const said = PLAIN[wording.says] ?? QUIET_AUTH;
  const fresh = freshOf(wording, { source, groups, told });
  const user = partOrNull(groups, 'user');
  return authEvent(record, daemon.format, {
    ...said, service, target: user, method: part(groups, 'method').toLowerCase() || null, primary: said.primary && fresh > 0,
  }, {
    source, user: user === '' ? null : user, port: partOrNull(groups, 'port'), count: Math.max(1, fresh),
    forged: writtenByHand(record),
  });
}

const OUTCOMES: Readonly<Record<MailEvent['action'], Outcome>> = {
  rejected: 'denied', deferred: 'info', received: 'info', delivered: 'success', bounced: 'info',
};

/** Hosts that these name are where the mail goes. */
const LEAVING: ReadonlySet<string> = new Set(['delivered', 'bounced', 'deferred']);

function mailOf(reading: Reading, action: MailEvent['action']): MailEvent {
  const { record, daemon, wording, groups } = reading;
  const reason = action === 'rejected' ? wording.reason ?? refusalReason(part(groups, 'why')) : null;
  const source = LEAVING.has(action) ? null : sourceOf(reading);
  const against = reason !== null && countsAgainst(reason);
  return mailEvent(record, daemon.format, {
    action, outcome: reason === null || against ? OUTCOMES[action] : 'info', reason, source, target: partOrNull(groups, 'to'),
    from: partOrNull(groups, 'from'), messageId: partOrNull(groups, 'id'), user: partOrNull(groups, 'user'),
    suspicious: against && source !== null, forged: writtenByHand(record),
  });
}
