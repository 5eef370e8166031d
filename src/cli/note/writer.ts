import type { Severity } from '../../domain/severity.ts';
import { openMasker } from '../../domain/masker.ts';
import { safe } from '../../domain/safe-text.ts';
import type { Terminal } from '../../session/house.ts';
import { paint } from '../paint.ts';
import { labelled, wrap } from '../wrap.ts';

/** Widest prose, whatever the window. */
const WIDTH = 96;
const USUAL = 80;
const LABEL_AT = 13;
const COMMAND_AT = 7;

export interface NoteWriter {
  /** An empty line, never two together. */
  gap(): void;
  line(text: string): void;
  /** A line that starts with a word of weight. */
  headline(word: string, severity: Severity | null, text: string): void;
  /** `  Label      text`, wrapped under the text. */
  labelled(label: string, text: string): void;
  /** `  left  text`, with `right` at the margin. */
  row(left: string, text: string, right: string): void;
  /** A line to be run as it stands: broken only where a shell reads it as one. */
  command(text: string): void;
  /** One line cut to the width, for log lines. */
  cut(text: string): void;
  text(): string;
  /** Lines so far. */
  height(): number;
}

/** Cleans, masks and lays out every line of the note: the one way text gets into it. */
export function openWriter(terminal: Pick<Terminal, 'columns' | 'colour'>): NoteWriter {
  // A terminal that does not know its width says nought.
  const width = Math.max(40, Math.min(terminal.columns > 0 ? terminal.columns : USUAL, WIDTH));
  const style = paint(terminal);
  const lines: string[] = [];
  const masker = openMasker();
  const clean = (text: string): string => safe(masker.text(text));
  const push = (all: readonly string[]): void => { lines.push(...all); };
  return {
    gap: () => { if (lines.length > 0 && lines.at(-1) !== '') lines.push(''); },
    line: (text) => { push(wrap(clean(text), width - 2).map((line) => `  ${line}`)); },
    headline: (word, severity, text) => {
      const [first = '', ...rest] = wrap(`${word}  ${clean(text)}`, width);
      push([style.severity(severity, first.slice(0, word.length)) + style.strong(first.slice(word.length)),
        ...rest.map((line) => style.strong(`  ${line}`))]);
    },
    labelled: (label, text) => {
      push(labelled(`  ${label}`, clean(text), { at: LABEL_AT, width }));
    },
    row: (left, text, right) => {
      const at = 2 + left.length + (left === '' ? 0 : 2);
      const cited = clean(right);
      const body = labelled(`  ${left}`, clean(text), { at, width: width - cited.length - 2 });
      push(body.map((line, index) => (index === 0 && cited !== '' ? `${line.padEnd(width - cited.length)}${style.dim(cited)}` : line)));
    },
    command: (text) => { push(shellLines(clean(text), width - COMMAND_AT).map((line) => ' '.repeat(COMMAND_AT) + line)); },
    cut: (text) => {
      const all = Array.from(clean(text));
      push([`  ${all.length > width - 2 ? `${all.slice(0, width - 3).join('')}…` : all.join('')}`]);
    },
    text: () => `${lines.join('\n')}\n`,
    height: () => lines.length,
  };
}

/** Continued with a backslash, unless a quotation might run over the break: then the line stays whole. */
function shellLines(command: string, width: number): readonly string[] {
  if (command.length <= width || /["'\\#]/.test(command)) return [command];
  const lines = words(command, width - 4);
  return lines.map((line, index) => `${index === 0 ? '' : '  '}${line}${index < lines.length - 1 ? ' \\' : ''}`);
}

/** Lines of whole words, as long as fits; a word that does not fit stands alone. */
function words(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
