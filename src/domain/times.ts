/** ISO 8601 in UTC, without milliseconds where there are none: `2026-03-03T04:12:01Z`. */
export const isoTime = (epoch: number): string => new Date(epoch).toISOString().replace('.000Z', 'Z');

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

/** `04:12:01`, UTC. */
export const clockTime = (epoch: number): string => new Date(epoch).toISOString().slice(11, 19);

/** `Mar  3 04:12`, UTC, the way logs write it. */
export function logTime(epoch: number): string {
  const date = new Date(epoch);
  const day = String(date.getUTCDate()).padStart(2, ' ');
  return `${MONTHS[date.getUTCMonth()] ?? ''} ${day} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

const UNITS = [['d', 86_400_000], ['h', 3_600_000], ['min', 60_000], ['s', 1_000]] as const;

/** A length of time in its two largest units: `43 min`, `1 h 12 min`, `15 s`. */
export function spanText(milliseconds: number): string {
  const whole = Math.round(Math.abs(milliseconds) / 1_000) * 1_000;
  const at = UNITS.findIndex(([, size]) => whole >= size);
  const [unit, size] = UNITS[at] ?? ['s', 1_000];
  const rest = whole % size;
  const lower = UNITS[at + 1];
  const more = lower && at >= 0 ? Math.floor(rest / lower[1]) : 0;
  return `${Math.floor(whole / size)} ${unit}${lower && more > 0 ? ` ${more} ${lower[0]}` : ''}`;
}

/** `8,214`. By hand: loading the tables of languages for it costs 25 ms. */
export const countText = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
/** `1 source`, `1,204 sources`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${countText(count)} ${count === 1 ? one : many}`;
