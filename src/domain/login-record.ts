/** Binary login records of Linux (wtmp, btmp, utmp, lastlog): fixed lengths, no line ends, found by their content. */
export interface RecordForm {
  readonly name: string;
  /** Bytes of a record. */
  readonly length: number;
  /** One readable line for a record; `number` counts from 1. */
  text(bytes: Buffer, number: number): string;
}

interface Layout {
  readonly name: string;
  readonly length: number;
  /** Where seconds and microseconds stand, and how wide each is. */
  readonly seconds: number;
  readonly width: 4 | 8;
  readonly address: number;
}

/** utmp(5) of glibc and musl: one layout on most machines, a wider one where times have 64 bits (arm64). */
const UTMP: readonly Layout[] = [
  { name: 'utmp', length: 384, seconds: 340, width: 4, address: 348 },
  { name: 'utmp', length: 400, seconds: 344, width: 8, address: 360 },
];
const LASTLOG = [{ length: 292, width: 4 }, { length: 296, width: 8 }] as const;
const FIELD = { id: [40, 4], line: [8, 32], user: [44, 32], host: [76, 256] } as const;
/** Highest `ut_type` (ACCOUNTING). */
const LAST_TYPE = 9;
/** No login record is older than Linux, or later than this century. */
const [EARLIEST, LATEST] = [Date.UTC(1991, 0) / 1_000, Date.UTC(2100, 0) / 1_000];
/** Records looked at from the first that is not empty. */
const LOOKED_AT = 8;

/** What form the records have that a file begins with; null where it holds no login records. */
export function recordFormOf(head: Buffer): RecordForm | null {
  const first = head.findIndex((byte) => byte !== 0);
  if (first < 0) return null;
  const utmp = UTMP.find(({ length }) => fits(head, first, length, (record) => isUtmp(record, length)));
  if (utmp) return { name: 'utmp', length: utmp.length, text: (bytes) => utmpText(bytes, utmp) };
  const lastlog = LASTLOG.find(({ length, width }) => fits(head, first, length, (record) => isLastlog(record, width)));
  if (lastlog) {
    const { length, width } = lastlog;
    return { name: 'lastlog', length, text: (bytes, number) => lastlogText(bytes, number, width) };
  }
  return null;
}

// Four parameters on purpose: each is a different thing.
function fits(head: Buffer, first: number, length: number, isRecord: (record: Buffer) => boolean): boolean {
  const start = Math.floor(first / length) * length;
  const whole = Math.min(LOOKED_AT, Math.floor((head.length - start) / length));
  const records = Array.from({ length: whole }, (_, at) => head.subarray(start + at * length, start + (at + 1) * length));
  const filled = records.filter((record) => !isEmpty(record));
  // A cleaner of logs leaves records that fit nothing: most must.
  return filled.length > 0 && filled.filter(isRecord).length * 2 > filled.length;
}

const isEmpty = (record: Buffer): boolean => record.every((byte) => byte === 0);

function isUtmp(record: Buffer, length: number): boolean {
  const layout = UTMP.find((one) => one.length === length);
  if (!layout) return false;
  const type = record.readInt16LE(0);
  const reserved = record.subarray(layout.address + 16, layout.address + 36);
  return type >= 0 && type <= LAST_TYPE && record.readInt16LE(2) === 0 && isEmpty(reserved)
    && isPlausible(secondsAt(record, layout.seconds, layout.width)) && isName(record, ...FIELD.line) && endsAtNul(record, ...FIELD.host);
}

const isLastlog = (record: Buffer, width: 4 | 8): boolean =>
  isPlausible(secondsAt(record, 0, width)) && record[width] !== 0 && isName(record, width, 32) && endsAtNul(record, width + 32, 256);

const isPlausible = (seconds: number): boolean => seconds >= EARLIEST && seconds < LATEST;
/** Terminals have plain, short names; what an attacker may write stands in other fields. */
const isName = (record: Buffer, from: number, length: number): boolean =>
  record[from + length - 1] === 0 && endsAtNul(record, from, length) && /^[\x20-\x7e]*$/.test(textAt(record, from, length));

function endsAtNul(record: Buffer, from: number, length: number): boolean {
  const field = record.subarray(from, from + length);
  const end = field.indexOf(0);
  return end < 0 || isEmpty(field.subarray(end));
}

const secondsAt = (record: Buffer, from: number, width: 4 | 8): number =>
  (width === 4 ? record.readUInt32LE(from) : Number(record.readBigInt64LE(from)));

function textAt(record: Buffer, from: number, length: number): string {
  const field = record.subarray(from, from + length);
  const end = field.indexOf(0);
  // eslint-disable-next-line no-control-regex -- what no terminal shows
  return field.toString('utf8', 0, end < 0 ? length : end).replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, '?');
}

/** As `utmpdump` prints it, so that one parser reads the file and its dump. */
function utmpText(record: Buffer, { length, seconds, width, address }: Layout): string {
  if (record.length < length) return `utmp record cut short: ${record.length} of ${length} bytes`;
  const micros = width === 4 ? record.readUInt32LE(seconds + 4) : Number(record.readBigInt64LE(seconds + 8));
  const pid = String(record.readInt32LE(4)).padStart(5, '0');
  const field = (name: keyof typeof FIELD, pad: number): string => {
    const [from, size] = FIELD[name];
    return `[${textAt(record, from, size).padEnd(pad)}]`;
  };
  return `[${record.readInt16LE(0)}] [${pid}] ${field('id', 4)} ${field('user', 8)} ${field('line', 12)} ${field('host', 20)} `
    + `[${addressText(record.subarray(address, address + 16)).padEnd(15)}] [${timeText(secondsAt(record, seconds, width), micros)}]`;
}

function lastlogText(record: Buffer, number: number, width: 4 | 8): string {
  if (isEmpty(record)) return `lastlog uid=${number - 1} never`;
  return `lastlog uid=${number - 1} port=[${textAt(record, width, 32)}] from=[${textAt(record, width + 32, 256)}] `
    + `latest=[${timeText(secondsAt(record, 0, width), 0)}]`;
}

/** A year past 9999 would be written with a sign: such seconds come from damage alone. */
const LAST_SECOND = 253_402_300_799;

function timeText(seconds: number, micros: number): string {
  const stamp = new Date(Math.min(Math.max(0, seconds), LAST_SECOND) * 1_000).toISOString().slice(0, 19);
  return `${stamp},${String(Math.min(Math.max(0, micros), 999_999)).padStart(6, '0')}+00:00`;
}

/** IPv4 stands in the first four bytes alone. */
function addressText(bytes: Buffer): string {
  if (isEmpty(bytes.subarray(4))) return bytes.subarray(0, 4).join('.');
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16)).join(':');
  // RFC 5952: the longest run of zeros, the first of equals, is left out.
  const runs = [...groups.matchAll(/(?<![\da-f])0(?::0)+(?![\da-f])/g)];
  const longest = runs.reduce<RegExpMatchArray | null>((best, run) => (best && best[0].length >= run[0].length ? best : run), null);
  if (!longest) return groups;
  const at = longest.index ?? 0;
  return `${groups.slice(0, at).replace(/:$/, '')}::${groups.slice(at + longest[0].length).replace(/^:/, '')}`;
}
