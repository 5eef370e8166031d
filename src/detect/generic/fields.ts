/** Named values of one record, names in lower case, those of objects inside as `outer.inner`. */
export type Fields = ReadonlyMap<string, unknown>;

const DEPTH = 4;
/** Fields of one record; more is data, not a record. */
const LIMIT = 400;
/** Objects of a list that are looked at. */
const LISTED = 4;
const PAIRS = 64;
const PAIR = /(?<=^|[\s,;|({[])([A-Za-z_][\w.-]{0,40})=(?:"((?:[^"\\]|\\.){0,4096})"|([^\s"',;|)}\]]{0,512}))/g;

/** Fields of a parsed JSON value; null where it is no object. The first of two equal names counts. */
export function fieldsOfJson(value: unknown): Fields | null {
  if (!isObject(value)) return null;
  const fields = new Map<string, unknown>();
  addAll(fields, value, '');
  return fields;
}

// Breadth first: what stands further out is named first.
function addAll(fields: Map<string, unknown>, root: Readonly<Record<string, unknown>>, prefix: string): void {
  const level: { readonly prefix: string; readonly object: Readonly<Record<string, unknown>>; readonly depth: number }[] =
    [{ prefix, object: root, depth: 1 }];
  for (const { prefix: before, object, depth } of level) {
    for (const [name, inner] of Object.entries(object)) {
      if (fields.size >= LIMIT) return;
      const key = `${before}${name.toLowerCase()}`;
      if (!fields.has(key)) fields.set(key, inner);
      if (depth >= DEPTH) continue;
      for (const object of objectsIn(inner)) level.push({ prefix: `${key}.`, object, depth: depth + 1 });
    }
  }
}

/** The object itself, or the first of a list of them. */
function objectsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(value)) return value.slice(0, LISTED).filter(isObject);
  return isObject(value) ? [value] : [];
}

/**
 * `key=value` pairs of a line. A name that comes twice with different values is left out: one of them may stand in a
 * value that somebody chose.
 */
export function pairsIn(text: string): Fields {
  const fields = new Map<string, unknown>();
  const doubtful = new Set<string>();
  let seen = 0;
  for (const match of text.matchAll(PAIR)) {
    if ((seen += 1) > PAIRS) break;
    const key = (match[1] ?? '').toLowerCase();
    const value = match[2] ?? match[3] ?? '';
    if (fields.has(key) && fields.get(key) !== value) doubtful.add(key);
    fields.set(key, value);
  }
  for (const key of doubtful) fields.delete(key);
  return fields;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
