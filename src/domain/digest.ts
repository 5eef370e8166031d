import { createHash, type Hash } from 'node:crypto';
import type { Fingerprint, Sha256 } from './ids.ts';

export const sha256Of = (data: string | Uint8Array): Sha256 =>
  createHash('sha256').update(data).digest('hex') as Sha256;

/** The digest of what a running hash has seen. */
export const digestOf = (hash: Pick<Hash, 'digest'>): Sha256 => hash.digest('hex') as Sha256;

/** Identity over sessions: 16 hex digits over the parts, which are kept apart by a byte no text holds. */
export const fingerprintOf = (parts: readonly string[]): Fingerprint =>
  sha256Of(parts.join('\u0000')).slice(0, 16) as Fingerprint;

/** JSON with sorted keys: equal values give equal text, whatever the order they were built in. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, item: unknown) => (isPlain(item) ? sorted(item) : item));
}

const isPlain = (item: unknown): item is Record<string, unknown> =>
  typeof item === 'object' && item !== null && !Array.isArray(item);

const sorted = (item: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
