import { hiddenIn, unescaped } from './decode.ts';
import { openGrammar } from './grammar.ts';
import type { Ploy } from './rule.ts';
import { asLatin, seen, withoutLeet, wordsOf } from './words.ts';

/** How much of a text is looked at. */
const LOOKED_AT = 8_192;

/**
 * Asked first, of every text: a stem of the grammar in it, or a sign that something is hidden (an escaped letter, a long
 * run of base64 or hexadecimal digits, letters outside ASCII, letters one by one). What it lets by is not looked at.
 */
const WORTH_A_LOOK = new RegExp([
  '[i1!|l]gn[o0]r|d[i1]sr[e3]g|forg[e3]t|overrid|bypass|overlook|instru[ck]|not.{0,12}(?:flag|report|alert|escal|rais|menti|invest|notif|warn)|dont.?(?:flag|report|alert)|never.{0,3}(?:flag|report|alert)',
  't[r3]eat[ ._+%-]|classif|benign|harmless|malicious|critical.issue|false.?posi|severity|whitelist|allowlist|suppress|exclud|dismiss',
  'you.{0,3}are|pretend|act.as|prompt|assistant|analyst|respond|reply|the.following|(?:tell|inform).the|language.model|auth?ori[sz]ed|approved|routine|maintenance|simulation|pentest|no.action|template',
  '<\\||\\[/?inst|<<sys|"role"|tool_|function_|"tool|!\\[|system.(?:mode|note|message)|-{3}',
  'vergiss|vergess|olvid|oubli|esque|negeer|vergeet|zapomn|zignoruj|dimentic|instruid|consigne|markiere',
  'vtaber|cerivbhf|vafgehpg|ljqruh|suhylrxv|lqvwuxfw|lpsruh',
  '%(?:[46][1-9a-f]|[57][0-9a])|%u00|\\\\u\\{?00|\\\\x[4-7c-f]|\\\\[13][0-7]{2}|#[13][0-7]{2}|&#|[^\\x00-\\x7f]',
  '(?:[I-Zabcdef][A-Za-z0-9+/_-]{3}){7}|(?:[2-7][0-9a-f]){12}|[01]{8}[ ,_-]?[01]{8}[ ,_-]?[01]{8}[ ,_-]?[01]{8}',
  '(?:^|[^a-z])(?:[a-z][ ._*|+-]{1,3}){6}',
].join('|'), 'i');

export const isWorthALook = (text: string): boolean => WORTH_A_LOOK.test(text);

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
  const plain = seen(unescaped(text).replaceAll('+', ' '));
  const hidden = hiddenIn(text).map((one) => seen(unescaped(one)));
  const readings = [text, plain, ...hidden];
  const leet = withoutLeet(plain);
  return new Set([...readings, ...readings.map(asLatin), ...(leet === null ? [] : [leet])]);
}
