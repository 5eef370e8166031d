import { base64Forms, utf16 } from './encode.ts';
import { hasWildcard, literalPattern, lowerPattern, openEnds, plainText, readPattern } from './pattern.ts';
import { RegexError } from './regex/parse.ts';
import { openRegex } from './regex/regex.ts';
import type { Expression, Pattern, Test } from './rule.ts';
import { RuleError } from './rule.ts';
import { isNetwork } from './network.ts';

type Path = readonly PropertyKey[];
/** A value on its way through the modifiers: a pattern, then what an encoding made of it, then open ends. */
interface Working {
  readonly pattern: Pattern;
  /** Set once a modifier works on bytes: the value has no wildcards then. */
  readonly bytes: Buffer | null;
}

const ENDS = { contains: 'both', startswith: 'end', endswith: 'start' } as const;
const COMPARES = new Set(['gt', 'gte', 'lt', 'lte']);
const UTF16 = new Set(['wide', 'utf16', 'utf16le', 'utf16be']);
const REGEX_FLAGS: ReadonlyMap<string, 'i' | 'm' | 's'> = new Map([
  ['i', 'i'], ['m', 'm'], ['s', 's'], ['ignorecase', 'i'], ['multiline', 'm'], ['dotall', 's'],
]);
/** They change how values are joined or compared, not the values. */
const AROUND = new Set(['all', 'cased', 'neq', 're', 'cidr', 'fieldref', 'exists', ...COMPARES, ...REGEX_FLAGS.keys()]);
const IN_PLACE = new Set([...Object.keys(ENDS), ...UTF16, 'base64', 'base64offset', 'windash']);

/** `field|modifier|…` and its values, as one question. */
export function fieldQuestion(field: string | null, modifiers: readonly string[], values: readonly unknown[], path: Path): Expression {
  for (const name of modifiers) {
    if (name === 'expand') throw new RuleError('`expand`: the placeholder has no value here', path);
    if (!AROUND.has(name) && !IN_PLACE.has(name)) throw new RuleError(`unknown modifier \`${name}\``, path);
  }
  const has = (name: string): boolean => modifiers.includes(name);
  const items = values.map((value) => either(testsOf(value, modifiers, path).map((test): Expression => ({ op: 'test', field, test }))));
  if (items.length === 0) throw new RuleError('a list without values', path);
  const question: Expression = items.length === 1 && items[0] ? items[0] : { op: has('all') ? 'and' : 'or', items };
  return has('neq') ? { op: 'not', item: question } : question;
}

const either = (items: readonly Expression[]): Expression => (items.length === 1 && items[0] ? items[0] : { op: 'or', items });

function testsOf(value: unknown, modifiers: readonly string[], path: Path): readonly Test[] {
  const has = (name: string): boolean => modifiers.includes(name);
  const compare = modifiers.find((name) => COMPARES.has(name));
  if (compare !== undefined) return [{ is: 'number', how: howOf(compare), value: numberOf(value, path) }];
  if (has('exists')) return [{ is: 'exists', wanted: booleanOf(value, path) }];
  if (has('re')) return [regexTest(textOf(value, path), modifiers, path)];
  if (has('cidr')) return [networkTest(textOf(value, path), path)];
  if (has('fieldref')) return [{ is: 'field', other: textOf(value, path), how: placeOf(modifiers), cased: has('cased') }];
  if (value === null) {
    if (modifiers.some((name) => IN_PLACE.has(name))) throw new RuleError('an empty value cannot be modified', path);
    return [{ is: 'null' }];
  }
  const start: readonly Working[] = [{ pattern: readPattern(textOf(value, path)), bytes: null }];
  const worked = modifiers.reduce((now, name) => now.flatMap((one) => modified(one, name, path)), start);
  return worked.map(({ pattern }) => ({ is: 'text', pattern: has('cased') ? pattern : lowerPattern(pattern), cased: has('cased') }));
}

function howOf(name: string): 'gt' | 'gte' | 'lt' | 'lte' {
  return name === 'gt' ? 'gt' : name === 'gte' ? 'gte' : name === 'lt' ? 'lt' : 'lte';
}

const placeOf = (modifiers: readonly string[]) =>
  (modifiers.includes('contains') ? 'contains' : modifiers.includes('startswith') ? 'startswith'
    : modifiers.includes('endswith') ? 'endswith' : 'equals');

function modified(value: Working, name: string, path: Path): readonly Working[] {
  if (name === 'contains' || name === 'startswith' || name === 'endswith') {
    return [{ pattern: openEnds(value.pattern, ENDS[name]), bytes: null }];
  }
  if (name === 'windash') return dashForms(value.pattern).map((pattern) => ({ pattern, bytes: null }));
  if (UTF16.has(name)) return [encoded(utf16(plain(value, path), name))];
  if (name === 'base64') return [encoded(Buffer.from(bytesOf(value, path).toString('base64')))];
  if (name === 'base64offset') return base64Forms(bytesOf(value, path)).map((form) => encoded(Buffer.from(form)));
  return [value];
}

const encoded = (bytes: Buffer): Working => ({ pattern: literalPattern(bytes.toString('latin1')), bytes });
const bytesOf = (value: Working, path: Path): Buffer => value.bytes ?? Buffer.from(plain(value, path));

function plain({ pattern }: Working, path: Path): string {
  if (hasWildcard(pattern)) throw new RuleError('a value with wildcards cannot be encoded', path);
  return plainText(pattern);
}

/** The dashes that Windows programs take for one: hyphen, slash, en dash, em dash, horizontal bar. */
const DASHES = ['-', '/', '\u2013', '\u2014', '\u2015'];
const DASH_PLACE = /\B[-/]\b/g;
/** Five forms for each dash; more dashes than this in one value change together. */
const MOST_DASHES = 2;

function dashForms(pattern: Pattern): readonly Pattern[] {
  const dashes = pattern.reduce((sum, piece) => sum + ('text' in piece ? [...piece.text.matchAll(DASH_PLACE)].length : 0), 0);
  if (dashes === 0) return [pattern];
  const choices = dashes > MOST_DASHES ? DASHES.map((dash) => Array.from({ length: dashes }, () => dash)) : products(dashes);
  return choices.map((choice) => {
    let at = -1;
    return pattern.map((piece) => ('text' in piece ? { text: piece.text.replace(DASH_PLACE, () => choice[at += 1] ?? '-') } : piece));
  });
}

function products(length: number): readonly (readonly string[])[] {
  return length === 0 ? [[]] : products(length - 1).flatMap((rest) => DASHES.map((dash) => [dash, ...rest]));
}

function regexTest(source: string, modifiers: readonly string[], path: Path): Test {
  const flags = Object.fromEntries(modifiers.flatMap((name) => {
    const flag = REGEX_FLAGS.get(name);
    return flag === undefined ? [] : [[flag, true] as const];
  }));
  try {
    return { is: 'regex', regex: openRegex(source, flags), source };
  } catch (error) {
    if (error instanceof RegexError) throw new RuleError(`regular expression: ${error.message}`, path);
    throw error;
  }
}

function networkTest(network: string, path: Path): Test {
  if (!isNetwork(network)) throw new RuleError(`\`${network}\` is no network`, path);
  return { is: 'network', network };
}

function textOf(value: unknown, path: Path): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  throw new RuleError('a text or a number is expected', path);
}

function numberOf(value: unknown, path: Path): number {
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (Number.isNaN(number)) throw new RuleError('a number is expected', path);
  return number;
}

function booleanOf(value: unknown, path: Path): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'yes') return true;
  if (value === 'false' || value === 'no') return false;
  throw new RuleError('true or false is expected', path);
}
