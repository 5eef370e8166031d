import { createInflateRaw, constants } from 'node:zlib';

const OUT_CHUNK = 256 * 1_024;

export interface Inflated {
  readonly out: readonly Buffer[];
  /** Bytes of the piece that belong to the deflate stream; fewer than given once it has ended. */
  readonly used: number;
  readonly state: 'more' | 'ended' | 'damaged';
}

/** Inflates one deflate stream piece by piece, off this thread; nothing is lost that came out before damage. */
export interface Inflater {
  feed(piece: Buffer): Promise<Inflated>;
  close(): void;
}

export function openInflater(): Inflater {
  const stream = createInflateRaw({ chunkSize: OUT_CHUNK, finishFlush: constants.Z_SYNC_FLUSH });
  let out: Buffer[] = [];
  let settle: (state: Inflated['state']) => void = () => undefined;
  stream.on('data', (chunk: Buffer) => out.push(chunk));
  stream.on('end', () => { settle('ended'); });
  stream.on('error', () => { settle('damaged'); });
  return {
    feed: (piece) => new Promise((resolve) => {
      const before = stream.bytesWritten;
      settle = (state) => {
        resolve({ out, used: Math.min(piece.length, stream.bytesWritten - before), state });
        out = [];
        settle = () => undefined;
      };
      stream.write(piece, (error) => { settle(error ? 'damaged' : 'more'); });
    }),
    close: () => { stream.destroy(); },
  };
}
