import type { FileHandle } from 'node:fs/promises';
import type { Bytes, Tell } from './byte-pass.ts';

/** Measured over 111 MB from the page cache: 64 KiB 129 ms, 256 KiB 31 ms, 512 KiB 26 ms, 1 MiB 47 ms. */
const CHUNK = 512 * 1_024;

export interface FileSpan {
  /** Bytes to read from the start: the size at opening, so that a log that grows has an end. */
  readonly bytes: number;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}

/** Reads a file with one chunk ahead in two buffers that are used in turn. */
export async function* fileBytes(file: FileHandle, { bytes, tell, signal }: FileSpan): Bytes {
  const buffers = [Buffer.allocUnsafeSlow(Math.min(CHUNK, bytes)), Buffer.allocUnsafeSlow(Math.min(CHUNK, bytes))];
  const read = (turn: number, at: number): Promise<Buffer | Error> =>
    readInto(file, buffers[turn % 2] ?? Buffer.alloc(0), at, bytes - at);
  let next = bytes > 0 ? read(0, 0) : Promise.resolve(Buffer.alloc(0));
  let at = 0;
  try {
    for (let turn = 1; at < bytes && !signal.aborted; turn += 1) {
      const chunk = await next;
      if (chunk instanceof Error) return tell(`could not be read after ${at} bytes: ${chunk.message}`);
      if (chunk.length === 0) return tell(`shrank while it was read: ${bytes} bytes when opened, ${at} now`);
      at += chunk.length;
      next = at < bytes ? read(turn, at) : Promise.resolve(chunk);
      yield chunk;
    }
  } finally {
    // The buffer of a read under way belongs to it until it is done.
    await next;
  }
}

async function readInto(file: FileHandle, buffer: Buffer, at: number, left: number): Promise<Buffer | Error> {
  try {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, left), at);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** Up to `length` bytes at a place; fewer at the end of the file. */
export async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.max(0, length));
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
