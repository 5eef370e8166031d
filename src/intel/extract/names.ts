import { canonical } from '../values/canonical.ts';
import { hasKnownEnd, hostNameOf } from '../values/domain.ts';
import type { Piece, Text } from './found.ts';
import type { Word } from './words.ts';
import { wordsIn } from './words.ts';

/** Ends of names that are, far more often, ends of files and members of objects. */
const FILE_ENDS = new Set([
  'py', 'sh', 'md', 'rs', 'pl', 'ps', 'so', 'cc', 'zip', 'mov', 'app', 'ml', 'pm', 'mm', 'gz', 'java', 'bz', 'do', 'as', 'st', 'tf',
  'cab', 'scr', 'win', 'sql', 'yml', 'ms', 'swf', 'hm', 'la', 'in', 'lock', 'vi', 'ai', 'cat', 'foo', 'bar', 'mobi', 'doc', 'ini', 'bin',
]);
const MEMBER_ENDS = new Set([
  'name', 'id', 'is', 'to', 'call', 'map', 'host', 'link', 'click', 'select', 'date', 'now', 'open', 'group', 'media', 'security', 'data',
  'events', 'tools', 'services', 'cloud', 'network', 'email', 'page', 'it', 'at', 'by', 'no', 'so', 'my', 'me', 'web', 'run', 'new', 'top', 'tv',
]);
const CODE_HEADS = new Set(['os', 'sys', 'self', 'this', 'system', 'math', 'console', 'window', 'document', 'process', 'user', 'e', 'i', 'obj', 'args', 'net', 'node', 'java', 'org', 'com', 'io']);
const PRODUCTS = new Set(['asp.net', 'vb.net', 'ado.net', 'ml.net', 'socket.io', 'paint.net']);
const CONTEXT = /(?:domains?|hosts?|hostnames?|sites?|websites?|servers?|c2|c&c|cnc|dns|urls?|fqdn|resolv\w{1,4}|visit\w{0,3}|contact\w{0,3}|beacon\w{0,4}|connect\w{0,4}|callback|query|download\w{0,4}|phish\w{0,4}|from|to|at)\b[^\p{L}\p{N}]{1,6}$/iu;
const DIGEST = new Map([[32, 'md5'], [40, 'sha1'], [64, 'sha256'], [128, 'sha512']] as const);

/** Names and digests, word by word. */
export function* namesIn(text: Text): Generator<Piece> {
  for (const word of wordsIn(text.text)) {
    const piece = digestOf(word) ?? digestOf(stemOf(word)) ?? nameOf(text, word);
    if (piece !== null) yield piece;
  }
}

/** A digest as the name of a file. */
const stemOf = (word: Word): Word => ({ ...word, text: word.text.slice(0, Math.max(0, word.text.indexOf('.'))), after: '' });

function digestOf({ text, at, after }: Word): Piece | null {
  const kind = DIGEST.get(text.length as 32);
  if (kind === undefined || !/^[0-9A-Fa-f]+$/.test(text) || /^(.)\1+$/.test(text)) return null;
  // Thirty-two digits without one letter are a number.
  if (/^\d+$/.test(text) || /^\.[A-Za-z0-9]/.test(after) && !/^\.[a-z]{2,4}/i.test(after)) return null;
  return { kind, value: text.toLowerCase(), from: at, to: at + text.length };
}

function nameOf(text: Text, word: Word): Piece | null {
  if (!word.text.includes('.')) return null;
  const value = hostNameOf(word.text);
  const to = word.at + word.text.length;
  if (value === null || !hasKnownEnd(value)) return null;
  if (text.defanged(word.at, to)) return { kind: 'domain', value, from: word.at, to };
  return isSaid(text, word, value) ? { kind: 'domain', value: canonical('domain', value) ?? value, from: word.at, to } : null;
}

/** A word with dots, and what decides whether it is meant as a name. */
interface Candidate {
  readonly text: string;
  readonly word: Word;
  readonly value: string;
  readonly head: string;
  readonly last: string;
  readonly labels: number;
  /** The words before it speak of names. */
  readonly context: boolean;
}

/** What speaks against a name: files, members of objects and packages of programs look alike. */
const AGAINST: readonly ((candidate: Candidate) => boolean)[] = [
  ({ word }) => /[\\@$%]/.test(word.before) || word.after.startsWith('('),
  ({ text, word }) => word.before === '/' && !text.slice(Math.max(0, word.at - 3), word.at).endsWith('://'),
  ({ word }) => /^[+=*]/.test(word.before) && /^[+*]/.test(word.after),
  ({ word, context }) => !context && /[a-z][A-Z]/.test(word.text),
  ({ word }) => /[a-z]\.[A-Z][a-z]/.test(word.text),
  ({ value }) => PRODUCTS.has(value),
  ({ head, labels, context }) => CODE_HEADS.has(head) && (labels > 2 || !context),
  ({ text, word, last, labels, context }) => FILE_ENDS.has(last) && labels < 4 && !(context && !isFileLike(text, word)),
  ({ last, labels, context, head }) => MEMBER_ENDS.has(last) && labels === 2 && !context && head.length <= 4,
];

function isSaid({ text }: Text, word: Word, value: string): boolean {
  const labels = value.split('.');
  const head = labels[0] ?? '';
  const context = /^www\d?$/.test(head) || CONTEXT.test(text.slice(Math.max(0, word.at - 30), word.at));
  const candidate: Candidate = { text, word, value, head, last: labels.at(-1) ?? '', labels: labels.length, context };
  return !AGAINST.some((speaks) => speaks(candidate));
}

const isFileLike = (text: string, { at }: Word): boolean =>
  /(?:file|script|module|run|execute[sd]?|python3?|bash|edit|open|read|see)\W{1,4}$/i.test(text.slice(Math.max(0, at - 20), at));
