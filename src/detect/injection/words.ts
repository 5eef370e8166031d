/** Letters drawn like Latin ones, in the alphabets that are used to hide a word (Cyrillic, Greek, Armenian, small capitals). */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', ѐ: 'e', ё: 'e', һ: 'h', і: 'i', ї: 'i', ј: 'j', к: 'k', ӏ: 'l', м: 'm', н: 'h', о: 'o', р: 'p', ԛ: 'q',
  ѕ: 's', т: 't', у: 'y', ѵ: 'v', ԝ: 'w', х: 'x', α: 'a', β: 'b', ε: 'e', η: 'n', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't',
  υ: 'u', χ: 'x', γ: 'y', օ: 'o', ո: 'n', ս: 'u', ց: 'g', ɡ: 'g', ı: 'i', ɩ: 'i', ɑ: 'a', ᴀ: 'a', ʙ: 'b', ᴄ: 'c', ᴅ: 'd', ᴇ: 'e', ɢ: 'g', ʜ: 'h', ɪ: 'i',
  ᴊ: 'j', ᴋ: 'k', ʟ: 'l', ᴍ: 'm', ɴ: 'n', ᴏ: 'o', ᴘ: 'p', ʀ: 'r', ꜱ: 's', ᴛ: 't', ᴜ: 'u', ᴠ: 'v', ᴡ: 'w', ʏ: 'y', ᴢ: 'z',
};
/** Digits and signs that stand for letters. */
const LEET: Readonly<Record<string, string>> = {
  0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b', '@': 'a', $: 's', '!': 'i', '|': 'l',
};
const NOT_ASCII = /[^\x20-\x7e]/;
/** Drawn with no width, or only turning the direction of writing; the last are tag characters, ASCII that nothing draws. */
const UNSEEN = /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|\u034f|\u17b4|\u17b5|\p{Variation_Selector}/gu;
const TAG_CHARACTER = /[\u{e0020}-\u{e007e}]/gu;
const MARKS = /\p{M}+/gu;
const LETTERS_BY_ONE = /(?<![a-z])(?:[a-z][ ._*|+-]{1,3}){5,400}[a-z](?![a-z])/gi;
const LEET_WORD = /[a-z]{1,20}[0134578@$!|][a-z0134578@$!|]{1,20}|[0134578@$!|][a-z]{1,20}/i;

const isPlain = (text: string): boolean => !NOT_ASCII.test(text);

/** A text as the eye reads it: nothing unseen, one form of each letter. Other alphabets stay what they are. */
export const seen = (text: string): string =>
  (isPlain(text) ? text : text.replace(TAG_CHARACTER, (one) => String.fromCharCode((one.codePointAt(0) ?? 0) - 0xe0000)).replace(UNSEEN, '').normalize('NFKC'));

/** Letters of other alphabets as the Latin ones they look like, accents dropped. */
export const asLatin = (text: string): string =>
  (isPlain(text) ? text : text.toLowerCase().replace(/\P{ASCII}/gu, (one) => LOOKALIKES[one] ?? one)
    .normalize('NFKD').replace(MARKS, ''));

/** Digits read as letters; null where the text has no word of that kind. */
export const withoutLeet = (text: string): string | null =>
  (LEET_WORD.test(text) ? text.replace(/[0134578@$!|]/g, (one) => LEET[one] ?? one) : null);

/** Words of the text in lower case, one blank between them; a change of case inside a word divides it. */
export const wordsOf = (text: string): string => {
  const joined = text.replace(LETTERS_BY_ONE, (run) => run.replace(/[ ._*|+-]{2,3}/g, '\n').replace(/[ ._*|+-]/g, ''));
  return ` ${joined.replace(/([a-z]{2})([A-Z][a-z])/g, '$1 $2').replace(/['’`]/g, '').toLowerCase()
    .replace(/[^\p{L}\p{M}]+/gu, ' ').trim()} `;
};
