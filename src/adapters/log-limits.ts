/** What reading logs may cost, each told when met. A test may set its own. */
export interface LogLimits {
  /** Bytes of one plain file; ten times the largest log seen on one host, an hour of reading. */
  readonly plainBytes: number;
  /** Bytes that one compressed file may become. */
  readonly unpackedBytes: number;
  /** Bytes out for each byte in. Real logs reach 20 to 60; a file of one repeated letter 1,000. */
  readonly ratio: number;
  /** Below this many bytes the ratio is not judged: a short log of equal lines packs well. */
  readonly ratioFrom: number;
  /** Gzip members in one file; bgzip of 8 GiB has 130,000. */
  readonly members: number;
  /** Compressed bytes of standard input kept for a second look. */
  readonly spoolBytes: number;
  readonly folderDepth: number;
  readonly files: number;
}

const MIB = 1_048_576;
const GIB = 1_024 * MIB;

export const LOG_LIMITS: LogLimits = {
  plainBytes: 50 * GIB, unpackedBytes: 8 * GIB, ratio: 200, ratioFrom: 64 * MIB, members: 200_000,
  spoolBytes: 2 * GIB, folderDepth: 8, files: 2_000,
};

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

export function sizeInWords(bytes: number): string {
  const power = bytes < 1_024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1_024 ** power;
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${UNITS[power] ?? ''}`;
}
