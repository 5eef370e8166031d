/** One comparison of a STIX pattern: `file:hashes.MD5 = '…'`. */
export interface Comparison {
  /** `file:hashes.md5`: in lower case, without quotes. */
  readonly path: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly negated: boolean;
}

/** Comparisons that must hold together. What stands in different groups are alternatives. */
export type Group = readonly Comparison[];

/** Longer patterns are not read; groups of one pattern; parts of a pattern inside another. */
const LONGEST = 65_536;
const MOST_GROUPS = 10_000;
const DEEPEST = 32;
const TOKEN = /\s+|'(?:[^'\\]|\\.)*'|[[\]()]|,|!=|<=|>=|=|<|>|[A-Za-z0-9_:.*-]+/;

/** Reads a pattern of STIX 2 into alternatives; null where it is none. Qualifiers of time and repetition are passed over. */
export function readPattern(pattern: string): readonly Group[] | null {
  const tokens = tokensOf(pattern);
  if (tokens === null) return null;
  const state: State = { tokens, at: 0, depth: 0 };
  const groups = either(state, observation);
  return groups === null || state.at < tokens.length ? null : groups;
}

interface State {
  readonly tokens: readonly string[];
  at: number;
  depth: number;
}
type Read = (state: State) => readonly Group[] | null;

function tokensOf(pattern: string): readonly string[] | null {
  if (pattern.length > LONGEST) return null;
  const tokens: string[] = [];
  const form = new RegExp(TOKEN, 'y');
  while (form.lastIndex < pattern.length) {
    const from = form.lastIndex;
    const token = form.exec(pattern)?.[0];
    if (token === undefined) return null;
    if (token.trim() === '') continue;
    const last = tokens.at(-1) ?? '';
    if (from > 0 && continues(last, token, pattern.charAt(from - 1))) tokens[tokens.length - 1] = `${last}${token.replaceAll("'", '')}`;
    else tokens.push(token);
  }
  return tokens;
}

/** A path holds quoted parts (`hashes.'SHA-256'`) and places of lists (`refs[*]`): what touches it belongs to it. */
const continues = (last: string, token: string, before: string): boolean =>
  isPathPart(last) && /[.A-Za-z0-9_\]']/.test(before) && (token.startsWith("'") ? last.endsWith('.') : token.startsWith('.'));

const isPathPart = (token: string): boolean => /^[A-Za-z0-9-]+:/.test(token);
const word = ({ tokens, at }: State): string => (tokens[at] ?? '').toUpperCase();
const take = (state: State, wanted: string): boolean => {
  if (word(state) !== wanted) return false;
  state.at += 1;
  return true;
};

/** `A OR B`: alternatives side by side. */
function either(state: State, one: Read): readonly Group[] | null {
  let groups = all(state, one);
  while (groups !== null && (take(state, 'OR'))) {
    const more = all(state, one);
    groups = more === null || groups.length + more.length > MOST_GROUPS ? null : [...groups, ...more];
  }
  return groups;
}

/** `A AND B`, and `A FOLLOWEDBY B`: each alternative of one with each of the other. */
function all(state: State, one: Read): readonly Group[] | null {
  let groups = one(state);
  while (groups !== null && (take(state, 'AND') || take(state, 'FOLLOWEDBY'))) {
    const more = one(state);
    if (more === null || groups.length * more.length > MOST_GROUPS) return null;
    groups = groups.flatMap((left) => more.map((right): Group => [...left, ...right]));
  }
  return groups;
}

function nested(state: State, one: Read, close: string): readonly Group[] | null {
  state.depth += 1;
  const groups = state.depth > DEEPEST ? null : either(state, one);
  state.depth -= 1;
  return groups !== null && take(state, close) ? groups : null;
}

function observation(state: State): readonly Group[] | null {
  const groups = take(state, '[') ? nested(state, comparison, ']') : take(state, '(') ? nested(state, observation, ')') : null;
  if (groups !== null) skipQualifiers(state);
  return groups;
}

function skipQualifiers(state: State): void {
  for (;;) {
    if (take(state, 'WITHIN') || take(state, 'REPEATS')) state.at += 2;
    else if (take(state, 'START') || take(state, 'STOP')) state.at += /^T$/i.test(word(state)) ? 2 : 1;
    else return;
  }
}

function comparison(state: State): readonly Group[] | null {
  if (take(state, '(')) return nested(state, comparison, ')');
  const leading = take(state, 'NOT');
  const path = state.tokens[state.at] ?? '';
  if (!isPathPart(path)) return null;
  state.at += 1;
  const negated = take(state, 'NOT') !== leading;
  const operator = word(state);
  state.at += 1;
  const values = operator === 'IN' ? listed(state) : [literal(state)];
  if (values === null || values.some((value) => value === null)) return null;
  const texts = values.filter((value) => value !== null);
  const one = { path: path.toLowerCase(), operator: operator === 'IN' ? '=' : operator };
  // `!=` and `NOT IN` exclude all of them at once.
  if (negated || operator === '!=') return [[{ ...one, values: texts, negated: true }]];
  return texts.map((value): Group => [{ ...one, values: [value], negated: false }]);
}

function listed(state: State): readonly (string | null)[] | null {
  if (!take(state, '(')) return null;
  const values: (string | null)[] = [literal(state)];
  while (take(state, ',')) values.push(literal(state));
  return take(state, ')') ? values : null;
}

function literal(state: State): string | null {
  const token = state.tokens[state.at];
  state.at += 1;
  if (token === undefined) return null;
  if (token.startsWith("'")) return token.slice(1, -1).replace(/\\(.)/g, '$1');
  if (/^t$/i.test(token)) return literal(state);
  return /^[A-Za-z0-9.-]+$/.test(token) ? token : null;
}
