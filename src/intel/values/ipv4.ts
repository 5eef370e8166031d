/** An IPv4 address as people and programs print it: four decimal numbers, no leading zeros. Null for anything else. */
export function ipv4Of(text: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return null;
  let value = 0;
  for (const part of match.slice(1)) {
    const number = Number(part);
    if (number > 255 || (part.length > 1 && part.startsWith('0'))) return null;
    value = value * 256 + number;
  }
  return value;
}

export const ipv4Text = (value: number): string =>
  [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
