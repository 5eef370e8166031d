const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Characters of a command or name quoted in a reason; the whole stands in the evidence line. */
const QUOTE_LIMIT = 120;

/** `2026-03-03 04:12:01Z`; no text where the record holds no time. */
export const at = (time: number): string =>
  (Number.isNaN(time) ? '' : `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')}Z`);
export const between = (first: number, last: number): string => {
  if (Number.isNaN(first) || Number.isNaN(last)) return 'in records without a time';
  return first === last ? `at ${at(first)}` : `between ${at(first)} and ${at(last)}`;
};

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

export function lasting(milliseconds: number): string {
  if (milliseconds >= 2 * DAY) return plural(Math.round(milliseconds / DAY), 'day');
  if (milliseconds >= 2 * HOUR) return plural(Math.round(milliseconds / HOUR), 'hour');
  if (milliseconds >= 2 * MINUTE) return plural(Math.round(milliseconds / MINUTE), 'minute');
  return plural(Math.round(milliseconds / 1_000), 'second');
}

export const quoted = (text: string): string =>
  `\`${text.length > QUOTE_LIMIT ? `${text.slice(0, QUOTE_LIMIT)}…` : text}\``;

/** `a, b and 4 more`. */
export function listed(names: readonly string[], shown: number): string {
  const rest = names.length - shown;
  return rest > 0 ? `${names.slice(0, shown).join(', ')} and ${rest} more` : names.join(', ');
}
