/** What a text that commands the reader of a log is after. */
export type Ploy = 'override' | 'verdict' | 'silence' | 'role' | 'dictation' | 'approval' | 'leak';

export interface Rule {
  readonly ploy: Ploy;
  /** A strong one is enough; of the others several different ones are needed. */
  readonly strong: boolean;
  readonly pattern: RegExp;
  /** Words it can begin with; null where it is tried on every text. */
  readonly leads: readonly string[] | null;
}

/** One of these words. */
export const any = (words: string): string => `(?:${words.replaceAll(' ', '|')})`;
/** Up to so many words of any kind: counted, so that every pattern is linear. */
export const gap = (words: number): string => `(?: \\p{L}+){0,${words}}`;

/** The parts one after another, on words with one blank between them. */
export const rule = (ploy: Ploy, strong: boolean, ...parts: readonly string[]): Rule =>
  ({
    ploy, strong, pattern: new RegExp(` ${parts.join(' ').replaceAll(' (?: \\p{L}+){', '(?: \\p{L}+){')} `, 'u'),
    leads: leadsOf(parts[0] ?? ''),
  });

function leadsOf(part: string): readonly string[] | null {
  // What may be left out, or goes on inside the word, names no beginning.
  const choices = /^\(\?:([^()?]*)\)(?![?\\])/.exec(part)?.[1] ?? (/[()\\?]/.test(part) ? null : part);
  return choices === null ? null : choices.split('|').map((choice) => choice.split(' ')[0] ?? '');
}

/** For writing without blanks between words. */
export const script = (ploy: Ploy, pattern: RegExp): Rule => ({ ploy, strong: true, pattern, leads: null });
