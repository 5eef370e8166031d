const EARLIEST = Date.UTC(1990, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

const WRITTEN = /^(\d{4})[-/](\d\d?)[-/](\d\d?)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?)?\s?(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/;

/** A time as feeds write it: ISO 8601, `2026-03-01 12:00:00`, `… UTC`, epoch seconds or milliseconds. Without a zone it is UTC. */
export function feedTime(value: unknown): number | null {
  if (typeof value === 'number') return ofNumber(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^\d{9,13}$/.test(text)) return ofNumber(Number(text));
  const match = WRITTEN.exec(text);
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number((part as string | undefined) ?? 0));
  return within(Date.UTC(year, month - 1, day, hour, minute, second) + shiftOf(match[7] ?? 'Z'));
}

const ofNumber = (number: number): number | null => within(number < 1e11 ? number * 1_000 : number);

function shiftOf(zone: string): number {
  const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  return offset ? (Number(offset[2]) * 60 + Number(offset[3])) * 60_000 * (offset[1] === '-' ? 1 : -1) : 0;
}

function within(at: number): number | null {
  return at >= EARLIEST && at <= LATEST ? at : null;
}
