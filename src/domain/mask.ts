import { createHash } from 'node:crypto';
import { isPassword } from './typed-password.ts';

/**
 * Secrets in foreign text become `‹secret:1a2b3c4d›`, the first eight hex digits of the SHA-256 of the value, so that
 * equal secrets link. Masking is for what is shown, stored in reports or sent to a model; detection reads the raw line.
 *
 * What it cannot know: a password that looks like a word or an ordinary name, a secret under a key it has no name for,
 * in a path, in a request body or encoded (base64, `%70assword`); and eight digits of a hash let somebody who has a
 * guess test it, so a masked report of weak passwords is still not for the public. Values that are plainly an attack
 * (`password=' or 1=1--`) stay, because they are the evidence.
 */
export function mask(text: string): string {
  if (!TRIGGER.test(text)) return text;
  const masked = RULES.reduce((now, { find, check }) => replaceSecret(now, find, check), text);
  return COMMANDS.reduce((now, { name, option }) => (name.test(now) ? replaceSecret(now, option) : now), masked);
}

/** A user name that looks like a password typed at the wrong prompt; every other name comes back as it is. */
export const maskUserName = (name: string): string => (isPassword(name) && !isPayload(name) ? veil(name) : name);

const veil = (secret: string): string =>
  `‹secret:${createHash('sha256').update(secret).digest('hex').slice(0, 8)}›`;

type Check = (secret: string, all: string) => boolean;

interface Rule {
  /** Global; the secret is the named group `secret`, the last place where its text occurs in the match. */
  readonly find: RegExp;
  readonly check?: Check;
}

function replaceSecret(text: string, find: RegExp, check?: Check): string {
  return text.replace(find, (all: string, ...rest: unknown[]) => {
    const { secret } = rest.at(-1) as { readonly secret: string };
    if (isEmptyWord(secret) || isPayload(secret) || check?.(secret, all) === false) return all;
    const at = all.lastIndexOf(secret);
    return all.slice(0, at) + veil(secret) + all.slice(at + secret.length);
  });
}

/** One look at most lines: without any of these no rule below can match. */
const TRIGGER = new RegExp(
  // A key and its value; `Failed password for` and `(preauth)` are in every second line of a log and hold none.
  String.raw`(?:pass|pw|pin|auth|key|sess|sid|jwt|otp|sig|code|hash)[\w-]{0,40}["'\\]{0,5}\s{0,2}(?:[:=]|%3d)|-pass|-pw|-key`
  + '|PRIVATE KEY|sshpass|chpasswd|token|secret|bearer|basic|credential|eyJ|A(?:KIA|SIA|IDA|ROA)'
  + '|AIza|ya29|gh[opsur]_|github_|gl[a-z]{1,4}-|xox|xapp|sk[-_]|rk_|npm_|hf_|SG\\.|dop_|hooks\\.|://|mysql|mariadb'
  + '|mongo|curl|wget|redis|ldap|smb|rpcclient|usermod|useradd|\\bnet |sudo -S', 'i');

/** A value up to what ends one in a query, a header, a JSON text or an argument; never a mask. */
const QUOTE = String.raw`\\{0,4}["']`;
const BARE = String.raw`[^\s&;,"'<>()‹›\\]+`;
const AGAIN = String.raw`(?:[_-]?(?:confirm(?:ation)?|new|old|again|repeat))?\d?`;
const WORDS = String.raw`(?<![a-z0-9])(?:pass|pwd|pw)|pass(?:word|wd|phrase|code|wort)|(?<!‹)secret|token|credentials?`
  + String.raw`|api[_-]?key|(?:access|private|secret|encryption|signing|auth|account|shared|license)[_-]?key`;
/** Before a colon; the keys added below are too common in prose. */
const SPOKEN = `(?:${WORDS})${AGAIN}`;
const ASSIGNED =
  String.raw`(?:${WORDS}|(?<![a-z0-9])(?:jwt|otp|sig|pin)|signature|jsessionid|phpsessid|session_?id)${AGAIN}`;

