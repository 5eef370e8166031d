import type { Writable } from 'node:stream';
import type { Terminal } from '../ports/terminal.ts';
import { asTrouble, codeOf } from './system-error.ts';

/** Where nobody says how wide the screen is. */
const COLUMNS = 80;
const ROWS = 24;

interface Screen extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
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
  return {
    out: openPipe(stdout, 'standard output'),
    err: openPipe(stderr, 'standard error'),
    get rows() { return stdout.rows ?? stderr.rows ?? ROWS; },
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

/** A write is done when the stream says so: only then is it known whether the disk took it. */
function openPipe(stream: Writable, name: string): (text: string) => Promise<void> {
  let gone = false;
  // The write itself answers for its error; without a listener here the process would end.
  stream.on('error', () => { gone = true; });
  stream.on('close', () => { gone = true; });
  let failure: Error | null = null;
  return (text) => new Promise((resolve, reject) => {
    const settle = (error?: Error | null): void => {
      stream.off('close', settle);
      if (error && !READER_GONE.has(codeOf(error))) failure = asTrouble(name, error);
      if (failure === null) resolve();
      else reject(failure);
    };
    if (failure !== null || gone || stream.destroyed) return settle();
    // A write under way when the stream is closed is never answered.
    stream.once('close', settle);
    try {
      stream.write(text, settle);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      settle(error); // A plain file is written at once, and throws at once.
    }
  });
}
