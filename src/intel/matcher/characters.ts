/** What a byte can be part of. A word is a run of bytes that are anything but 0. */
export const DIGIT = 1;
/** A letter that is a hex digit too. */
export const HEX = 2;
export const LETTER = 4;
/** `-` and `_`. */
export const DASH = 8;
export const DOT = 16;

/** Bytes beyond ASCII are letters: a name that a foreign letter touches is another name. */
export const CLASS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const char = String.fromCharCode(byte);
  if (byte >= 128) return LETTER;
  if (/\d/.test(char)) return DIGIT;
  if (/[A-Fa-f]/.test(char)) return HEX;
  if (/[G-Zg-z]/.test(char)) return LETTER;
  return /[-_]/.test(char) ? DASH : char === '.' ? DOT : 0;
});

/** Letters of ASCII made small. */
export const LOWER: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));
