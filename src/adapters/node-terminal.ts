import type { Writable } from 'node:stream';
import type { Terminal } from '../ports/terminal.ts';
import { codeOf } from './system-error.ts';

/** Where nobody says how wide the screen is. */
const COLUMNS = 80;

interface Screen extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface TerminalSettings {
  readonly stdout: Screen;
  readonly stderr: Screen;
  /** Read for `--color`: output may be needed before the command line is parsed. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Streams whose reader may go away at any time: that ends the output, never the run. */
export function openTerminal({ stdout, stderr, argv, env }: TerminalSettings): Terminal {
  const [toOut, toErr] = [openPipe(stdout), openPipe(stderr)];
  return {
    out: toOut.write,
    err: toErr.write,
    gone: toOut.gone,
    get columns() { return stdout.columns ?? stderr.columns ?? (Number(env['COLUMNS']) || COLUMNS); },
    outIsTty: stdout.isTTY === true,
    errIsTty: stderr.isTTY === true,
    colour: askedFor(argv) ?? coloured(stdout, env),
  };
}

/** `--color` and `--no-color`, the last counts; null where it is left to us. */
function askedFor(argv: readonly string[]): boolean | null {
  const end = argv.indexOf('--');
  const asked = (end < 0 ? argv : argv.slice(0, end)).findLast((word) => word === '--color' || word === '--no-color');
  return asked === undefined ? null : asked === '--color';
}

/** no-color.org and force-color.org: any value that is not empty (for `FORCE_COLOR` also not 0) counts. */
function coloured(out: Screen, env: TerminalSettings['env']): boolean {
  const force = env['FORCE_COLOR'] ?? '';
  if (force !== '') return force !== '0' && force !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  return out.isTTY === true && env['TERM'] !== 'dumb';
}

/** What a stream that has lost its reader reports; anything else is a defect of ours or of the disk. */
const READER_GONE = new Set(['EPIPE', 'ECONNRESET', 'EIO', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

function openPipe(stream: Writable): { readonly write: (text: string) => Promise<void>; readonly gone: () => boolean } {
  let gone = false;
  let failure: Error | null = null;
  stream.on('error', (error) => {
    gone = true;
    if (!READER_GONE.has(codeOf(error))) failure = error;
  });
  stream.on('close', () => { gone = true; });
  return {
    gone: () => gone,
    write: (text) => new Promise((resolve, reject) => {
      if (failure !== null) return reject(failure);
      if (gone || stream.destroyed) return resolve();
      const settle = (): void => {
        stream.off('drain', settle).off('close', settle).off('error', settle);
        resolve();
      };
      stream.on('close', settle).on('error', settle);
      if (stream.write(text)) settle();
      else stream.on('drain', settle);
    }),
  };
}
