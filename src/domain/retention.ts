import type { SessionId } from './ids.ts';

export interface RetentionLimits {
  readonly sessions: number;
  readonly bytes: number;
}
/** Told and offered for removal beyond these; nothing is removed without being asked for. */
export const RETENTION: RetentionLimits = { sessions: 500, bytes: 2 * 1024 ** 3 };

/** Share of a limit at which it is told. */
const TELL_FROM = 0.8;

export interface KeptSession {
  readonly session: SessionId;
  readonly bytes: number;
  /** It changed a host: its record is the only way to undo it, and to answer for it. */
  readonly executedActions: boolean;
  readonly openIncident: boolean;
}

export interface Retention {
  /** What to remove to come within the limits, oldest first. */
  readonly remove: readonly SessionId[];
  /** Older than one that goes, yet kept unless forced. */
  readonly held: readonly { readonly session: SessionId; readonly why: string }[];
  /** For a person, from 80 % of a limit on. */
  readonly notices: readonly string[];
}

/** What the limits would remove; sessions in any order. */
export function retention(sessions: readonly KeptSession[], limits: RetentionLimits = RETENTION): Retention {
  const total = { sessions: sessions.length, bytes: sum(sessions) };
  const left = { ...total };
  const remove: SessionId[] = [];
  const held: { session: SessionId; why: string }[] = [];
  // A session id sorts by its time.
  for (const one of sessions.toSorted((a, b) => (a.session < b.session ? -1 : 1))) {
    if (left.sessions <= limits.sessions && left.bytes <= limits.bytes) break;
    const why = whyHeld(one);
    if (why !== null) {
      held.push({ session: one.session, why });
      continue;
    }
    remove.push(one.session);
    left.sessions -= 1;
    left.bytes -= one.bytes;
  }
  return { remove, held, notices: noticesOf(total, limits) };
}

/** Why a session is not removed without force; null where it may go. */
export function whyHeld(session: Pick<KeptSession, 'executedActions' | 'openIncident'>): string | null {
  if (session.executedActions) return 'actions were executed in it';
  return session.openIncident ? 'an incident seen in it is open' : null;
}

const sum = (sessions: readonly KeptSession[]): number => sessions.reduce((bytes, one) => bytes + one.bytes, 0);

function noticesOf(total: RetentionLimits, limits: RetentionLimits): readonly string[] {
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MB`;
  return [
    ...notice(total.sessions, limits.sessions, `${total.sessions} of ${limits.sessions} sessions kept`),
    ...notice(total.bytes, limits.bytes, `sessions take ${megabytes(total.bytes)} of ${megabytes(limits.bytes)}`),
  ];
}

function notice(now: number, limit: number, words: string): readonly string[] {
  if (now < limit * TELL_FROM) return [];
  return [`${words}: ${now > limit ? 'over the limit' : 'near the limit'}, \`soc sessions rm\` makes room`];
}
