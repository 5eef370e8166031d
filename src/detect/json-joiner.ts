import type { OnLine } from './line-splitter.ts';

/** A value that is longer, or spread over more lines, is handed on line by line. */
const MOST_LINES = 5_000;
const MOST_CHARACTERS = 1_048_576;
const [TAB, BLANK, QUOTE, COMMA, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN, CLOSE] = [9, 32, 34, 44, 91, 92, 93, 123, 125] as const;
/** What a value spread over lines is cited by: the line that says what was done, else what it is, else its own first. */
const DONE = /^\s{0,32}"(?:CommandLine|ScriptBlockText|TargetObject|TargetFilename|ImageLoaded|PipeName|NewProcessName|ImagePath)"/;
const NAMED = /^\s{0,32}"(?:event_id|EventID|eventName|message|msg)"/;

interface Line {
  readonly text: string;
  readonly line: number;
  readonly offset: number;
}

export interface JsonJoiner {
  readonly line: OnLine;
  /** Hands on what is still open. */
  finish(): void;
}

interface Open {
  readonly lines: Line[];
  depth: number;
  inText: boolean;
  characters: number;
}

/**
 * Makes one record of a JSON object that is printed over several lines, and takes apart a list of objects printed one
 * a line. `passed` is told of lines that went into a record by another number. All other lines go straight through.
 */
export function openJsonJoiner(hand: OnLine, passed: (line: Line) => void): JsonJoiner {
  let open: Open | null = null;
  let inList = false;
  const release = (): void => {
    const lines = open?.lines ?? [];
    open = null;
    for (const { text, line, offset } of lines) hand(text, line, offset, null);
  };
  const take = (next: Line): void => {
    let rest: Line | null = next;
    while (rest) rest = takeOne(rest);
  };
  const takeOne = (next: Line): Line | null => {
    open ??= { lines: [], depth: 0, inText: false, characters: 0 };
    const end = scan(open, next.text);
    open.lines.push(end === null ? next : { ...next, text: next.text.slice(0, end) });
    if (end !== null) {
      const { lines } = open;
      open = null;
      handJoined(lines, hand, passed);
      const after = next.text.indexOf('{', end);
      return after < 0 ? null : { ...next, text: next.text.slice(after) };
    }
    open.characters += next.text.length;
    if (open.lines.length > MOST_LINES || open.characters > MOST_CHARACTERS || isNoJson(open.lines)) release();
    return null;
  };
  const line: OnLine = (text, number, offset, codes) => {
    if (open) {
      take({ text, line: number, offset });
      return;
    }
    const first = codes ? codes.codes[codes.from] ?? 0 : text.charCodeAt(0);
    if (first !== OPEN && first !== OPEN_LIST && !inList) {
      hand(text, number, offset, codes);
      return;
    }
    const part = partOf(text, inList);
    inList = part.inList;
    if (part.is === 'nothing') passed({ text, line: number, offset });
    else if (part.is === 'begun') take({ text: part.text, line: number, offset });
    else hand(part.text, number, offset, part.text === text ? codes : null);
  };
  return { line, finish: release };
}

type Part =
  | { readonly is: 'whole' | 'begun'; readonly text: string; readonly inList: boolean }
  | { readonly is: 'nothing'; readonly inList: boolean };

/** What stands between the objects of a list, and ends it. */
const BETWEEN = new Set(['', ',', ']', '],']);

/** What a line is outside any open object: a whole record, the start of one, or a bracket or comma of the list around. */
function partOf(written: string, inList: boolean): Part {
  const text = written.trim();
  if (text === '[' || (inList && BETWEEN.has(text))) return { is: 'nothing', inList: !text.startsWith(']') };
  const opened = text.startsWith('[{');
  const object = opened || (inList && text.startsWith(',')) ? text.slice(1).trimStart() : text;
  if (object.charCodeAt(0) !== OPEN || (opened && text.endsWith(']'))) return { is: 'whole', text: written, inList: false };
  return objectPart(written, object, inList || opened);
}

function objectPart(written: string, object: string, list: boolean): Part {
  const last = object.charCodeAt(object.length - 1);
  if (last === CLOSE) return { is: 'whole', text: list ? object : written, inList: list };
  const next = object.charCodeAt(object.length - 2);
  if (list && next === CLOSE && (last === COMMA || last === CLOSE_LIST)) return { is: 'whole', text: object.slice(0, -1), inList: last === COMMA };
  return { is: 'begun', text: object, inList: list };
}

/** Reads on in the open object; answers where it ends, null where it does not. */
function scan(open: Open, text: string): number | null {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (open.inText) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) open.inText = false;
    } else if (code === QUOTE) open.inText = true;
    else if (code === OPEN || code === OPEN_LIST) open.depth += 1;
    else if (code === CLOSE || code === CLOSE_LIST) {
      open.depth -= 1;
      if (open.depth <= 0) return at + 1;
    }
  }
  // A text does not run over the end of a line.
  open.inText = false;
  return null;
}

/** The line after the first bracket tells: names, values or brackets follow, or it was something else. */
function isNoJson(lines: readonly Line[]): boolean {
  if (lines.length !== 2) return false;
  const text = lines[1]?.text ?? '';
  let at = 0;
  while (text.charCodeAt(at) === BLANK || text.charCodeAt(at) === TAB) at += 1;
  const code = text.charCodeAt(at);
  return at < text.length && code !== QUOTE && code !== CLOSE && code !== OPEN && code !== OPEN_LIST;
}

function handJoined(lines: readonly Line[], hand: OnLine, passed: (line: Line) => void): void {
  const cited = lines.find(({ text }) => DONE.test(text)) ?? lines.find(({ text }) => NAMED.test(text)) ?? lines[0];
  if (!cited) return;
  for (const line of lines) if (line !== cited) passed(line);
  hand(lines.map(({ text }) => text).join('\n'), cited.line, cited.offset, null);
}
