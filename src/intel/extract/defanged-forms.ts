/** A host is no longer than that. */
const HOST_LIMIT = 253;
/** Endings that make a word with blanks around its dots a name. */
const COMMON_END = '(?:com|net|org|info|biz|ru|cn|xyz|top|io|co|de|uk|eu|fr|nl|pl|su|cc|tk|pw|club|site|online|onion|example)';

/** Alternatives are tried in this order at each place; `to` gives what was meant, null leaves it as written. */
interface Form {
  readonly pattern: string;
  readonly to: string | ((match: string, at: Place) => string | null);
}
export interface Place {
  readonly text: string;
  readonly index: number;
  /** Where the host of the URL begins that this place belongs to; -1 outside of any. */
  readonly url: number;
}

const HTTP = '[hH][\\[(]?(?:[tTxX*_]{1,3}|\\.\\.)[\\])]?[\\[(]?[pP][\\])]?(?:[\\[(]?[sS][\\])]?)?';
const OTHER = '(?:[sS]?[fF][tTxX][pP][sS]?|tcp|udp|wss?|ldaps?|rmi|smb|ssh|irc|meow)';
const WORD = `(?:[\\[(](?:${HTTP}|${OTHER})[\\])]|${HTTP}|${OTHER})`;
const COLON_SLASHES = '(?:\\s?[\\[({]?:[\\])}]?\\s?[\\[({]?(?://|\\\\\\\\)[\\])}]?|[\\[(]?:[\\])]?[\\[(]/[\\])][\\[(]/[\\])])';

const SCHEME = `(?:(?<![A-Za-z0-9])${WORD}${COLON_SLASHES}\\s?(?:\\[(?=[A-Za-z0-9-]{1,63}[.\\[(]))?)`;
const LAX_SCHEME = '(?:(?<![A-Za-z0-9])[hH][tTxX]{2}[pP][sS]?(?::/|__|:\\\\|:__)(?=[A-Za-z0-9]))';
const DOT_WORD = '(?:\\.|,|[dD][oO0][tT]|DOT|[pP]unto|[pP]unkt|\\u3002)';
const OPEN = '[\\[({<]';
const SHUT = '[\\])}>]';

export const FORMS: readonly Form[] = [
  { pattern: SCHEME, to: scheme },
  { pattern: LAX_SCHEME, to: scheme },
  { pattern: ` ?${OPEN}{1,2} ?${DOT_WORD} ?${SHUT}{1,2} ?(?=[\\p{L}\\p{N}])`, to: '.' },
  { pattern: `${OPEN}{1,2} ?${DOT_WORD} ?${SHUT}{1,2}`, to: '.' },
  { pattern: '(?<=[\\p{L}\\p{N}])[\\[({]\\.(?=[\\p{L}\\p{N}])|(?<=[\\p{L}\\p{N}])\\.[\\])}](?=[\\p{L}\\p{N}])', to: '.' },
  { pattern: '(?<=[\\p{L}\\p{N}])\\\\{1,2}\\.(?=[\\p{L}\\p{N}])', to: '.' },
  { pattern: '&#46;|&#x2[eE];|&period;|[\\uff0e\\u3002](?=[\\p{L}\\p{N}])', to: '.' },
  { pattern: '(?<=[A-Za-z0-9])DOT(?=[a-z0-9])|(?<=[a-z0-9])[-_]dot[-_](?=[a-z0-9])', to: '.' },
  { pattern: `(?<=[a-z0-9]) (?:dot|DOT) (?=[a-z0-9])`, to: bareDot },
  { pattern: '(?<![\\d.])\\d{1,3}(?: ?\\. ?\\d{1,3}){3}(?![\\d.])', to: spacedAddress },
  { pattern: ` \\.(?=${COMMON_END}(?![a-z0-9]))| \\. ?(?=[a-z0-9])|(?<=[a-z0-9])\\. (?=[a-z0-9])`, to: spacedDot },
  { pattern: ` ?${OPEN} ?(?:@|[aA][tT]|AT|arroba) ?${SHUT} ?`, to: '@' },
  { pattern: '(?<=[A-Za-z0-9._-]) (?:at|AT) (?=[A-Za-z0-9-]{1,63}(?: ?[\\[({<]| (?:dot|DOT) ))', to: '@' },
  { pattern: `${OPEN}: ?(?=\\d{1,5}${SHUT})`, to: openPort },
  { pattern: `:${OPEN}(?=\\d{1,5}${SHUT})`, to: openPort },
  { pattern: `(?<=[:\\[({<] ?\\d{1,5})${SHUT}`, to: shutPort },
  { pattern: `${OPEN}:${SHUT}`, to: ':' },
  { pattern: `${OPEN}//?${SHUT}`, to: (match) => match.slice(1, -1) },
  { pattern: '(?<=[A-Za-z0-9]),(?=[A-Za-z0-9])', to: commaInHost },
  { pattern: '[\\u200b\\u2060\\ufeff\\u00ad]', to: '' },
];

