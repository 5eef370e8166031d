import type { Expression } from './rule.ts';
import { RuleError } from './rule.ts';

const WORD = /\s*(?:([()|])|([^\s()|]+))/y;
const OPERATORS = new Set(['and', 'or', 'not', 'of']);
/** Brackets inside brackets: no person writes more. */
const DEEPEST = 50;

interface Reading {
  readonly words: readonly string[];
  readonly selections: ReadonlyMap<string, Expression>;
  at: number;
  depth: number;
}

/** `selection and not 1 of filter_*`, from weakest to tightest: or, and, not, x of, brackets. */
export function readCondition(text: string, selections: ReadonlyMap<string, Expression>): Expression {
  const reading: Reading = { words: wordsOf(text), selections, at: 0, depth: 0 };
  if (reading.words.includes('|')) wrong('aggregations (`| count() …`) are not supported');
  const question = readOr(reading);
  if (reading.at < reading.words.length) wrong(`\`${reading.words[reading.at] ?? ''}\` is not expected here`);
  return question;
}

function wrong(why: string): never {
  throw new RuleError(`condition: ${why}`, ['detection', 'condition']);
}

function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  WORD.lastIndex = 0;
  for (let match = WORD.exec(text); match; match = WORD.exec(text)) words.push(match[1] ?? match[2] ?? '');
  return words;
}

const peek = ({ words, at }: Reading): string => words[at]?.toLowerCase() ?? '';

function readOr(reading: Reading): Expression {
  const items = [readAnd(reading)];
  while (peek(reading) === 'or') {
    reading.at += 1;
    items.push(readAnd(reading));
  }
  return joined('or', items);
}

function readAnd(reading: Reading): Expression {
  const items = [readNot(reading)];
  while (peek(reading) === 'and') {
    reading.at += 1;
    items.push(readNot(reading));
  }
  return joined('and', items);
}

export const joined = (op: 'and' | 'or', items: readonly Expression[]): Expression =>
  (items.length === 1 && items[0] ? items[0] : { op, items });

function readNot(reading: Reading): Expression {
  let negated = false;
  while (peek(reading) === 'not') {
    reading.at += 1;
    negated = !negated;
  }
  const item = readOne(reading);
  return negated ? { op: 'not', item } : item;
}

function readOne(reading: Reading): Expression {
  const word = reading.words[reading.at] ?? '';
  if (word === '') wrong('it ends too early');
  reading.at += 1;
  if (word === '(') return readBrackets(reading);
  if (peek(reading) === 'of') {
    reading.at += 1;
    return readOf(word.toLowerCase(), reading);
  }
  if (word === ')' || OPERATORS.has(word.toLowerCase())) wrong(`\`${word}\` is not expected here`);
  return reading.selections.get(word) ?? wrong(`there is no selection \`${word}\``);
}

function readBrackets(reading: Reading): Expression {
  reading.depth += 1;
  if (reading.depth > DEEPEST) wrong('too many brackets inside each other');
  const inner = readOr(reading);
  if (peek(reading) !== ')') wrong('a bracket is not closed');
  reading.at += 1;
  reading.depth -= 1;
  return inner;
}

function readOf(count: string, reading: Reading): Expression {
  const pattern = reading.words[reading.at] ?? wrong('`of` what?');
  reading.at += 1;
  const items = named(pattern, reading.selections);
  if (items.length === 0) wrong(`no selection is called \`${pattern}\``);
  if (count === 'all') return joined('and', items);
  if (count === '1' || count === 'any') return joined('or', items);
  const need = Number(count);
  if (!Number.isInteger(need) || need < 1) wrong(`\`${count} of\`: all, any or a number is expected`);
  return { op: 'some', need, items };
}

function named(pattern: string, selections: ReadonlyMap<string, Expression>): readonly Expression[] {
  const names = [...selections.keys()];
  if (pattern.toLowerCase() === 'them') return pick(names.filter((name) => !name.startsWith('_')), selections);
  const parts = pattern.split('*');
  return pick(names.filter((name) => fitsName(name, parts)), selections);
}

function fitsName(name: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0 || found + part.length > name.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}

const pick = (names: readonly string[], selections: ReadonlyMap<string, Expression>): readonly Expression[] =>
  names.flatMap((name) => selections.get(name) ?? []);
