/** A quoted part of a line, quotes included. */
export interface Quoted {
  readonly start: number;
  readonly end: number;
}

const LIMIT = 64;
/** What stands before a quoted part that somebody outside wrote: a name, an address of a page, an agent. */
const FOREIGN = /(?:\buser(?:\s?name)?|\blogin|\baccount|\bacct|\brequest|\breferr?er|\bagent|\buser-agent|\bhost|\bfor|\bur[il]|\bpath|\bquery|\bnoun|\bname|\bto|\bfile|\bargument|\bcommand|\bscript)\s?[:=]?\s?$/i;

/** Quoted parts of a line, in order. An apostrophe inside a word opens nothing. */
export function quotedParts(text: string): readonly Quoted[] {
  const parts: Quoted[] = [];
  // Where nothing closes a quote, nothing closes a later one of its kind: it is not looked for again.
  const unclosed = new Set<number>();
  for (let at = 0; at < text.length && parts.length < LIMIT; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 34 && !(code === 39 && opens(text, at))) continue;
    const close = unclosed.has(code) ? -1 : closing(text, at);
    if (close < 0) {
      unclosed.add(code);
      continue;
    }
    parts.push({ start: at, end: close + 1 });
    at = close;
  }
  return parts;
}

const opens = (text: string, at: number): boolean => at === 0 || /[\s=:([<,@']/.test(text.charAt(at - 1));

function closing(text: string, open: number): number {
  const quote = text.charAt(open);
  let close = text.indexOf(quote, open + 1);
  while (close > 0 && text.charCodeAt(close - 1) === 92) close = text.indexOf(quote, close + 1);
  if (quote === '"' || close < 0) return close;
  // An apostrophe that a letter follows does not close: 'O'Leary'.
  for (let tries = 0; close >= 0 && tries < 8 && /\w/.test(text.charAt(close + 1)); tries += 1) close = text.indexOf(quote, close + 1);
  return close;
}

/** The line without what somebody outside wrote between quotes. */
export function withoutForeignQuotes(text: string, parts: readonly Quoted[]): string {
  let kept = '';
  let from = 0;
  for (const { start, end } of parts) {
    if (!FOREIGN.test(text.slice(Math.max(0, start - 24), start)) && !/^["'](?:(?:GET|POST|HEAD|PUT|DELETE|OPTIONS|PATCH|CONNECT|TRACE|PROPFIND|REPORT|MKCOL|COPY|MOVE|SEARCH|PRI) |https?:\/)/.test(text.slice(start, start + 12))) continue;
    kept += `${text.slice(from, start)}""`;
    from = end;
  }
  return kept + text.slice(from);
}

const [DOUBLE, SINGLE, BACKSLASH] = [34, 39, 92] as const;
const BEFORE_OPENING = /[\s=:([{<,|/@`'"-]/;
const AFTER_CLOSING = /[\s,;:.)\]}|>&@`'"/-]/;

/** Whether every quote of a line opens or closes something: one within a name does neither, or shifts the others. */
export function quotesAreSound(text: string): boolean {
  let open = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (isQuote(text, at, open)) {
      if (!(open === 0 ? opensThere(text, at) : closesThere(text, at))) return false;
      open = open === 0 ? code : 0;
    }
  }
  return open === 0;
}

/** A quote of the kind that is open, or any where none is; an apostrophe within a word is none. */
function isQuote(text: string, at: number, open: number): boolean {
  const code = text.charCodeAt(at);
  if (open !== 0 && open !== code) return false;
  return code === DOUBLE || (code === SINGLE && !isApostrophe(text, at));
}

const opensThere = (text: string, at: number): boolean => at === 0 || BEFORE_OPENING.test(text.charAt(at - 1));
const closesThere = (text: string, at: number): boolean => at + 1 === text.length || AFTER_CLOSING.test(text.charAt(at + 1));
const isApostrophe = (text: string, at: number): boolean => /\w/.test(text.charAt(at - 1)) && /\w/.test(text.charAt(at + 1));
