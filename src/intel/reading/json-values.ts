/** Reading JSON of foreign making: what is not of the shape asked for is as if it were not there. */
export type Row = Readonly<Record<string, unknown>>;

export const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
export const rowsOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? value.filter(isRow) : []);
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value as readonly unknown[] : []);
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((now, key) => (isRow(now) ? now[key] : undefined), value);
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^\d{1,3}(?:\.\d+)?$/.test(value.trim()) ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}
/** Texts of a list, or of a text with commas between them. */
export const wordsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value.map((one) => (isRow(one) ? textOf(one['name'] ?? one['value']) : textOf(one))) : textOf(value).split(',')).map((one) => one.trim()).filter((one) => one !== '');
export const joined = (...parts: readonly unknown[]): string =>
  [...new Set(parts.map((part) => (Array.isArray(part) ? wordsOf(part).join(', ') : textOf(part)).trim()).filter((part) => part !== ''))].join('; ');
