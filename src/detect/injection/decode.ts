/** Rounds of decoding one text gets: percent in base64 in entities is the deepest that was met. */
const ROUNDS = 3;
/** Encoded pieces looked into for one text. */
const PIECES = 8;

const PERCENT = /(?:%[0-9a-f]{2})+/gi;
const UNICODE = /\\u\{?([0-9a-f]{4,6})\}?|%u([0-9a-f]{4})/gi;
const BYTES = /(?:\\x[0-9a-f]{2}|\\[0-3][0-7]{2}|#[0-3][0-7]{2})+/gi;
const ENTITY = /&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));?/gi;
/** Base64 of English: the first of four characters holds the upper six bits of a printable byte. */
const BASE64 = /(?:[I-Za-f][A-Za-z0-9+/_-]{3}){4,2000}(?:[I-Za-f][A-Za-z0-9+/_-]{1,2})?/g;
const HEX = /(?:[2-7][0-9a-f]){10,2000}/gi;
const BINARY = /(?:[01]{8}[ ,_-]?){8,500}/g;
const MOSTLY_TEXT = /^[\s\x20-\x7e\u00a0-\uffff]{8,}$/;
/** Turned alphabets (by 13 and by 3) of `ignore`, `previous`, `instructions`, `disregard`. */
const TURNED = [
  { by: 13, marks: /vtaber|cerivbhf|vafgehpg|qvfertneq/i },
  { by: 23, marks: /ljqruh|suhylrxv|lqvwuxfw|glvuhjdug|lpsruh/i },
] as const;

/** The text with its escapes undone, until nothing changes. */
export function unescaped(text: string): string {
  let now = text;
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = once(now);
    if (next === now) return now;
    now = next;
  }
  return now;
}

function once(text: string): string {
  let now = text;
  if (now.includes('%')) now = now.replace(PERCENT, fromPercent);
  if (now.includes('\\') || now.includes('%u')) {
    now = now.replace(UNICODE, (whole, escape?: string, wide?: string) => character(escape ?? wide ?? '', 16, whole));
  }
  // Before the bytes: the digits of an entity look like those of a byte.
  if (now.includes('&#')) {
    now = now.replace(ENTITY, (whole, hex?: string, decimal?: string) =>
      (hex === undefined ? character(decimal ?? '', 10, whole) : character(hex, 16, whole)));
  }
  if (now.includes('\\') || now.includes('#')) now = now.replace(BYTES, fromBytes);
  return now;
}

const fromPercent = (run: string): string => Buffer.from(run.replaceAll('%', ''), 'hex').toString();

function fromBytes(run: string): string {
  const bytes = [...run.matchAll(/\\x([0-9a-f]{2})|[\\#]([0-3][0-7]{2})/gi)]
    .map(([, hex, octal]) => (hex === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hex, 16)));
  return Buffer.from(bytes).toString();
}

function character(digits: string, base: number, whole: string): string {
  const code = Number.parseInt(digits, base);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

/** Texts that stand in the text as base64, hexadecimal or binary digits, or with the alphabet turned. */
export function hiddenIn(text: string): readonly string[] {
  const found: string[] = [];
  const take = (decoded: string): void => { if (found.length < PIECES && MOSTLY_TEXT.test(decoded)) found.push(decoded); };
  for (const [run] of text.matchAll(BASE64)) take(Buffer.from(run, 'base64').toString());
  for (const [run] of text.matchAll(HEX)) take(Buffer.from(run, 'hex').toString());
  for (const [run] of text.matchAll(BINARY)) {
    take(Buffer.from((run.match(/[01]{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))).toString());
  }
  for (const { by, marks } of TURNED) if (marks.test(text)) found.push(turned(text, by));
  return found;
}

const turned = (text: string, by: number): string => text.toLowerCase().replace(/[a-z]/g, (letter) =>
  String.fromCharCode(97 + ((letter.charCodeAt(0) - 97 + by) % 26)));
