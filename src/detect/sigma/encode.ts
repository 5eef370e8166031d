/** `wide` and `utf16le` are the same; `utf16` puts the mark of its order before the text. */
export function utf16(text: string, form: string): Buffer {
  const little = Buffer.from(text, 'utf16le');
  if (form === 'utf16') return Buffer.concat([Buffer.from([0xff, 0xfe]), little]);
  return form === 'utf16be' ? Buffer.from(little).swap16() : little;
}

/** What of three characters is sure when the bytes begin one, two or no bytes into a group of three. */
const SURE_FROM = [0, 2, 3] as const;
const SURE_TO = [0, 3, 2] as const;

/** The texts by which some bytes show in Base64, wherever in a longer one they stand. */
export const base64Forms = (bytes: Buffer): readonly string[] => SURE_FROM.map((from, shift) => {
  const text = Buffer.concat([Buffer.alloc(shift, 32), bytes]).toString('base64');
  return text.slice(from, text.length - (SURE_TO[(bytes.length + shift) % 3] ?? 0));
});
