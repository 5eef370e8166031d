import { openMachine } from './machine.ts';
import { parseRegex } from './parse.ts';
import { compileTree } from './program.ts';
import { requiredTexts } from './required.ts';

export interface Regex {
  test(text: string): boolean;
  /** Lower-case texts of which each match holds at least one; null where there is none to name. */
  readonly required: readonly string[] | null;
}

export interface RegexFlags {
  readonly i?: boolean;
  readonly m?: boolean;
  readonly s?: boolean;
}

/**
 * A regular expression from somebody else: it may stand anywhere in a text, and takes time that grows with the text
 * alone. Throws RegexError where it cannot be had so.
 */
export function openRegex(source: string, { i = false, m = false, s = false }: RegexFlags = {}): Regex {
  const tree = parseRegex(source, { i, m, s });
  const steps = compileTree(tree);
  let machine: ((text: string) => boolean) | null = null;
  return { test: (text) => (machine ??= openMachine(steps))(text), required: requiredTexts(tree) };
}
