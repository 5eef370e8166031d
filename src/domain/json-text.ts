/** What could act on a terminal or hide in an editor, and JSON leaves as it is: DEL, C1, formats, separators, private use. */
const HIDDEN = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\p{Co}\u034f\u115f\u1160\u3164\uffa0\p{Variation_Selector}]/gu;

/** JSON that means the same and shows everything: hidden characters are written as escapes. */
export const jsonText = (value: unknown, indent = 0): string =>
  JSON.stringify(value, null, indent).replace(HIDDEN, (char) =>
    Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''));