const RULES: readonly Rule[] = [
  { find: /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?<secret>[^]*?)(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g },
  { find: /(?<![\w-])(?<secret>eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?)/g },
  { find: /(?<![A-Za-z0-9])(?<secret>(?:AKIA|ASIA|AIDA|AROA)[A-Z0-9]{16})(?![A-Za-z0-9])/g },
  { find: /(?<![\w-])(?<secret>(?:gh[opsur]_|github_pat_|glpat-|gldt-|npm_|hf_|dop_v1_|sk_live_|rk_live_)[\w-]{16,})/g },
  { find: /(?<![\w-])(?<secret>(?:xox[abeoprs]|xapp|sk)-[\w-]{16,})/g, check: hasDigit },
  { find: /(?<![\w-])(?<secret>AIza[\w-]{35}|ya29\.[\w-]{20,}|SG\.[\w-]{16,64}\.[\w-]{16,64})/g },
  { find: /hooks\.slack\.com\/services\/(?<secret>[\w/]{20,})/g },
  {
    find: new RegExp(String.raw`authorization(?:${QUOTE})?\s{0,2}[:=]\s{0,2}(?:${QUOTE})?`
      + String.raw`(?:(?:basic|bearer|digest|token|negotiate|ntlm|apikey|aws4-hmac-sha256)\s{1,2})?`
      + String.raw`(?<secret>[^\s"'‹›\\]{4,})`, 'gi'),
    check: (secret) => !/^(?:basic|bearer|digest|token|negotiate|ntlm)$/i.test(secret),
  },
  { find: /\b(?:bearer|basic)\s{1,2}(?<secret>[\w.~+/-]{12,}={0,2})/gi, check: hasDigit },
  { find: /:\/\/[^\s/:@?#]{0,128}:(?<secret>[^\s/@?#‹›]{1,256})@/g },
  { find: /:\/\/(?<secret>\w{24,256})@/g, check: hasDigit },
  {
    find: new RegExp(`${ASSIGNED}(?:${QUOTE})?\\s{0,2}[:=]\\s{0,2}${QUOTE}(?<secret>[^"'‹›\\\\]+)`, 'gi'),
    check: (secret, all) => notDirectory(secret, all) && !/^\s*(?:or|and|union|\|\||;)\b/i.test(secret),
  },
  { find: new RegExp(`${ASSIGNED}\\s?(?:=|%3d)\\s?(?<secret>${BARE})`, 'gi'), check: notDirectory },
  { find: new RegExp(`${SPOKEN}:\\s{0,2}(?<secret>${BARE})`, 'gi'), check: looksMade },
  { find: /[?&](?:auth|key|code|sid|session|hash)=(?<secret>[\w.~%+/-]{16,})/gi, check: hasDigit },
  {
    find: new RegExp('(?<![\\w-])--?(?:pass(?:word|wd|phrase)?|token|secret|api-key|access-key|secret-key)\\s{1,2}'
      + `["']?(?<secret>(?!-)${BARE})`, 'gi'),
  },
];

/** Options that carry a secret only after a certain command. */
const COMMANDS: readonly { readonly name: RegExp; readonly option: RegExp }[] = [
  { name: /\b(?:mysql|mysqldump|mysqladmin|mysqlimport|mariadb|mariadb-dump)\b/, option: /\s-p(?<secret>[^\s;|&‹]+)/g },
  { name: /\bsshpass\b/, option: /\s-p\s?["']?(?<secret>[^\s;|&"'‹]+)/g },
  {
    name: /\b(?:mongo|mongosh|mongodump|mongorestore|usermod|useradd)\b/,
    option: /\s-p\s{1,4}["']?(?<secret>[^\s;|&"'‹-][^\s;|&"'‹]*)/g,
  },
  {
    name: /\b(?:curl|wget)\b/,
    option: /\s(?:-u|--user|--proxy-user)[\s=]?["']?[^\s:"']{1,128}:(?<secret>(?!\/\/)[^\s;|&"'‹]+)/g,
  },
  {
    name: /\b(?:smbclient|rpcclient|smbmap|net)\b/,
    option: /\s(?:-U|--user)[\s=]?["']?[^\s%"']{1,128}%(?<secret>[^\s;|&"'‹]+)/g,
  },
  { name: /\bredis-cli\b/, option: /\s-a\s{1,4}["']?(?<secret>[^\s;|&"'‹]+)/g },
  { name: /\bldap(?:search|modify|add|delete|whoami|passwd)\b/, option: /\s-w\s{0,4}["']?(?<secret>[^\s;|&"'‹]+)/g },
  { name: /\bopenssl\b/, option: /\spass:(?<secret>[^\s;|&"'‹]+)/g },
  { name: /\bnet\s{1,4}user\s/i, option: /\buser\s{1,4}[^\s/]{1,64}\s{1,4}(?<secret>[^\s/*‹][^\s‹]*)/gi },
  { name: /\b(?:plink|pscp|psftp)\b/, option: /\s-pw\s{1,4}["']?(?<secret>[^\s;|&"'‹]+)/g },
  {
    name: /\bchpasswd\b/,
    option: /\becho\s{1,4}(?:-[en]\s{1,4})?["']?[^\s:"']{1,64}:(?<secret>[^\s;|&"'‹]+)/g,
  },
  { name: /\bsudo\s{1,4}-S\b/, option: /\becho\s{1,4}(?:-[en]\s{1,4})?["']?(?<secret>[^\s;|&"'‹]+)/g },
];

function hasDigit(secret: string): boolean {
  return /\d/.test(secret);
}

/** After `pwd=` a path is a working directory (sudo writes one into every line), not a password. */
function notDirectory(secret: string, all: string): boolean {
  return !/^pwd/i.test(all) || !/^(?:[/~]|[A-Za-z]:[\\/]?|unknown$)/.test(secret);
}

/** After a colon stands prose more often than a secret: only what no word is made of counts. */
function looksMade(secret: string): boolean {
  return secret.length >= 6 && /\d/.test(secret) && /[^\d.:/-]/.test(secret);
}

const isEmptyWord = (secret: string): boolean =>
  /^(?:\d{1,3}|true|false|yes|no|null|none|nil|undefined|ok|failed|unknown|\[?redacted\]?|[*x.?-]+|‹.*)$/i.test(secret);

/** Marks of an injection; the evidence an analyst must see. */
const isPayload = (value: string): boolean => PAYLOAD.test(value);
const PAYLOAD = new RegExp(
  '(?:%27|%22|[\'"]).{0,40}(?:\\bor\\b|\\band\\b|union|select|sleep|--|%23|#)|%3cscript|<script|\\.\\.(?:/|%2f)'
  + '|\\$(?:\\{|%7b)|union(?:\\s|\\+|%20){1,4}(?:all|select)', 'i');
