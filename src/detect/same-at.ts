/**
 * Whether `word` stands in `text` at `start`. Faster than `startsWith` on the short words of the hot path, which the
 * engine does not inline, and compared from the end, where times and names differ first.
 */
export function sameAt(text: string, start: number, word: string): boolean {
  for (let at = word.length - 1; at >= 0; at -= 1) {
    if (text.charCodeAt(start + at) !== word.charCodeAt(at)) return false;
  }
  return true;
}
