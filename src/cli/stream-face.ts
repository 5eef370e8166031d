import type { Entry, Signal } from '../domain/fact.ts';
import { jsonText } from '../domain/json-text.ts';
import { openMasker } from '../domain/masker.ts';
import { safe } from '../domain/safe-text.ts';
import type { Terminal } from '../session/house.ts';
import type { Watcher } from '../session/session.ts';
import type { Row, View } from '../session/view.ts';
import { EMPTY_VIEW, reduce, rowsOf } from '../session/view.ts';
import { paint } from './paint.ts';
import { openProgress } from './progress.ts';
import { wrap } from './wrap.ts';
import type { FormatName } from './usage.ts';

export interface StreamFace {
  readonly watcher: Watcher;
  /** Resolves when everything told has been written; rejects with the first reason why it could not be. */
  finish(): Promise<void>;
}

export interface StreamOptions {
  readonly format: FormatName;
  readonly quiet: boolean;
  readonly replaying: boolean;
}

/**
 * What a run shows while it runs: NDJSON prints every fact; a person at a terminal sees the transcript; a pipe gets
 * nothing but the result. Facts are told in order and wait here for a slow reader: the run does not, so that what it
 * holds open is not held by whoever reads.
 */
export function openStreamFace(terminal: Terminal, options: StreamOptions): StreamFace {
  const progress = openProgress(terminal, options.quiet);
  let writing: Promise<void> = Promise.resolve();
  let failure: Error | null = null;
  const write = (text: string): void => {
    writing = writing.then(() => (failure === null ? terminal.out(text) : undefined))
      .catch((error: unknown) => { failure ??= error instanceof Error ? error : new Error(String(error)); });
  };
  const transcript = options.replaying || (options.format === 'note' && terminal.outIsTty && !options.quiet);
  const masker = openMasker();
  const onFact = options.format === 'ndjson' ? ndjson(write) : transcript ? narrate(terminal, write) : null;
  return {
    watcher: {
      fact: (entry) => {
        progress.clear();
        if (onFact) onFact(masker.deep(entry));
      },
      signal: (signal: Signal, elapsedMs) => { if (signal.type === 'progress') progress.show(signal, elapsedMs); },
    },
    finish: async () => {
      progress.clear();
      await writing;
      if (failure !== null) throw failure;
    },
  };
}

const ndjson = (write: (text: string) => void) => (entry: Entry): void => {
  write(`${jsonText({ ...entry, fact: inOrder(entry.fact) })}\n`);
};

/** A fact read back has its fields in another order than a live one; both are told alike: `type`, then by name. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return (value as readonly unknown[]).map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value)
    .sort(([a], [b]) => Number(b === 'type') - Number(a === 'type') || (a < b ? -1 : 1))
    .map(([name, item]) => [name, inOrder(item)]));
}

function narrate(terminal: Terminal, write: (text: string) => void): (entry: Entry) => void {
  let view: View = EMPTY_VIEW;
  return (entry) => {
    const rows = rowsOf(entry, view);
    view = { ...reduce(view, entry), rows: [] };
    for (const row of rows) write(`${rowLines(row, terminal).join('\n')}\n`);
  };
}

const INDENT: Record<Row['kind'], string> = {
  agent: ' ', reasoning: '   ', tool: '   ├ ', finding: '   ', claim: '   ', handoff: ' ', message: '   ',
  incident: '   ', trouble: ' ! ', end: ' ',
};

function rowLines({ kind, mark, text, refs, agent }: Row, terminal: Terminal): readonly string[] {
  const clean = safe(text);
  const words = kind === 'agent' ? `${mark} ${safe(agent ?? '')}` : clean;
  const cited = refs.length === 0 ? words : `${words}  ${refs.slice(0, 12).map((ref) => safe(ref)).join(' ')}`;
  const width = Math.min(terminal.columns, 100) - INDENT[kind].length;
  const lines = wrap(cited, width).map((line, index) =>
    (index === 0 ? INDENT[kind] : ' '.repeat(INDENT[kind].length)) + line);
  return lines.map((line) => paint(terminal).row(kind, line));
}
