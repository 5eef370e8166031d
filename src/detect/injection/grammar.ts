import { judging } from './judging.ts';
import { MARKUP } from './markup.ts';
import { otherLanguages } from './other-languages.ts';
import type { Ploy, Rule } from './rule.ts';
import { steering } from './steering.ts';

/** One word like `authorised` says nothing; so many different rules without a strong one do. */
const WEAK_NEEDED = 3;

/** What `raw`, whose words are `words` (see `wordsOf`), tries with its reader; null where it commands nobody. */
export type Grammar = (raw: string, words: string) => Ploy | null;

/**
 * What makes a text a command to whoever reads the log: an imperative and what it is about. Written on words, so that
 * quoting, case and separators do not matter. A rule is tried where a word it can begin with stands in the text.
 */
export function openGrammar(): Grammar {
  const rules = [...steering(), ...judging(), ...otherLanguages()];
  const always = rules.filter(({ leads }) => leads === null);
  const byLead = new Map<string, Rule[]>();
  for (const one of rules) for (const lead of one.leads ?? []) byLead.set(lead, [...byLead.get(lead) ?? [], one]);
  return (raw, words) => {
    const worth = new Set(always);
    for (const word of words.split(' ')) for (const one of byLead.get(word) ?? []) worth.add(one);
    const met = [
      ...MARKUP.filter(({ pattern }) => pattern.test(raw)), ...[...worth].filter(({ pattern }) => pattern.test(words)),
    ];
    const strong = met.find((one) => one.strong);
    return strong?.ploy ?? (met.length >= WEAK_NEEDED ? met[0]?.ploy ?? null : null);
  };
}
