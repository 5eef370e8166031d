/** Fields of one audit record. Values are decoded; what the kernel writes as `?` or `(null)` is left out. */
export type AuditFields = ReadonlyMap<string, string>;

/** Enrichment stands behind this character; ausearch writes a blank. */
const GROUP_SEPARATOR = '\u001d';
const [SPACE, DOUBLE, SINGLE] = [32, 34, 39] as const;
/** Stand behind what an attacker may write (`acct=`): the last of them is the program's own. */
const LAST_WINS = new Set(['exe', 'hostname', 'addr', 'terminal', 'res']);
/** Written in hex where they hold a blank, a quote or a control; all others are as they stand. */
const ENCODED = new Set(['acct', 'cmd', 'comm', 'cwd', 'data', 'exe', 'key', 'name', 'path', 'proctitle']);
const NOTHING = new Set(['?', '(null)', '(none)', '']);
/** A record longer than this holds nothing more that is wanted. */
const LIMIT = 16_384;
/** Audit encodes a text in hex where it holds one of these: a name of hexadecimal letters is a name. */
// eslint-disable-next-line no-control-regex -- that is what they are
const NEEDS_HEX = /[\x00\x09\x0a\x0d\x20"\x7f-\uffff]/;

/** `key=value key="value" msg='op=… acct="…"'`, in raw and in interpreted form. */
export function auditFields(text: string): AuditFields {
  const fields = new Map<string, string>();
  const own = text.slice(0, LIMIT).replaceAll(GROUP_SEPARATOR, ' ');
  for (let at = 0; at < own.length;) {
    const equals = own.indexOf('=', at);
    if (equals < 0) break;
    const key = own.slice(Math.max(own.lastIndexOf(' ', equals) + 1, at), equals).replace(/^[("',]+/, '');
    const { value: written, end } = valueAt(own, equals + 1);
    const value = written !== null && ENCODED.has(key) && own.charCodeAt(equals + 1) !== DOUBLE ? decodeHex(written) : written;
    if (value !== null && !NOTHING.has(value) && (LAST_WINS.has(key) || !fields.has(key))) fields.set(key, value);
    at = end;
  }
  return fields;
}

interface Value {
  /** Null where the value is a list of fields itself. */
  readonly value: string | null;
  readonly end: number;
}

function valueAt(text: string, start: number): Value {
  const code = text.charCodeAt(start);
  // What stands in single quotes is fields again: reading goes on inside.
  if (code === SINGLE) return { value: null, end: start + 1 };
  if (code === DOUBLE) {
    const close = text.indexOf('"', start + 1);
    const end = close < 0 ? text.length : close;
    return { value: text.slice(start + 1, end), end: end + 1 };
  }
  let end = start;
  while (end < text.length && text.charCodeAt(end) !== SPACE) end += 1;
  return { value: text.slice(start, end).replace(/[',)]+$/, ''), end };
}

/** The text that audit wrote in hex; any other text as it is. */
export function decodeHex(text: string): string {
  if (text.length < 2 || text.length % 2 !== 0 || !/^[\dA-F]+$/.test(text)) return text;
  const decoded = Buffer.from(text, 'hex').toString();
  return NEEDS_HEX.test(decoded) ? decoded : text;
}

const ARGUMENT = / (?=a\d{1,5}(?:_len|\[\d{1,5}\])?=)/;

/** `argc=3 a0="sh" a1="-c" a2=6C73202D6C`: the words in order, long ones put together from their pieces. */
export function argumentsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const part of text.slice(0, LIMIT).split(ARGUMENT)) {
    const equals = part.indexOf('=');
    const name = /^a(\d{1,5})(?:\[\d{1,5}\])?$/.exec(part.slice(0, equals));
    if (!name) continue;
    const index = Number(name[1]);
    words[index] = (words[index] ?? '') + plain(part.slice(equals + 1));
  }
  // Leaves out the places of words that were cut away.
  return words.flat();
}

function plain(value: string): string {
  const end = value.indexOf(GROUP_SEPARATOR);
  const own = (end < 0 ? value : value.slice(0, end)).trimEnd();
  if (own.charCodeAt(0) !== DOUBLE) return decodeHex(own);
  const close = own.indexOf('"', 1);
  return own.slice(1, close < 0 ? own.length : close);
}

/** A process title is its arguments with NULs between. */
export const titleOf = (fields: AuditFields): string | null => fields.get('proctitle')?.replaceAll('\0', ' ').trim() || null;

