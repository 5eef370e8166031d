/** Attack families of a single request, by the names of the field. */
export type WebFamily =
  | 'sqli' | 'nosqli' | 'xss' | 'path-traversal' | 'lfi' | 'rfi' | 'ssrf' | 'cmdi' | 'php-injection' | 'code-injection'
  | 'ssti' | 'jndi-injection' | 'shellshock' | 'prototype-pollution' | 'xxe' | 'ldap-injection' | 'deserialization' | 'header-injection'
  | 'buffer-overflow' | 'known-exploit' | 'sensitive-file' | 'web-shell' | 'open-proxy' | 'protocol-probe' | 'scanner';

/**
 * A pattern over decoded lower-case text. It runs only where the text holds a character of every class in `needs`, so
 * that ordinary requests cost one pass. Every gap is bounded and no repeat nests: linear by construction.
 */
export interface Signature {
  readonly family: WebFamily;
  readonly needs: number;
  readonly pattern: RegExp;
}

/** Character classes as bits. */
export const HAS = {
  quote: 1, angle: 2, paren: 4, separator: 8, dollar: 16, brace: 32, blank: 64, slash: 128, dots: 256, colon: 512,
  bracket: 1_024, equals: 2_048, backslash: 4_096, hash: 8_192, dash: 16_384, percent: 32_768, star: 65_536,
} as const;

const CLASSES: readonly (readonly [number, string])[] = [
  [HAS.quote, '\'"`'], [HAS.angle, '<>'], [HAS.paren, '('], [HAS.separator, ';|&`\n\r'], [HAS.dollar, '$'],
  [HAS.brace, '{'], [HAS.blank, ' \t\n\r'], [HAS.slash, '/\\'], [HAS.dots, '.'], [HAS.colon, ':'],
  [HAS.bracket, '['], [HAS.equals, '='], [HAS.backslash, '\\'], [HAS.hash, '#'], [HAS.dash, '-'], [HAS.percent, '%'],
  [HAS.star, '*'],
];

const TABLE = ((): Uint32Array => {
  const table = new Uint32Array(128);
  for (const [bit, characters] of CLASSES) {
    for (const character of characters) {
      const code = character.charCodeAt(0);
      table[code] = (table[code] ?? 0) | bit;
    }
  }
  return table;
})();

/** The classes of which the text holds a character. */
export function classesOf(text: string): number {
  let classes = 0;
  for (let at = 0; at < text.length; at += 1) classes |= TABLE[text.charCodeAt(at)] ?? 0;
  return classes;
}

/** First signature that fits. */
export function firstMatch(signatures: readonly Signature[], text: string, classes: number): WebFamily | null {
  for (const { family, needs, pattern } of signatures) {
    if ((classes & needs) === needs && pattern.test(text)) return family;
  }
  return null;
}
