import type { LogRecord } from '../record.ts';
import type { Fields } from './key-values.ts';

/** A longer record is no record of these products. */
const LONGEST = 262_144;
const FIELDS = 600;
const DEPTH = 6;
/** Shippers put a little before the object: `@cee: {`, `wazuh {`. */
const PREFIX = 60;
const OPEN = 123;

/** Where the JSON object of a record begins; -1 where it holds none. */
function jsonStart(record: LogRecord): number {
  const { text, body } = record;
  if (text.charCodeAt(body) === OPEN) return body;
  if (text.charCodeAt(text.length - 1) !== 125 && !text.endsWith('} ')) return -1;
  const start = text.indexOf('{"', body);
  return start >= 0 && start - body <= PREFIX ? start : -1;
}

/** Whether the record is a JSON object that names all of these; names are looked for as text, which costs little. */
export const isJsonWith = (record: LogRecord, ...names: readonly string[]): boolean =>
  jsonStart(record) >= 0 && names.every((name) => record.text.includes(name));

/**
 * Fields of the record's object by lower-case dotted name (`source.ip`), nested or written with dots; of a list the
 * first member counts. Null where it is no JSON.
 */
export function jsonFields(record: LogRecord): Fields | null {
  const start = jsonStart(record);
  if (start < 0 || record.text.length - start > LONGEST) return null;
  const value = parsed(record.text.slice(start));
  if (!isObject(value)) return null;
  const fields = new Map<string, string>();
  flatten(fields, '', value, 1);
  return fields;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// Four parameters on purpose: it calls itself for each object inside.
function flatten(fields: Map<string, string>, prefix: string, object: Readonly<Record<string, unknown>>, depth: number): void {
  for (const [name, inner] of Object.entries(object)) {
    if (fields.size >= FIELDS) return;
    const key = `${prefix}${name.toLowerCase()}`;
    const value: unknown = Array.isArray(inner) ? inner[0] : inner;
    if (isObject(value)) {
      if (depth < DEPTH) flatten(fields, `${key}.`, value, depth + 1);
    } else if (!fields.has(key)) {
      const text = plainText(value);
      if (text !== null) fields.set(key, text);
      if (Array.isArray(inner) && inner.length > 1) fields.set(`${key}[]`, inner.flatMap((one) => plainText(one) ?? []).join(' '));
    }
  }
}

function plainText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
