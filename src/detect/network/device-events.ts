import type { AlertEvent, AuthEvent, Event, NetworkEvent, Outcome } from '../../domain/event.ts';
import { alertEvent, networkEvent } from '../event-makers.ts';
import { authEvent, QUIET_AUTH } from '../event-of.ts';
import type { LogRecord } from '../record.ts';

/** Longest user name kept: an attacker can send one of any length. */
const NAME_LIMIT = 256;

type Envelope = Partial<Pick<Event, 'time' | 'host'>>;

export interface LoginSaid extends Envelope {
  readonly service: string;
  readonly outcome: Outcome;
  readonly source: string | null;
  readonly user: string | null;
  readonly method?: string | null;
  readonly unknownUser?: boolean;
  readonly action?: AuthEvent['action'];
  readonly port?: string | null;
}

/** A login on a device or at a gateway; refused ones count against their source. */
export function loginEvent(record: LogRecord, format: string, said: LoginSaid): AuthEvent {
  const { service, outcome, source, method = null, unknownUser = false, action = 'login', port = null } = said;
  const refused = outcome === 'failure' || outcome === 'denied';
  const user = said.user === null ? null : said.user.slice(0, NAME_LIMIT);
  const event = authEvent(record, format, {
    ...QUIET_AUTH, action, service, outcome, target: user, method, unknownUser, primary: true, suspicious: refused,
  }, { source, user, port, count: 1, forged: null });
  return { ...event, time: said.time ?? event.time, host: said.host ?? event.host };
}

export interface PacketSaid extends Envelope {
  readonly action: NetworkEvent['action'];
  readonly source: string | null;
  readonly target: string | null;
  readonly protocol?: string | null;
  readonly sourcePort?: number | null;
  readonly targetPort?: number | null;
  readonly direction?: NetworkEvent['direction'];
  readonly bytesOut?: number | null;
  readonly bytesIn?: number | null;
  readonly user?: string | null;
  readonly count?: number;
  readonly suspicious?: boolean;
}

/** A connection or packet as a device reports it. */
export function packetEvent(record: LogRecord, format: string, said: PacketSaid): NetworkEvent {
  const { suspicious = false, source } = said;
  return networkEvent(record, format, {
    ...UNSAID, time: record.time, host: record.host, ...said, outcome: OUTCOMES[said.action],
    suspicious: suspicious && source !== null,
  });
}

const UNSAID = {
  protocol: null, sourcePort: null, targetPort: null, direction: null, bytesOut: null, bytesIn: null, user: null, count: 1,
} as const;
const OUTCOMES: Readonly<Record<NetworkEvent['action'], Outcome>> = { blocked: 'denied', allowed: 'success', flow: 'info' };

export interface WarningSaid extends Envelope {
  readonly product: string;
  readonly rule: string;
  readonly title: string;
  readonly severity: AlertEvent['severity'];
  readonly source: string | null;
  readonly target?: string | null;
  readonly user?: string | null;
  readonly techniques?: readonly string[];
  readonly blocked?: boolean;
}

const TITLE_LIMIT = 200;

/** What another product says it found. */
export function warningEvent(record: LogRecord, format: string, said: WarningSaid): AlertEvent {
  const { time = record.time, host = record.host, severity, blocked = false } = said;
  return alertEvent(record, format, {
    time, host, outcome: blocked ? 'denied' : 'info', source: said.source, target: said.target ?? null,
    user: said.user ?? null, suspicious: severity !== 'info' && said.source !== null, product: said.product,
    rule: said.rule.slice(0, TITLE_LIMIT), title: said.title.slice(0, TITLE_LIMIT), severity,
    techniques: said.techniques ?? [], blocked,
  });
}
