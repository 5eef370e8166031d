import type { Bytes } from './byte-pass.ts';

/** Takes bytes from a pass in whatever portions a format wants. */
export interface ByteCursor {
  /** Exactly `length` bytes, copied and taken; fewer at the end. */
  take(length: number): Promise<Buffer>;
  /** A view of up to `limit` bytes that stays until the next call; empty at the end. Not taken until `skip`. */
  peek(limit: number): Promise<Buffer>;
  skip(length: number): void;
  /** Bytes taken so far. */
  taken(): number;
  close(): Promise<void>;
}

export function openByteCursor(bytes: Bytes): ByteCursor {
  const chunks = bytes[Symbol.asyncIterator]();
  let chunk: Buffer = Buffer.alloc(0);
  let taken = 0;
  const peek = async (limit: number): Promise<Buffer> => {
    while (chunk.length === 0) {
      const next = await chunks.next();
      if (next.done) break;
      chunk = next.value;
    }
    return chunk.subarray(0, limit);
  };
  const skip = (length: number): void => {
    chunk = chunk.subarray(length);
    taken += length;
  };
  return {
    peek,
    skip,
    taken: () => taken,
    take: async (length) => {
      const parts: Buffer[] = [];
      for (let left = length; left > 0;) {
        const part = Buffer.from(await peek(left));
        if (part.length === 0) break;
        skip(part.length);
        left -= part.length;
        parts.push(part);
      }
      return Buffer.concat(parts);
    },
    close: async () => { await chunks.return?.(); },
  };
}
