/** What opens a comment in lists. */
const COMMENT = /^\s*(?:#|;|\/\/|!|--(?:\s|$))/;

/** The lines of a text with their numbers; comments and empty lines are left out. */
export function* linesOf(text: string): Generator<readonly [string, number]> {
  let number = 0;
  let from = 0;
  while (from <= text.length) {
    const end = text.indexOf('\n', from);
    const line = text.slice(from, end < 0 ? text.length : end).replace(/\r$/, '');
    number += 1;
    if (line.trim() !== '' && !COMMENT.test(line)) yield [number === 1 ? line.replace(/^\uFEFF/, '') : line, number];
    if (end < 0) return;
    from = end + 1;
  }
}

export const isComment = (line: string): boolean => line.trim() === '' || COMMENT.test(line);

/** How many of the lines, comments left out, are of a form: 0 to 1. */
export function share(head: readonly string[], form: (line: string) => boolean): number {
  const lines = head.filter((line) => !isComment(line));
  return lines.length === 0 ? 0 : lines.filter(form).length / lines.length;
}
