/** What no shell expands; a leading `-` could be read as an option, a leading `~` as a home. */
const PLAIN = /^[\w@%+=:,./][\w@%+=:,./-]*$/;

/** One argument as a POSIX shell reads it back, whatever it holds. An option stays as it is written. */
export const shellWord = (word: string): string =>
  PLAIN.test(word) || /^--?[\w-]*(?:=[\w@%+=:,./-]*)?$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
