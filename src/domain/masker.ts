import { mask, maskUserName } from './mask.ts';

/**
 * Masks what is shown of one run. A password typed as a user name is known by where it stood, and masked wherever else
 * it stands: a masker learns such names from what passes through it, so the order of facts is the order to show them in.
 */
export interface Masker {
  text(text: string): string;
  /** A copy of plain data with every text in it masked; names in it are learnt first. */
  deep<Value>(value: Value): Value;
}

/** Fields that hold account names. */
const NAMING = new Set(['user', 'users', 'asUser']);
/** Names remembered; one beyond is masked where a record names it and left elsewhere. */
const REMEMBERED = 2_000;
/** Texts remembered as they were told, and the longest of them. */
const TOLD = 8_192;
const TOLD_LENGTH = 1_024;
/** The word after one of these is an account name, if it is a name at all. */
const NAMED = /\b(?:user|for|ruser|logname|acct|account|login)[ =:]{1,2}["']?(?!(?:invalid|illegal|user)\b|\w{1,16}=)(\S{6,130})/gi;
/** What a sentence or a quotation puts behind a name. */
const BEHIND = /["'`,;:.)\]]+$/;

export function openMasker(): Masker {
  const known = new Map<string, string>();
  // Lines stand in the neighbourhood of one another: each is looked at once for what is known so far.
  const told = new Map<string, string>();
  let finder: RegExp | null = null;
  const learn = (name: string): void => {
    const masked = maskUserName(name);
    if (masked === name || known.has(name) || known.size >= REMEMBERED) return;
    known.set(name, masked);
    finder = null;
    told.clear();
  };
  const learnFrom = (text: string): void => {
    if (told.has(text)) return;
    for (const [, word = ''] of text.matchAll(NAMED)) learn(secretOf(word));
  };
  const textOf = (raw: string): string => {
    if (known.size === 0) return mask(raw);
    finder ??= anyOf([...known.keys()]);
    return mask(raw.replace(finder, (name) => known.get(name) ?? name));
  };
  const text = (raw: string): string => {
    const before = told.get(raw);
    if (before !== undefined) return before;
    learnFrom(raw);
    const masked = textOf(raw);
    if (told.size >= TOLD) told.clear();
    if (raw.length <= TOLD_LENGTH) told.set(raw, masked);
    return masked;
  };
  return {
    text,
    deep: (value) => {
      visit(value, null, (name, key) => { if (key !== null && NAMING.has(key)) learn(name); else learnFrom(name); });
      return rebuild(value, text) as typeof value;
    },
  };
}

/** A quotation mark or full stop behind the name is not part of it, unless it is only a password with it. */
function secretOf(word: string): string {
  // PAM writes the number of an account behind its name.
  const named = /^([^()]{1,64})\(uid=\d{0,10}\)/.exec(word)?.[1];
  if (named !== undefined) return named;
  const bare = word.replace(BEHIND, '');
  return maskUserName(bare) === bare ? word : bare;
}

/** Longest first: one name may begin with another. */
const anyOf = (names: readonly string[]): RegExp => new RegExp(
  [...names].sort((a, b) => b.length - a.length).map((name) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');

/** Calls back for each text with the name of the field it is in, lists being part of their field. */
function visit(value: unknown, key: string | null, tell: (text: string, key: string | null) => void): void {
  if (typeof value === 'string') tell(value, key);
  else if (Array.isArray(value)) for (const item of value as readonly unknown[]) visit(item, key, tell);
  else if (value instanceof Map) for (const item of (value as ReadonlyMap<unknown, unknown>).values()) visit(item, null, tell);
  else if (typeof value === 'object' && value !== null) for (const [name, item] of Object.entries(value)) visit(item, name, tell);
}

function rebuild(value: unknown, text: (raw: string) => string): unknown {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return (value as readonly unknown[]).map((item) => rebuild(item, text));
  if (value instanceof Map) {
    return new Map([...(value as ReadonlyMap<unknown, unknown>)].map(([key, item]) => [key, rebuild(item, text)]));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rebuild(item, text)]));
}
