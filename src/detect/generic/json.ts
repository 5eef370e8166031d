import type { Fields } from './fields.ts';
import { fieldsOfJson } from './fields.ts';

/** A longer record is looked at as text alone. */
const LONGEST = 65_536;
/** Beginnings tried in one line, each of which costs a pass over the rest. */
const TRIES = 4;
/** What a wrapper (container, shipper) calls the line that it carries. */
const CARRIED = ['log', 'message', 'msg', 'line', 'event.original'];
const [OPEN, CLOSE, QUOTE, BACKSLASH] = [123, 125, 34, 92] as const;

export interface JsonRecord {
  readonly fields: Fields;
  /** What stands before the object. */
  readonly before: string;
}

/** The first JSON object of a line, also one carried whole in a field of another; null where there is none. */
export function jsonIn(text: string): JsonRecord | null {
  if (text.length > LONGEST) return null;
  let start = text.indexOf('{"');
  for (let tries = 0; start >= 0 && tries < TRIES; tries += 1) {
    const end = mayBegin(text, start) ? endOfObject(text, start) : -1;
    const fields = end < 0 || !mayEnd(text, end) ? null : fieldsOfJson(parsed(text.slice(start, end)));
    if (fields) return { fields: withCarried(fields), before: text.slice(0, start) };
    start = text.indexOf('{"', start + 2);
  }
  return null;
}

/** An object is the line or ends it; one in the middle, or where a name stands, is something that somebody wrote. */
const mayBegin = (text: string, start: number): boolean =>
  start === 0 || (/\s$/.test(text.slice(0, start)) && !NAME_BEFORE.test(text.slice(Math.max(0, start - 40), start)));
const mayEnd = (text: string, end: number): boolean => /^[\s[\]]{0,8}$/.test(text.slice(end, end + 9));
const NAME_BEFORE = /(?<![\w-])(?:users?(?:\s?name)?|usr|account|acct|for|as|by|from|login|name|identity|e?mail)\s?[:=]?\s?$/i;

/** Past the brace that closes the object; -1 where none does. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (quoted && code === BACKSLASH) at += 1;
    else if (code === QUOTE) quoted = !quoted;
    else if (quoted) continue;
    else if (code === OPEN) depth += 1;
    else if (code === CLOSE && (depth -= 1) === 0) return at + 1;
  }
  return -1;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Not JSON after all: the line is read as text.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Fields of the wrapper count where the line inside has none of that name. */
function withCarried(fields: Fields): Fields {
  for (const name of CARRIED) {
    const value = fields.get(name);
    if (typeof value !== 'string' || !value.startsWith('{"') || !value.trimEnd().endsWith('}')) continue;
    const inner = fieldsOfJson(parsed(value));
    if (inner) return new Map([...inner, ...[...fields].filter(([key]) => !inner.has(key) && key !== name)]);
  }
  return fields;
}
