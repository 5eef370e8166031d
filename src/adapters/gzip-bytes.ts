import { crc32 } from 'node:zlib';
import type { Bytes, Pass } from './byte-pass.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { openByteCursor } from './byte-cursor.ts';
import type { Inflated } from './inflater.ts';
import { openInflater } from './inflater.ts';
import type { LogLimits } from './log-limits.ts';
import type { UnpackGauge } from './unpack-gauge.ts';
import { openUnpackGauge } from './unpack-gauge.ts';

/** Compressed bytes for one step: at the format's worst ratio they become 66 MiB. */
const PIECE = 64 * 1_024;
/** Longest file name or comment in a gzip header. */
const HEADER_TEXT = 64 * 1_024;
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

/**
 * Decompresses gzip (RFC 1952), member after member. The frame is read here and not by zlib's own gunzip, because that
 * loses what came out just before a truncation or trailing garbage. Damage and limits end the stream and are told.
 */
export async function* unpacked(packed: Bytes, limits: LogLimits, pass: Pass): Bytes {
  const input = openByteCursor(packed);
  const gauge = openUnpackGauge(input, limits);
  try {
    for (let member = 1; !pass.signal.aborted; member += 1) {
      const header = await readHeader(input, member);
      if (header === 'end') return;
      if (header !== 'member') return pass.tell(header);
      if (member > limits.members) return pass.tell(`has more than ${limits.members} gzip members: the rest is not read`);
      const trouble = yield* readMember(input, gauge, pass);
      if (trouble !== null) return pass.tell(trouble);
    }
  } finally {
    await input.close();
  }
}

interface Step extends Omit<Inflated, 'state'> {
  readonly state: Inflated['state'] | 'cut';
}

/** Yields one member; answers with what ended the stream, or null where the next member may follow. */
async function* readMember(
  input: ByteCursor, gauge: UnpackGauge, { signal }: Pass,
): AsyncGenerator<Buffer, string | null, void> {
  const sum = { crc: 0, length: 0 };
  for await (const { out, state } of steps(input, signal)) {
    for (const chunk of out) {
      const { kept, hit } = gauge.admit(chunk);
      sum.crc = crc32(kept, sum.crc);
      sum.length += kept.length;
      yield kept;
      if (hit !== null) return hit;
    }
    if (state === 'damaged') return `is damaged: the gzip data cannot be read past byte ${gauge.total()}`;
    if (state === 'cut') return cutShort(gauge);
  }
  return signal.aborted ? null : trailerTrouble(await input.take(8), sum, gauge);
}

/** Inflates to the end of the member, one step ahead of whoever looks at the result. */
async function* steps(input: ByteCursor, signal: AbortSignal): AsyncGenerator<Step, void, void> {
  const inflater = openInflater();
  const feed = async (): Promise<Step> => {
    const piece = await input.peek(PIECE);
    if (piece.length === 0) return { ...await inflater.flush(), state: 'cut' };
    const step = await inflater.feed(piece);
    input.skip(step.used);
    return step;
  };
  let next = feed();
  try {
    for (let more = true; more && !signal.aborted;) {
      const step = await next;
      more = step.state === 'more';
      if (more) next = feed();
      yield step;
    }
  } finally {
    await next;
    inflater.close();
  }
}

const cutShort = (gauge: UnpackGauge): string => `is cut short: the gzip data stop after ${gauge.total()} bytes`;

interface Sum {
  readonly crc: number;
  readonly length: number;
}

function trailerTrouble(trailer: Buffer, sum: Sum, gauge: UnpackGauge): string | null {
  if (trailer.length < 8) return cutShort(gauge);
  const matches = trailer.readUInt32LE(0) === sum.crc && trailer.readUInt32LE(4) === sum.length % 2 ** 32;
  return matches ? null : `is damaged: the checksum before byte ${gauge.total()} does not match`;
}

/** Takes the header of a member; else `end`, or what stands there instead. */
async function readHeader(input: ByteCursor, member: number): Promise<string> {
  if (member > 1) await skipZeros(input);
  const fixed = await input.take(10);
  if (fixed.length === 0) return 'end';
  if (fixed[0] !== 0x1f || fixed[1] !== 0x8b || fixed[2] !== 8) {
    return 'has bytes behind its gzip data that are no gzip: they are not read';
  }
  if (fixed.length < 10 || ((fixed[3] ?? 0) & FLAG.reserved) !== 0) return 'is damaged: a gzip header cannot be read';
  await skipOptions(input, fixed[3] ?? 0);
  return 'member';
}

async function skipOptions(input: ByteCursor, flags: number): Promise<void> {
  if (flags & FLAG.extra) await skipExtra(input);
  if (flags & FLAG.name) await skipText(input);
  if (flags & FLAG.comment) await skipText(input);
  if (flags & FLAG.headerCrc) await input.take(2);
}

async function skipExtra(input: ByteCursor): Promise<void> {
  const length = await input.take(2);
  if (length.length === 2) await input.take(length.readUInt16LE(0));
}

/** Tapes and some writers pad with zeros. */
async function skipZeros(input: ByteCursor): Promise<void> {
  for (;;) {
    const piece = await input.peek(PIECE);
    const text = piece.findIndex((byte) => byte !== 0);
    input.skip(text < 0 ? piece.length : text);
    if (text >= 0 || piece.length === 0) return;
  }
}

async function skipText(input: ByteCursor): Promise<void> {
  for (let left = HEADER_TEXT; left > 0;) {
    const piece = await input.peek(left);
    const end = piece.indexOf(0);
    input.skip(end < 0 ? piece.length : end + 1);
    if (end >= 0 || piece.length === 0) return;
    left -= piece.length;
  }
}
