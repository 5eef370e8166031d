const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

/** A time as feeds write it: ISO 8601, `2026-03-01 12:00:00`, `… UTC`, epoch seconds or milliseconds. Without a zone it is UTC. */
export function feedTime(value: unknown): number | null {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d{9,13}$/.test(value.trim()))) {
    const number = Number(value);
    return within(number < 1e11 ? number * 1_000 : number);
  }
  if (typeof value !== 'string') return null;
  const match = /^(\d{4})[-/](\d\d?)[-/](\d\d?)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?\s?(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/.exec(value.trim());
  if (!match) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', zone = 'Z'] = match;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  const shift = offset ? (Number(offset[2]) * 60 + Number(offset[3])) * 60_000 * (offset[1] === '-' ? 1 : -1) : 0;
  return within(at + shift);
}

const within = (at: number): number | null => (at >= EARLIEST && at <= LATEST ? at : null);
