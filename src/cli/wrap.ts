import { safe } from '../domain/safe-text.ts';

/** Holds room at the beginning of a text while it is wrapped. */
const FILLER = '.';

/** Breaks text at blanks to lines of at most `width` characters; a longer word is cut. Line feeds are kept. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => wrapLine(paragraph, Math.max(20, width)));
}

function wrapLine(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = Array.from(text);
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const cut = blank > width / 3 ? blank : width;
    lines.push(rest.slice(0, cut).join('').trimEnd());
    rest = rest.slice(rest[cut] === ' ' ? cut + 1 : cut);
  }
  return [...lines, rest.join('')];
}

/**
 * A label column and wrapped text beside it: continuation lines stand under the text. A label wider than its column
 * pushes the first line to the right.
 */
export function labelled(label: string, text: string, { at, width }: { readonly at: number; readonly width: number }): readonly string[] {
  const over = ' '.repeat(label.trimEnd().length < at ? 0 : label.length + 3 - at);
  const [first = '', ...rest] = wrap(over.replaceAll(' ', FILLER) + text, width - at);
  return [label.padEnd(at + over.length) + first.slice(over.length), ...rest.map((line) => ' '.repeat(at) + line)]
    .map((line) => line.trimEnd());
}

/** Cleaned foreign text in at most `width` characters; what is cut off shows as `…`. */
export function shortened(text: string, width: number): string {
  const all = Array.from(safe(text));
  return all.length <= width ? all.join('') : `${all.slice(0, Math.max(0, width - 1)).join('').trimEnd()}…`;
}
