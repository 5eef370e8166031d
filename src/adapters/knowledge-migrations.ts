import { KNOWLEDGE_SCHEMA } from '../domain/no-knowledge.ts';

/** From schema n+1 to n+2, at index n: pure, each with the shapes of its own time and never the current types. */
export type Migration = (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** Schema 1 is the first. */
export const MIGRATIONS: readonly Migration[] = [];

export type Migrated =
  | { readonly kind: 'current'; readonly document: unknown }
  | { readonly kind: 'migrated'; readonly document: unknown; readonly from: number }
  | { readonly kind: 'newer'; readonly schema: number }
  | { readonly kind: 'not-a-store' };

/** Brings a document of any earlier schema to the current one. */
export function migrate(document: unknown, migrations: readonly Migration[] = MIGRATIONS): Migrated {
  const current = migrations === MIGRATIONS ? KNOWLEDGE_SCHEMA : migrations.length + 1;
  if (!isRecord(document)) return { kind: 'not-a-store' };
  const from = document['schema'];
  if (typeof from !== 'number' || !Number.isInteger(from) || from < 1) return { kind: 'not-a-store' };
  if (from > current) return { kind: 'newer', schema: from };
  if (from === current) return { kind: 'current', document };
  let now = document;
  for (const [index, step] of migrations.slice(from - 1).entries()) now = { ...step(now), schema: from + index + 1 };
  return { kind: 'migrated', document: now, from };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