function scheme(match: string): string {
  const word = match.replace(/[^A-Za-z*_.]/g, '').toLowerCase();
  if (word.startsWith('h')) return /s[_]*$/.test(word) ? 'https://' : 'http://';
  if (word.startsWith('meow')) return 'http://';
  return `${word.replace(/^(s?)fxp/, '$1ftp')}://`;
}

/** `example dot com`, and not `the dot com bubble`. */
function bareDot(_match: string, { text, index }: Place): string | null {
  const before = /[A-Za-z0-9-]{1,63}$/.exec(text.slice(Math.max(0, index - 63), index))?.[0] ?? '';
  if (/^(?:the|a|an|this|that|red|each|per|every|big|small|old|first)$/i.test(before)) return null;
  const after = text.slice(index + 5, index + 80);
  return new RegExp(`^(?:[a-z0-9-]{1,63} (?:dot|DOT) ){0,3}${COMMON_END}(?![a-z0-9-])`).test(after) ? '.' : null;
}

/** Four numbers with a blank on each side of every dot, or before every dot: a list of numbers has them after. */
function spacedAddress(match: string): string | null {
  return /^\d+(?:(?: \. \d+){3}|(?: \.\d+){3})$/.test(match) ? match.replaceAll(' ', '') : null;
}

/** A blank beside a dot belongs to a name inside a URL, and where both sides have one and a usual ending follows. */
function spacedDot(match: string, { text, index, url }: Place): string | null {
  const after = text.slice(index + match.length, index + match.length + 80);
  const label = /^[a-z0-9-]{1,63}/.exec(after)?.[0] ?? '';
  if (url >= 0 && index - url <= HOST_LIMIT && !text.slice(url, index).includes('/')) {
    return label === '' ? null : '.';
  }
  if (match !== ' . ' && !(match === ' .' && /[a-z0-9]/.test(text.charAt(index - 1)))) return null;
  const chain = new RegExp(`^(?:[a-z0-9-]{1,63} ?\\. ?){0,4}${COMMON_END}(?![a-z0-9-])`);
  return chain.test(after) && /[a-z0-9-]/.test(text.charAt(index - 1)) ? '.' : null;
}

function openPort(_match: string, { text, index }: Place): string | null {
  return /[A-Za-z0-9\])}]$/.test(text.slice(Math.max(0, index - 1), index)) ? ':' : null;
}

function shutPort(_match: string, { text, index }: Place): string | null {
  return /[A-Za-z0-9\])}](?::[[({<]|[[({<]: ?)\d{1,5}$/.test(text.slice(Math.max(0, index - 12), index)) ? '' : null;
}

/** A comma is a dot in the host of a URL alone. */
function commaInHost(_match: string, { text, index, url }: Place): string | null {
  return url >= 0 && index - url <= HOST_LIMIT && /^[A-Za-z0-9,.-]*$/.test(text.slice(url, index)) ? '.' : null;
}
