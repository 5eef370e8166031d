import { constants, createInflateRaw } from 'node:zlib';

const OUT_CHUNK = 256 * 1_024;

export interface Inflated {
  readonly out: readonly Buffer[];
  /** Bytes of the piece that belong to the deflate stream: fewer than given once it has ended. */
  readonly used: number;
  readonly state: 'more' | 'ended' | 'damaged';
}

/** Inflates one deflate stream piece by piece, off this thread. One call at a time. */
export interface Inflater {
  feed(piece: Buffer): Promise<Inflated>;
  /** What is still inside when the input stops too early. */
  flush(): Promise<Inflated>;
  close(): void;
}

export function openInflater(): Inflater {
  const stream = createInflateRaw({ chunkSize: OUT_CHUNK, finishFlush: constants.Z_SYNC_FLUSH });
  let out: Buffer[] = [];
  let settle: ((state: Inflated['state']) => void) | null = null;
  const step = (length: number, act: () => void): Promise<Inflated> => new Promise((resolve) => {
    const before = stream.bytesWritten;
    settle = (state) => {
      settle = null;
      resolve({ out, used: Math.min(length, stream.bytesWritten - before), state });
      out = [];
    };
    act();
  });
  stream.on('data', (chunk: Buffer) => out.push(chunk));
  stream.on('end', () => settle?.('ended'));
  stream.on('error', () => settle?.('damaged'));
  return {
    feed: (piece) => step(piece.length, () => {
      stream.write(piece, (error) => settle?.(error ? 'damaged' : 'more'));
    }),
    flush: () => step(0, () => stream.end()),
    close: () => { stream.destroy(); },
  };
}
