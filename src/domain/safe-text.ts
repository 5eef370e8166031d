/**
 * The one cleaner of foreign text: log lines, file names, host and user names, tool results, model text, arguments
 * echoed in errors. What could act on a terminal, reorder or hide text becomes visible as `⟨1b⟩` (the code point);
 * nothing is dropped. A backslash stays what it is, so `\x1b` written in a log and a real escape byte look different.
 * Letters of another script that pose as Latin ones inside a Latin word are shown too (`r⟨43e⟩ot`). A log that holds
 * `⟨1b⟩` literally looks like an escape: cleaning twice must change nothing, so the two cannot be told apart here; the
 * raw bytes are in the evidence.
 */
export type SafeText = string & { readonly [safeBrand]: true };
declare const safeBrand: unique symbol;

/** Longest text shown in one place, in characters of the result, its `… (+N)` included. */
export const SAFE_LIMIT = 4_000;
/** More marks on one letter than any living script stacks are drawn over the lines around it. */
const MARK_LIMIT = 3;
const TAB = '    ';

const PLAIN = /^[\x20-\x7e]*$/;
const MARK = /^[\p{Mn}\p{Me}]$/u;
/**
 * Controls, formats (bidi, zero width, tags, soft hyphen), private use, lone surrogates, line and paragraph
 * separators, spaces that are not the space, variation selectors, letters without ink, noncharacters.
 */
const HIDDEN = new RegExp(
  '^(?:[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u2065\\u2800\\u3000'
  + '\\u115f\\u1160\\u3164\\uffa0\\ufff0-\\ufff8\\u{e0000}-\\u{e0fff}\\p{Noncharacter_Code_Point}]'
  + '|\\p{Variation_Selector}|\\u034f|\\u17b4|\\u17b5)$', 'u');

/** `limit` counts characters of the result. Same in, same out; cleaning what is clean changes nothing. */
export function safe(text: string, limit: number = SAFE_LIMIT): SafeText {
  if (text.length <= limit && PLAIN.test(text)) return text as SafeText;
  // Only what could fit is looked at: a line can be a megabyte.
  const head = text.slice(0, limit + 1).replace(WORD, showPosers);
  return clean(head + text.slice(limit + 1), limit) as SafeText;
}

const shown = (point: number): string => `⟨${point.toString(16).padStart(2, '0')}⟩`;

function clean(text: string, limit: number): string {
  const room = limit - `… (+${text.length})`.length;
  let out = '';
  let seen = 0;
  let fits = { length: 0, seen: 0 };
  let marks = MARK_LIMIT;
  for (const char of text) {
    const isMark = char > '\u02ff' && MARK.test(char);
    const kept = isMark && marks < MARK_LIMIT && !HIDDEN.test(char);
    const piece = kept ? char : isMark ? shown(char.codePointAt(0) ?? 0) : cleanChar(char);
    // A mark never lands on an escape: what was escaped counts as full.
    marks = kept ? marks + 1 : piece === char ? 0 : MARK_LIMIT;
    out += piece;
    seen += char.length;
    if (out.length <= room) fits = { length: out.length, seen };
    if (out.length > limit) return cut(out, { length: fits.length, left: text.length - fits.seen }, limit);
  }
  return out;
}

function cut(out: string, at: { readonly length: number; readonly left: number }, limit: number): string {
  const marker = `… (+${at.left})`;
  return at.length + marker.length <= limit ? out.slice(0, at.length) + marker : '…'.slice(0, limit);
}

function cleanChar(char: string): string {
  if (char === '\t') return TAB;
  return (char >= ' ' && char <= '~') || !HIDDEN.test(char) ? char : shown(char.codePointAt(0) ?? 0);
}

const WORD = /[\p{L}\p{N}\p{M}_]+/gu;
const LATIN = /[A-Za-z]/;
/** Scripts whose letters look like Latin ones, and Latin letters made for phonetics. */
const POSER = new RegExp(
  '^[\\p{Script=Cyrillic}\\p{Script=Greek}\\p{Script=Armenian}\\p{Script=Cherokee}\\p{Script=Coptic}'
  + '\\p{Script=Lisu}\\p{Script=Deseret}\\u0131\\u0251-\\u02af\\u1d00-\\u1dbf]$', 'u');
/** Letters that pose as Latin ones inside a word of Latin letters: `r⟨43e⟩ot`. A word of one script is left alone. */
function showPosers(word: string): string {
  if (PLAIN.test(word)) return word;
  const mixed = LATIN.test(word);
  return Array.from(word, (char) => (isPoser(char, mixed) ? shown(char.codePointAt(0) ?? 0) : char)).join('');
}

function isPoser(char: string, mixed: boolean): boolean {
  if (PLAIN.test(char)) return false;
  return (mixed && POSER.test(char)) || /^[A-Za-z0-9]+$/.test(char.normalize('NFKC'));
}
