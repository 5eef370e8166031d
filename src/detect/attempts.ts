import type { AuthEvent, Event } from '../domain/event.ts';
import type { Confidence } from '../domain/finding.ts';

/** Distinct sources, accounts or subnets one detector remembers; what is past it goes, least recently seen first. */
export const STATE_LIMIT = 65_536;
export const HOSTS_LISTED = 8;
export const USERS_LISTED = 20;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Mistyping taken back when the same user then gets in. */
export const FORGIVEN = 4;

/** Fields of a login record that whoever connects can write. */
export const LOGIN_TAINT = ['user', 'port'];

/**
 * A refused attempt to log in that counts: not a restatement by another program, not a forged record, and not the
 * first `none` request with which every SSH client asks what methods there are.
 */
export const failed = (event: Event): boolean =>
  (event.outcome === 'failure' || event.outcome === 'denied') && event.forged === null && (event.kind === 'auth'
    ? event.action === 'login' && event.primary && event.method !== 'none'
    : event.kind === 'generic' && event.suspicious && event.user !== null && event.source !== null);

export const succeeded = (event: Event): event is AuthEvent =>
  event.kind === 'auth' && event.action === 'login' && event.primary && event.outcome === 'success'
  && event.forged === null;

/** A login that no guessed password explains. */
export const byKey = (event: AuthEvent): boolean =>
  event.method !== null && (event.method.startsWith('publickey') || event.method.startsWith('gssapi')
    || event.method === 'hostbased');

export const lowered = (confidence: Confidence, inferred: boolean): Confidence => (inferred ? 'low' : confidence);

export function remember(list: string[], name: string | null, limit: number, detach: (text: string) => string): void {
  if (name === null || list.length >= limit || list.includes(name)) return;
  list.push(detach(name));
}
