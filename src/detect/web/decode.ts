/** A text longer than this is looked at no further: twice what servers accept by default. */
export const DECODE_LIMIT = 16_384;
/** How often encodings are peeled off: attackers encode twice, nobody needs a fourth time. */
const ROUNDS = 3;
const LOWER_U = 117;
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<', gt: '>', quot: '"', apos: "'", amp: '&', lpar: '(', rpar: ')', colon: ':', sol: '/', bsol: '\\', tab: '\t',
  newline: '\n', equals: '=', lbrace: '{', rbrace: '}', dollar: '$', num: '#', period: '.', semi: ';', grave: '`',
};
const ENCODED = /%(?:u[0-9a-f]{4}|[0-9a-f]{2})|\\x[0-9a-f]{2}|\\u(?:[0-9a-f]{4}|\{[0-9a-f]{1,6}\})|&#(?:x0{0,64}[0-9a-f]{1,6}|0{0,64}\d{1,7});?|&[a-z]{2,7};|\\"/g;

/** Lower case, all encodings off: percent (also `%u`), overlong UTF-8, HTML entities, backslash forms, full width. */
export function decodeText(text: string): string {
  let decoded = (text.length > DECODE_LIMIT ? text.slice(0, DECODE_LIMIT) : text).toLowerCase();
  for (let round = 0; round < ROUNDS; round += 1) {
    if (!/[%\\&]/.test(decoded)) break;
    const next = peel(decoded);
    if (next === decoded) break;
    decoded = next;
  }
  return decoded;
}

/** As `decodeText`, for a parameter, where a plus is a blank. */
export const decodeParameter = (text: string): string => decodeText(text.includes('+') ? text.replaceAll('+', ' ') : text);

function peel(text: string): string {
  const bytes = (holdsPercentOnly(text) ? withoutPercent(text) : null) ?? text.replace(ENCODED, decodeOne);
  const folded = FOLDED.test(bytes) ? foldWide(bytes) : bytes;
  return (folded.includes('\0') ? folded.replaceAll('\0', '') : folded).toLowerCase();
}

/** No other encoding can be in it: ordinary requests are decoded by hand, at a tenth of the cost. */
const holdsPercentOnly = (text: string): boolean =>
  !text.includes('\\') && !(text.includes('&') && (text.includes(';') || text.includes('&#')));

const CHARACTERS: readonly string[] = Array.from({ length: 256 }, (_, value) => String.fromCharCode(value));

/** `%2f` to its character; null where there is a `%u`. */
function withoutPercent(text: string): string | null {
  let decoded = '';
  let from = 0;
  for (let at = text.indexOf('%'); at >= 0 && at + 2 < text.length; at = text.indexOf('%', at)) {
    if (text.charCodeAt(at + 1) === LOWER_U) return null;
    const value = hexAt(text, at + 1) * 16 + hexAt(text, at + 2);
    if (value >= 0) {
      decoded += text.slice(from, at) + (CHARACTERS[value] ?? '');
      at += 3;
      from = at;
    } else at += 1;
  }
  return from === 0 ? text : decoded + text.slice(from);
}

/** A digit of a lower-case text; far below zero where there is none. */
function hexAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 102 ? code - 87 : -1_000;
}


function decodeOne(encoded: string): string {
  if (encoded === '\\"') return '"';
  if (encoded.startsWith('%u')) return code(encoded.slice(2), 16);
  if (encoded.startsWith('%')) return code(encoded.slice(1), 16);
  if (encoded.startsWith('\\')) return code(encoded.slice(2).replace(/[{}]/g, ''), 16);
  if (encoded.startsWith('&#x')) return code(encoded.slice(3).replace(';', ''), 16);
  if (encoded.startsWith('&#')) return code(encoded.slice(2).replace(';', ''), 10);
  return ENTITIES[encoded.slice(1, -1)] ?? encoded;
}

function code(digits: string, radix: 10 | 16): string {
  const value = Number.parseInt(digits, radix);
  return value <= 0x10_ffff ? String.fromCodePoint(value) : '';
}

/** Where one of these stands, `foldWide` may have something to do. */
const FOLDED = /[\u00c0\u00c1\u00e0\u00ef\u02b9\u02bc\u2018\u2019\uff01-\uff5e]/;

/** Overlong two- and three-byte forms and full-width letters stand for ASCII; other bytes are left as they are. */
const foldWide = (text: string): string => text
  .replace(/[\u00c0\u00c1][\u0080-\u00bf]/g, (pair) => String.fromCharCode(((pair.charCodeAt(0) & 1) << 6) | (pair.charCodeAt(1) & 63)))
  .replace(/\u00e0[\u0080\u0081][\u0080-\u00bf]/g, (triple) => String.fromCharCode(((triple.charCodeAt(1) & 1) << 6) | (triple.charCodeAt(2) & 63)))
  .replace(/\u00ef[\u00bc\u00bd][\u0080-\u00bf]/g, (triple) => fromFullWidth(0xf000 | ((triple.charCodeAt(1) & 63) << 6) | (triple.charCodeAt(2) & 63)))
  .replace(/[\uff01-\uff5e]/g, (wide) => fromFullWidth(wide.charCodeAt(0)))
  .replace(/[\u2018\u2019\u02b9\u02bc]/g, "'");

const fromFullWidth = (point: number): string =>
  (point >= 0xff01 && point <= 0xff5e ? String.fromCharCode(point - 0xfee0) : String.fromCharCode(point));
