import { shellWord } from '../domain/shell-word.ts';

/** Argument lists as text for a person to read and run. Whatever an attacker may have shaped must not get here. */
const CONTROL = /\p{C}/u;

/** One argument as a POSIX shell reads it back, whatever it holds. */
function quoteArgument(argument: string): string {
  if (CONTROL.test(argument)) throw new Error('an argument holds a control character');
  return shellWord(argument);
}

export const commandLine = (argv: readonly string[]): string => argv.map(quoteArgument).join(' ');
export const commandLines = (...lines: readonly (readonly string[])[]): string => lines.map(commandLine).join('\n');

/**
 * Names as the shadow tools themselves allow them. Others may be real on odd systems, but they may as well be text that
 * someone typed at a login prompt.
 */
const ACCOUNT = /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/;
export const isPlainAccount = (name: string): boolean => ACCOUNT.test(name) && !name.includes('..');
