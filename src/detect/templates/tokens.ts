/** What stands where lines of one template differ. */
export const VARIABLE = '<*>';
/** Words of a line looked at; what makes a template stands early. */
const WORDS = 48;
const LOOKED_AT = 1_024;

const ENVELOPE = /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\S{8,32}) (?:[\w.:-]{1,255} )?([A-Za-z][^\s[:]{0,63})(?:\[\d{1,10}\])?: /;
/** Holds a digit (numbers, addresses, sizes, ids, times), a path, a quoted text, a value of a key. */
const CHANGING = /\d|^["'`(<[]?\/|\\|@/;
const VALUE = /^([A-Za-z_][\w.-]{0,40}=).+/;

export interface Shaped {
  /** Program tag, empty where the line shows none. */
  readonly program: string;
  readonly words: readonly string[];
}

/** A line as the words of its template, as far as one line alone can tell. */
export function shapeOf(line: string): Shaped {
  const head = line.slice(0, LOOKED_AT);
  const envelope = ENVELOPE.exec(head);
  const words = head.slice(envelope?.[0].length ?? 0).split(' ', WORDS).filter((word) => word !== '');
  return { program: envelope?.[1] ?? '', words: words.map(masked) };
}

function masked(word: string): string {
  const value = VALUE.exec(word);
  if (value) return `${value[1] ?? ''}${VARIABLE}`;
  return CHANGING.test(word) ? VARIABLE : word;
}
