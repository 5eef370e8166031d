/** A run of characters that names, addresses and digests are made of. */
export interface Word {
  readonly text: string;
  readonly at: number;
  /** The characters on both sides; empty at the ends of the text. */
  readonly before: string;
  readonly after: string;
}

/** Longer runs are data, not names. */
const LONGEST = 260;
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}._-]*/gu;

export function* wordsIn(text: string): Generator<Word> {
  for (const { 0: found, index } of text.matchAll(WORD)) {
    const word = found.replace(/[._-]+$/, '');
    if (word.length > LONGEST || word.length < 4) continue;
    yield { text: word, at: index, before: text.charAt(index - 1), after: text.slice(index + word.length, index + word.length + 2) };
  }
}
