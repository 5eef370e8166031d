/** Helpers for values out of JSON whose shape nobody promised. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Longest value kept; a script block is told whole in pieces of this size. */
const LONGEST = 65_536;

/** A value as the text it stands for; null where it holds none, or is made of several. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.length > LONGEST ? value.slice(0, LONGEST) : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return listText(value);
  if (!isFields(value)) return null;
  // Converters of XML put the text of an element beside its attributes; some readers wrap each value.
  return textOf(value['#text'] ?? value['Value'] ?? value['value'] ?? value['$'] ?? null);
}

function listText(list: readonly unknown[]): string | null {
  const texts = list.flatMap((item) => (isFields(item) || Array.isArray(item) ? [] : textOf(item) ?? []));
  return texts.length > 0 ? texts.join(', ').slice(0, LONGEST) : null;
}

/** The value under a path, whether objects stand inside each other or names are joined by dots. */
export function under(fields: Fields, path: string): unknown {
  if (path in fields) return fields[path];
  const dot = path.indexOf('.');
  if (dot < 0) return undefined;
  const inner = fields[path.slice(0, dot)];
  return isFields(inner) ? under(inner, path.slice(dot + 1)) : undefined;
}

export function firstText(fields: Fields, paths: readonly string[]): string | null {
  for (const path of paths) {
    const text = textOf(under(fields, path));
    if (text !== null && text !== '') return text;
  }
  return null;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Cut off, or no JSON after all.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
