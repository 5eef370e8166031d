/** Bits of the table, a power of two; some forty of a thousand ordinary names meet one by chance. */
const BITS = 1 << 14;
const SHIFT = 18;
/** Spreads numbers over the upper bits (Knuth's multiplicative hashing). */
const GOLDEN = 0x9e3779b1;
const [SLASH, DOT, TILDE] = [47, 46, 126] as const;
/** What an ordinary path is made of; behind a slash, a break makes it no ordinary one: a hidden file, an empty segment. */
const [ORDINARY, LETTER, BREAK] = [1, 2, 3] as const;

const CHARACTERS = ((): Uint8Array => {
  const table = new Uint8Array(128);
  for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') table[character.charCodeAt(0)] = LETTER;
  for (const character of './') table[character.charCodeAt(0)] = BREAK;
  for (const character of '0123456789_~@,-') table[character.charCodeAt(0)] = ORDINARY;
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

const lowerOf = (code: number): number => (CHARACTERS[code] === LETTER ? code | 32 : code);

/** A character that ordinary paths do not hold, a hidden file, an empty segment, a step up. */
const isOdd = (kind: number, raw: number, before: number): boolean =>
  kind === 0 || (kind === BREAK && (before === SLASH || (raw === DOT && before === DOT)));

function tells(path: string, table: Uint8Array): boolean {
  let segment = 0;
  let extension = 0;
  let before = 0;
  for (let at = 0; at < path.length; at += 1) {
    const raw = path.charCodeAt(at);
    const kind = CHARACTERS[raw] ?? 0;
    if (isOdd(kind, raw, before)) return true;
    if (raw === SLASH) {
      if (table[slotOf(segment)] === 1) return true;
      segment = extension = 0;
    } else {
      const code = kind === LETTER ? raw | 32 : raw;
      segment = mixed(segment, code);
      if (raw === DOT || extension !== 0) extension = raw === DOT ? DOT : mixed(extension, code);
    }
    before = raw;
  }
  return before === TILDE || table[slotOf(segment)] === 1 || table[slotOf(extension)] === 1;
}
