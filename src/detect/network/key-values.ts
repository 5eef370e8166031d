/** Fields of a record by lower-case name; the first of a name counts, for what others wrote stands further back. */
export type Fields = ReadonlyMap<string, string>;

/** More pairs than any product writes. */
const PAIRS = 300;
const NAME_LIMIT = 64;
const LONGEST = 32_768;
const [QUOTE, BACKSLASH, SPACE] = [34, 92, 32] as const;

/** Reads `name=value name="value with blanks"` pairs, left to right; a quote that never closes takes the rest. */
export function keyValuesIn(line: string): Fields {
  const text = line.slice(0, LONGEST);
  const fields = new Map<string, string>();
  let at = 0;
  while (fields.size < PAIRS) {
    const equals = text.indexOf('=', at);
    if (equals < 0) break;
    const name = nameBefore(text, equals, at);
    const { value, end } = valueAt(text, equals + 1);
    at = Math.max(end, equals + 1);
    if (name !== '' && !fields.has(name)) fields.set(name, value);
  }
  return fields;
}

/** The word that ends at the equals sign. */
function nameBefore(text: string, equals: number, from: number): string {
  let start = equals;
  while (start > from && equals - start < NAME_LIMIT && isNameCode(text.charCodeAt(start - 1))) start -= 1;
  return text.slice(start, equals).toLowerCase();
}

/** Letters, digits, `_`, `-`, `.`. */
const isNameCode = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 65 && code <= 90)
  || (code >= 97 && code <= 122) || code === 95 || code === 45 || code === 46;

function valueAt(text: string, start: number): { readonly value: string; readonly end: number } {
  if (text.charCodeAt(start) === QUOTE) {
    const close = closingQuote(text, start + 1);
    return { value: text.slice(start + 1, close).replace(/\\(["\\])/g, '$1'), end: close + 1 };
  }
  let end = start;
  // `a=b=c`: a value may hold an equals sign, as encoded texts do.
  while (end < text.length && text.charCodeAt(end) !== SPACE) end += 1;
  return { value: text.slice(start, end).replace(/[,;]$/, ''), end };
}

function closingQuote(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return text.length;
}

/** The first of these fields that says something; `N/A`, `-` and the like say nothing. */
export function fieldOf(fields: Fields, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = fields.get(name);
    if (value !== undefined && !isNothing(value)) return value;
  }
  return null;
}

const isNothing = (value: string): boolean => /^(?:|-|n\/a|\(?null\)?|none|unknown|undefined)$/i.test(value.slice(0, 12));
