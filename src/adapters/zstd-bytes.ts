import { Decompress } from 'fzstd';
import type { ByteCursor } from './byte-cursor.ts';
import { openByteCursor } from './byte-cursor.ts';
import type { Bytes, Pass } from './byte-pass.ts';
import type { LogLimits } from './log-limits.ts';
import { sizeInWords } from './log-limits.ts';
import type { UnpackGauge } from './unpack-gauge.ts';
import { openUnpackGauge } from './unpack-gauge.ts';

const FRAME = 0xfd2fb528;
const [SKIPPABLE, SKIPPABLE_MASK] = [0x184d2a50, 0xfffffff0] as const;
/** What zstd itself unpacks without being told to use more memory. */
const WINDOW = 128 * 1_048_576;
const BLOCK = 128 * 1_024;
const RUN_LENGTH = 1;

/**
 * Decompresses Zstandard (RFC 8878), frame after frame. Frames are cut into their blocks here, so that memory is bounded
 * by window and block whatever the header claims, and everything before damage is kept. Checksums are not verified.
 */
export async function* unpackedZstd(packed: Bytes, limits: LogLimits, pass: Pass): Bytes {
  const input = openByteCursor(packed);
  const gauge = openUnpackGauge(input, limits);
  try {
    for (let frame = 1; !pass.signal.aborted; frame += 1) {
      const magic = await input.take(4);
      if (magic.length === 0) return;
      if (frame > limits.members) return pass.tell(`has more than ${limits.members} zstd frames: the rest is not read`);
      const trouble = yield* readPart(input, magic, { gauge, pass });
      if (trouble !== null) return pass.tell(trouble);
    }
  } finally {
    await input.close();
  }
}

interface Kit {
  readonly gauge: UnpackGauge;
  readonly pass: Pass;
}
type Part = AsyncGenerator<Buffer, string | null, void>;

/** Yields one frame; answers with what ended the stream, or null where the next may follow. */
async function* readPart(input: ByteCursor, magic: Buffer, kit: Kit): Part {
  const kind = magic.length === 4 ? magic.readUInt32LE(0) : 0;
  // The mask makes a signed number of it.
  if (((kind & SKIPPABLE_MASK) >>> 0) === SKIPPABLE) return skip(input, kit.gauge);
  if (kind !== FRAME) return 'has bytes behind its zstd data that are no zstd: they are not read';
  const header = await readHeader(input);
  if (header === null) return cutShort(kit.gauge);
  if (typeof header === 'string') return header;
  return yield* readBlocks(input, Buffer.concat([magic, header.bytes]), header.checksum, kit);
}

async function skip(input: ByteCursor, gauge: UnpackGauge): Promise<string | null> {
  const size = await input.take(4);
  if (size.length < 4) return cutShort(gauge);
  for (let left = size.readUInt32LE(0); left > 0;) {
    const piece = await input.peek(left);
    if (piece.length === 0) return cutShort(gauge);
    left -= piece.length;
    input.skip(piece.length);
  }
  return null;
}

interface Header {
  readonly bytes: Buffer;
  readonly checksum: boolean;
}

/** Null where it is cut short; in words, what makes it unreadable. */
async function readHeader(input: ByteCursor): Promise<Header | string | null> {
  const descriptor = await input.take(1);
  const flags = descriptor[0] ?? 0;
  const single = (flags & 0x20) !== 0;
  if ((flags & 3) !== 0) return 'was packed with a zstd dictionary, which is not at hand: it is not read';
  const code = flags >> 6;
  const size = code === 0 ? Number(single) : 2 ** code;
  const length = Number(!single) + size;
  const rest = await input.take(length);
  if (descriptor.length === 0 || rest.length < length) return null;
  const window = single ? contentSize(rest, size) : windowSize(rest[0] ?? 0);
  if (window > WINDOW) return `needs a zstd window of more than ${sizeInWords(WINDOW)}: it is not read`;
  return { bytes: Buffer.concat([descriptor, rest]), checksum: (flags & 4) !== 0 };
}

const windowSize = (descriptor: number): number => {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
};

function contentSize(bytes: Buffer, size: number): number {
  if (size === 8) return Number(bytes.readBigUInt64LE(bytes.length - 8));
  return size === 0 ? 0 : bytes.readUIntLE(bytes.length - size, size);
}

// Four parameters on purpose: each is a different thing.
async function* readBlocks(input: ByteCursor, header: Buffer, checksum: boolean, { gauge, pass }: Kit): Part {
  const inflate = openInflate();
  let before: Buffer = header;
  for (let last = false; !last && !pass.signal.aborted;) {
    const head = await input.take(3);
    const block = blockOf(head);
    if (block === null) return cutShort(gauge);
    if (block.size > BLOCK) return damaged(gauge);
    last = block.last;
    const length = block.length + (last && checksum ? 4 : 0);
    const body = await input.take(length);
    const out = inflate(Buffer.concat([before, head, body]), last);
    before = Buffer.alloc(0);
    for (const chunk of out ?? []) {
      const { kept, hit } = gauge.admit(chunk);
      yield kept;
      if (hit !== null) return hit;
    }
    if (body.length < length) return cutShort(gauge);
    if (out === null) return damaged(gauge);
  }
  return null;
}

/** What the three bytes before a block say of it. */
function blockOf(head: Buffer): { readonly last: boolean; readonly size: number; readonly length: number } | null {
  if (head.length < 3) return null;
  const bits = head.readUIntLE(0, 3);
  const size = bits >> 3;
  return { last: (bits & 1) !== 0, size, length: ((bits >> 1) & 3) === RUN_LENGTH ? 1 : size };
}

/** One frame, piece by piece; null where it is damaged. The library throws for that, and for nothing else. */
function openInflate(): (piece: Buffer, last: boolean) => readonly Buffer[] | null {
  let out: Buffer[] = [];
  const stream = new Decompress((chunk) => { if (chunk.length > 0) out.push(Buffer.from(chunk)); });
  return (piece, last) => {
    out = [];
    try {
      stream.push(piece, last);
      return out;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return null;
    }
  };
}

const cutShort = (gauge: UnpackGauge): string => `is cut short: the zstd data stop after ${gauge.total()} bytes`;
const damaged = (gauge: UnpackGauge): string => `is damaged: the zstd data cannot be read past byte ${gauge.total()}`;
