import type { LogClock } from '../log-clock.ts';
import type { AuditFields } from './fields.ts';

/** One event as laurel writes it: all its records in one JSON object. */
interface LaurelEvent {
  readonly time: number | null;
  readonly host: string | null;
  readonly parent: string | null;
  readonly argv: readonly string[];
  readonly title: string | null;
  readonly records: readonly { readonly type: string; readonly fields: AuditFields }[];
}

const SHAPE = /^\{"ID":"\d{1,12}\.\d{1,9}:\d{1,20}"/;

export const isLaurel = (text: string, body: number): boolean => text.charCodeAt(body) === 123 && SHAPE.test(text.slice(body, body + 60));

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

export function readLaurel(text: string, clock: LogClock): LaurelEvent | null {
  const event = parse(text);
  if (!event) return null;
  const { ID: id, NODE: node } = event;
  const records = Object.entries(event).flatMap(([type, value]) =>
    (Array.isArray(value) ? value : [value]).filter(isFields).map((own) => ({ type, fields: fieldsOf(own) })));
  const call = isFields(event['SYSCALL']) ? event['SYSCALL'] : {};
  return {
    time: typeof id === 'string' ? clock.epoch(Math.round(Number.parseFloat(id) * 1_000)) : null,
    host: typeof node === 'string' ? node : null,
    parent: isFields(call['PPID']) && typeof call['PPID']['exe'] === 'string' ? call['PPID']['exe'] : null,
    argv: wordsOf(event['EXECVE']), title: wordsOf(event['PROCTITLE']).join(' ') || null, records,
  };
}

function parse(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function fieldsOf(own: Fields): AuditFields {
  const fields = new Map<string, string>();
  for (const [key, value] of Object.entries(own)) {
    if (typeof value === 'string' || typeof value === 'number') fields.set(key, String(value));
  }
  return fields;
}

function wordsOf(value: unknown): readonly string[] {
  if (!isFields(value)) return [];
  const { ARGV: list, ARGV_STR: line } = value;
  if (typeof line === 'string') return [line];
  return Array.isArray(list) ? list.filter((word) => typeof word === 'string') : [];
}
