import type { Ranges, Tree } from './tree.ts';
import { bothCases, DIGITS, inverse, LAST, NAMED, NEWLINE, normal, SPACES, WORDS } from './tree.ts';

/** A pattern that is no regular expression, or asks for what one pass over a text cannot decide. */
export class RegexError extends Error {}

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

interface Reading {
  readonly text: string;
  at: number;
  flags: Flags;
  depth: number;
}

const DEEPEST = 50;
const MOST_REPEATS = 1_000;
const CONTROLS: ReadonlyMap<string, number> = new Map([['n', 10], ['r', 13], ['t', 9], ['f', 12], ['v', 11], ['a', 7], ['e', 27], ['0', 0]]);
const CLASSES: ReadonlyMap<string, Ranges> = new Map([
  ['d', DIGITS], ['w', WORDS], ['s', SPACES], ['D', inverse(DIGITS)], ['W', inverse(WORDS)], ['S', inverse(SPACES)],
  ['h', [[9, 9], [32, 32]]], ['R', [[10, 13]]], ['N', inverse(NEWLINE)],
]);
const COUNTS = /\{(\d{1,5})(?:(,)(\d{1,5})?)?\}/y;
const HEX = /x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]{1,4})\}|u([0-9A-Fa-f]{4})/y;
const INLINE = /\(\?([imsxUu]*)(?:-([imsxUu]*))?([:)])/y;
const NAME = /\(\?P?<[A-Za-z_]\w{0,60}>/y;
const POSIX = /\[:(\^?)([a-z]{4,6}):\]/y;

/** Reads a pattern of the PCRE kind. Look-around, back-references and atomic groups are refused. */
export function parseRegex(text: string, flags: Flags): Tree {
  const reading: Reading = { text, at: 0, flags, depth: 0 };
  const tree = readChoices(reading);
  if (reading.at < text.length) throw new RegexError('a bracket is closed that was not opened');
  return tree;
}

function readChoices(reading: Reading): Tree {
  reading.depth += 1;
  if (reading.depth > DEEPEST) throw new RegexError('too many brackets inside each other');
  const before = reading.flags;
  const choices = [readRun(reading)];
  while (reading.text.charAt(reading.at) === '|') {
    reading.at += 1;
    choices.push(readRun(reading));
  }
  reading.flags = before;
  reading.depth -= 1;
  return choices.length === 1 && choices[0] ? choices[0] : { is: 'any', parts: choices };
}

function readRun(reading: Reading): Tree {
  const parts: Tree[] = [];
  for (let sign = reading.text.charAt(reading.at); sign !== '' && sign !== '|' && sign !== ')'; sign = reading.text.charAt(reading.at)) {
    const part = readPart(reading);
    if (part) parts.push(readRepeats(part, reading));
  }
  return { is: 'all', parts };
}

/** One character, class, place or group; null for `(?i)`, which only turns flags. */
function readPart(reading: Reading): Tree | null {
  const { text, flags } = reading;
  const sign = text.charAt(reading.at);
  if (sign === '(') return readGroup(reading);
  reading.at += 1;
  switch (sign) {
    case '[': return { is: 'set', ranges: readClass(reading) };
    case '\\': return readEscape(reading);
    case '.': return { is: 'set', ranges: flags.s ? [[0, LAST]] : inverse(NEWLINE) };
    case '^': return { is: 'place', place: flags.m ? 'line-start' : 'text-start' };
    case '$': return { is: 'place', place: flags.m ? 'line-end' : 'text-end' };
    case '*': case '+': case '?': throw new RegexError(`\`${sign}\` repeats nothing`);
    default: return letter(sign.charCodeAt(0), flags);
  }
}

const letter = (code: number, { i }: Flags): Tree =>
  ({ is: 'set', ranges: i ? bothCases([[code, code]]) : [[code, code]] });

function take(pattern: RegExp, reading: Reading): RegExpExecArray | null {
  pattern.lastIndex = reading.at;
  const match = pattern.exec(reading.text);
  if (match) reading.at += match[0].length;
  return match;
}

function readGroup(reading: Reading): Tree | null {
  const inline = take(INLINE, reading);
  if (inline) {
    const [, on = '', off = '', end] = inline;
    if (/[xUu]/.test(on)) throw new RegexError(`the flags \`${on}\` are not supported`);
    const before = reading.flags;
    const turned = { i: turn('i', before, on, off), m: turn('m', before, on, off), s: turn('s', before, on, off) };
    reading.flags = turned;
    if (end === ')') return null;
    const inner = closeGroup(reading);
    reading.flags = before;
    return inner;
  }
  if (!take(NAME, reading)) {
    if (reading.text.startsWith('(?', reading.at) || reading.text.startsWith('(*', reading.at)) throw new RegexError(whyRefused(reading));
    reading.at += 1;
  }
  return closeGroup(reading);
}

// Four parameters on purpose: a flag, what it was, what turns it on and off.
const turn = (flag: keyof Flags, before: Flags, on: string, off: string): boolean =>
  on.includes(flag) || (before[flag] && !off.includes(flag));

function whyRefused({ text, at }: Reading): string {
  if (/^\(\?<?[=!]/.test(text.slice(at, at + 4))) return 'look-around is refused: it can take for ever';
  if (text.startsWith('(?>', at)) return 'atomic groups are not supported';
  return `\`${text.slice(at, at + 3)}\` is not supported`;
}

function closeGroup(reading: Reading): Tree {
  const inner = readChoices(reading);
  if (reading.text.charAt(reading.at) !== ')') throw new RegexError('a bracket is not closed');
  reading.at += 1;
  return inner;
}

function readRepeats(part: Tree, reading: Reading): Tree {
  let repeated = part;
  for (let counts = readCounts(reading); counts; counts = readCounts(reading)) {
    const [least, most] = counts;
    if (least > MOST_REPEATS || (most ?? 0) > MOST_REPEATS) throw new RegexError(`more than ${MOST_REPEATS} repeats`);
    if (most !== null && most < least) throw new RegexError('a repeat ends before it begins');
    if (reading.text.charAt(reading.at) === '+') throw new RegexError('possessive repeats are not supported');
    if (reading.text.charAt(reading.at) === '?') reading.at += 1;
    repeated = { is: 'repeat', part: repeated, least, most };
  }
  return repeated;
}

function readCounts(reading: Reading): readonly [number, number | null] | null {
  const sign = reading.text.charAt(reading.at);
  if (sign === '{') {
    const match = take(COUNTS, reading);
    if (!match) return null;
    const least = Number(match[1]);
    return [least, match[2] === undefined ? least : match[3] === undefined ? null : Number(match[3])];
  }
  if (sign !== '*' && sign !== '+' && sign !== '?') return null;
  reading.at += 1;
  return [sign === '+' ? 1 : 0, sign === '?' ? 1 : null];
}

function readEscape(reading: Reading): Tree {
  const sign = reading.text.charAt(reading.at);
  const known = CLASSES.get(sign);
  if (known) {
    reading.at += 1;
    return { is: 'set', ranges: known };
  }
  const place = placeOf(sign);
  if (place) {
    reading.at += 1;
    return { is: 'place', place };
  }
  return letter(readCode(reading), reading.flags);
}

function placeOf(sign: string) {
  switch (sign) {
    case 'b': return 'word-edge';
    case 'B': return 'no-word-edge';
    case 'A': return 'text-start';
    case 'z': case 'Z': return 'text-end';
    default: return null;
  }
}

/** The character an escape stands for, past the backslash. */
function readCode(reading: Reading): number {
  const sign = reading.text.charAt(reading.at);
  if (sign === '') throw new RegexError('it ends in a backslash');
  const hex = take(HEX, reading);
  if (hex) return Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '', 16);
  if (/[1-9kg]/.test(sign)) throw new RegexError('back-references are refused: they can take for ever');
  if (/[pPXKGQE]/.test(sign)) throw new RegexError(`\`\\${sign}\` is not supported`);
  reading.at += 1;
  return CONTROLS.get(sign) ?? sign.charCodeAt(0);
}

function readClass(reading: Reading): Ranges {
  const negated = reading.text.charAt(reading.at) === '^';
  if (negated) reading.at += 1;
  const ranges: (readonly [number, number])[] = [];
  for (let first = true; first || reading.text.charAt(reading.at) !== ']'; first = false) {
    if (reading.at >= reading.text.length) throw new RegexError('a class is not closed');
    ranges.push(...readClassPart(reading));
  }
  reading.at += 1;
  const folded = reading.flags.i ? bothCases(ranges) : normal(ranges);
  return negated ? inverse(folded) : folded;
}

function readClassPart(reading: Reading): Ranges {
  const named = take(POSIX, reading);
  if (named) {
    const ranges = NAMED.get(named[2] ?? '');
    if (!ranges) throw new RegexError(`there is no class [:${named[2] ?? ''}:]`);
    return named[1] === '^' ? inverse(ranges) : ranges;
  }
  const from = readClassSign(reading);
  if (typeof from !== 'number') return from;
  const { text } = reading;
  if (text.charAt(reading.at) !== '-' || text.charAt(reading.at + 1) === ']' || reading.at + 1 >= text.length) return [[from, from]];
  reading.at += 1;
  const to = readClassSign(reading);
  if (typeof to !== 'number') return [[from, from], [45, 45], ...to];
  if (to < from) throw new RegexError('a range runs backwards');
  return [[from, to]];
}

function readClassSign(reading: Reading): number | Ranges {
  const sign = reading.text.charAt(reading.at);
  reading.at += 1;
  if (sign !== '\\') return sign.charCodeAt(0);
  const next = reading.text.charAt(reading.at);
  const known = CLASSES.get(next);
  if (known) {
    reading.at += 1;
    return known;
  }
  if (next === 'b') {
    reading.at += 1;
    return 8;
  }
  return readCode(reading);
}
