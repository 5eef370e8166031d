import { hiddenIn, unescaped } from './decode.ts';
import { openGrammar } from './grammar.ts';
import type { Ploy } from './rule.ts';
import { asLatin, seen, withoutLeet, wordsOf } from './words.ts';

/** How much of a text is looked at. */
const LOOKED_AT = 8_192;

/** Says what a text that is meant for the log's reader tries; null for any other text. */
export type FindPloy = (text: string) => Ploy | null;

export function openFindPloy(): FindPloy {
  const grammar = openGrammar();
  return (text) => {
    for (const reading of readingsOf(text.slice(0, LOOKED_AT))) {
      const ploy = grammar(reading, wordsOf(reading));
      if (ploy !== null) return ploy;
    }
    return null;
  };
}

/** The text as it may be read: as written, unescaped, what is hidden in it, with look-alike letters and digits undone. */
function readingsOf(text: string): ReadonlySet<string> {
  const open = unescaped(text);
  const plain = seen(open.replaceAll('+', ' '));
  const hidden = hiddenIn(open).map((one) => seen(unescaped(one)));
  const readings = [text, plain, ...hidden];
  const leet = withoutLeet(plain);
  return new Set([...readings, ...readings.map(asLatin), ...(leet === null ? [] : [leet])]);
}
