/** Longest command looked at: sudo itself logs less, an attacker may write more. */
const LIMIT = 1_000;
/** What only starts another command: the word after it is a verb too. */
const WRAPPERS = new Set([
  'sudo', 'doas', 'env', 'nohup', 'timeout', 'xargs', 'nice', 'ionice', 'exec', 'time', 'setsid', 'busybox', 'stdbuf',
  'command', 'eval', 'watch',
]);
export const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'fish', 'csh', 'tcsh', 'rbash']);
/** Commands that change each file they name. */
const EDITORS = new Set([
  'tee', 'nano', 'vi', 'vim', 'nvim', 'emacs', 'ed', 'joe', 'mcedit', 'sudoedit', 'truncate', 'touch',
]);
/** Commands that change the last file they name. */
const COPIERS = new Set(['cp', 'mv', 'install', 'rsync', 'ln', 'scp']);

/** A command line taken apart enough to say what it runs and which files it writes. Quotes are dropped. */
export interface ShellWords {
  readonly text: string;
  readonly words: readonly string[];
  /** Base names of what is run, in order. */
  readonly verbs: readonly string[];
  readonly written: readonly string[];
}

const baseName = (word: string): string => word.slice(word.lastIndexOf('/') + 1);
const isSeparator = (word: string): boolean => /^[;|&]+$/.test(word);
const startsCommand = (word: string): boolean => isSeparator(word) || /^-(?:exec|execdir|ok)$/.test(word);
/** `-c` of a shell: what follows is a command again. */
const isShellScript = (word: string, verb: string | undefined): boolean =>
  verb !== undefined && /^-[a-z]*c$/.test(word) && SHELLS.has(baseName(verb));
const isAssignment = (word: string): boolean => /^[A-Za-z_]\w*=/.test(word);

export function shellWords(command: string): ShellWords {
  const text = command.slice(0, LIMIT);
  const words = text.replace(/([;|&>]+)/g, ' $1 ').split(/[\s"'`()]+/).filter((word) => word !== '');
  return { text, words, verbs: verbsOf(words), written: writtenBy(words) };
}

function verbsOf(words: readonly string[]): readonly string[] {
  const verbs: string[] = [];
  let expected = true;
  for (const word of words) {
    if (startsCommand(word) || isShellScript(word, verbs.at(-1))) expected = true;
    else if (expected && !isAssignment(word) && !/^[->]/.test(word)) {
      const verb = baseName(word);
      verbs.push(verb);
      expected = WRAPPERS.has(verb);
    }
  }
  return verbs;
}

function writtenBy(words: readonly string[]): readonly string[] {
  const written: string[] = [];
  for (const part of splitCommands(words)) {
    const [head = '', ...rest] = part;
    const verb = baseName(head);
    const files = rest.filter((word) => !word.startsWith('-'));
    if (EDITORS.has(verb)) written.push(...files);
    const last = files.at(-1);
    if (last !== undefined && COPIERS.has(verb)) written.push(last);
    if (last !== undefined && verb === 'sed' && rest.some((word) => /^-[a-zA-Z]*i|^--in-place/.test(word))) written.push(last);
    if (verb === 'dd') written.push(...rest.filter((word) => word.startsWith('of=')).map((word) => word.slice(3)));
  }
  words.forEach((word, index) => {
    const target = words[index + 1];
    if (word.startsWith('>') && target !== undefined) written.push(target);
  });
  return written;
}

/** The single commands of a line, without wrappers and shells in front of them. */
function splitCommands(words: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let part: string[] = [];
  for (const word of words) {
    if (startsCommand(word)) {
      parts.push(part);
      part = [];
    } else if (part.length === 1 && isShellScript(word, part[0])) part = [];
    else if (part.length > 0 || !(WRAPPERS.has(baseName(word)) || isAssignment(word))) part.push(word);
  }
  return [...parts, part].filter(({ length }) => length > 0);
}

/** Whether one of the verbs is run with one of the words among its arguments. */
export const runsWith = (
  { words }: ShellWords, verbs: ReadonlySet<string>, argument: (word: string) => boolean,
): boolean => splitCommands(words).some(([head = '', ...rest]) => verbs.has(baseName(head)) && rest.some(argument));
