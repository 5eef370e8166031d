/** Bits of the table, a power of two; some forty of a thousand ordinary names meet one by chance. */
const BITS = 1 << 14;
const SHIFT = 18;
/** Spreads numbers over the upper bits (Knuth's multiplicative hashing). */
const GOLDEN = 0x9e3779b1;
const [SLASH, DOT] = [47, 46] as const;
const [ORDINARY, LETTER] = [1, 2] as const;

/** Which characters an ordinary path is made of, and which of them are letters. */
const CHARACTERS = ((): Uint8Array => {
  const table = new Uint8Array(128);
  for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') table[character.charCodeAt(0)] = ORDINARY | LETTER;
  for (const character of '0123456789_/.~@,-') table[character.charCodeAt(0)] = ORDINARY;
  return table;
})();

/** Whether a path may tell anything; false is sure. */
export type MayTell = (path: string) => boolean;

/**
 * A glance at a path, as a whole: each segment is turned into a number, and so is what follows its last dot. Where no
 * number is that of a name that tells, and no character is odd, the path is ordinary. No string is made for it.
 */
export function openPathFilter(names: Iterable<string>, extensions: Iterable<string>): MayTell {
  const table = new Uint8Array(BITS);
  for (const name of names) table[slotOf(mixOf(name))] = 1;
  for (const extension of extensions) table[slotOf(mixOf(`.${extension}`))] = 1;
  return (path) => tells(path, table);
}

const slotOf = (mix: number): number => Math.imul(mix, GOLDEN) >>> SHIFT;
const mixed = (mix: number, code: number): number => Math.imul(mix, 31) + code;

function mixOf(name: string): number {
  let mix = 0;
  for (let at = 0; at < name.length; at += 1) mix = mixed(mix, lowerOf(name.charCodeAt(at)));
  return mix;
}

const lowerOf = (code: number): number => ((CHARACTERS[code] ?? 0) & LETTER ? code | 32 : code);

function tells(path: string, table: Uint8Array): boolean {
  let segment = 0;
  let extension = 0;
  let before = 0;
  for (let at = 0; at < path.length; at += 1) {
    const raw = path.charCodeAt(at);
    if (((CHARACTERS[raw] ?? 0) & ORDINARY) === 0) return true;
    if (raw === SLASH) {
      if (before === SLASH || table[slotOf(segment)] === 1) return true;
      segment = extension = 0;
    } else {
      // A hidden file, or a step up.
      if (raw === DOT && (before === SLASH || before === DOT)) return true;
      const code = lowerOf(raw);
      segment = mixed(segment, code);
      extension = raw === DOT ? DOT : extension === 0 ? 0 : mixed(extension, code);
    }
    before = raw;
  }
  return before === 126 || table[slotOf(segment)] === 1 || (extension !== 0 && table[slotOf(extension)] === 1);
}
