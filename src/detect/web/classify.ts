import { CODE_INJECTION } from './code-injection.ts';
import { COMMAND_INJECTION } from './command-injection.ts';
import { CROSS_SITE_SCRIPTING } from './cross-site-scripting.ts';
import { DECODE_LIMIT, decodeParameter, decodeText } from './decode.ts';
import { LOCAL_FILES, TRAVERSAL } from './file-access.ts';
import { exploitIn, needsQuery } from './known-exploits.ts';
import { mayTell, probedPath } from './probe-paths.ts';
import { copyText } from '../tally.ts';
import { isQuiet } from './quiet-text.ts';
import { pathOf, queryOf } from './request-path.ts';
import { scannerIn } from './scanner-agents.ts';
import type { Signature, WebFamily } from './signature.ts';
import { classesOf, firstMatch, HAS } from './signature.ts';
import { SQL_INJECTION, withoutSqlComments } from './sql-injection.ts';

/** What one request alone shows, and in which field. */
export interface WebAttack {
  readonly family: WebFamily;
  readonly field: 'uri' | 'agent' | 'referer';
}

export type ClassifyRequest = (uri: string, agent: string | null, referer: string | null) => WebAttack | null;

/** Parameters looked at one by one; the rest of a longer query is looked at as one. */
const PARAMETERS = 256;
/** Paths and agents repeat: what was found in one is remembered, and all is forgotten when there are too many. */
const REMEMBERED = 8_192;
const LONGEST_REMEMBERED = 512;
/** So many of one character in a row are no value but a filling. */
const FILLING = 96;

const ORDINARY_PATH = /^[\w/.~@,-]*$/;
/** A query of these characters alone can only tell by its words. */
const ORDINARY_QUERY = /^[\w.~@,&=-]*$/;
const ORDINARY_VALUE = /^[\w.~@,-]*$/;
/** A parameter named for commands that holds one: how web shells are driven. */
const DRIVEN = /^(?:cmd|command|exec|execute|shell|cmdline|system)=(?:id|whoami|uname|ls|pwd|cat|ps|ifconfig|ipconfig|dir|netstat|net|w|env|wget|curl|rm|echo|bash|sh|cmd|powershell|systeminfo|tasklist|type|find|chmod|nc|python\d?|perl)(?:$|[+\s%;|&./])/;
const WORDS = /\b(?:cmd|command|exec|execute|shell|cmdline|system)=|_(?:_proto__|schema|catalog|cmdshell)|\.(?:\.|prototype|exports|cookie|\w{2,12}=)|0x2e|sysobj|web-?inf|passwd|shadow|=ro0ab|=aced0005|=gasv/;
/** A header of these alone holds nothing that runs. */
const PLAIN_HEADER = /^[\w:/.?=&#+,~@!*-]*$/;
/** What agents and referers hold only when somebody put it there; brackets and semicolons are everyday. */
const ODD_TEXT = /[$<{}'"`\\|%]|\(\)|&[#lgq]|(?:^|[=\s;])on[a-z]{4,20}=|^\s{0,4};|!entity|waitfor|mstshash/i;

const ALL: readonly Signature[] = [
  ...CODE_INJECTION.filter(({ family }) => family === 'jndi-injection' || family === 'prototype-pollution' || family === 'xxe'),
  ...SQL_INJECTION, ...TRAVERSAL, ...COMMAND_INJECTION.filter(({ family }) => family === 'shellshock'),
  ...CODE_INJECTION.filter(({ family }) => family === 'ssrf' || family === 'rfi'),
  ...COMMAND_INJECTION.filter(({ family }) => family === 'cmdi'), ...LOCAL_FILES,
  ...CODE_INJECTION.filter(({ family }) => !['jndi-injection', 'prototype-pollution', 'xxe', 'ssrf', 'rfi'].includes(family)),
  ...CROSS_SITE_SCRIPTING,
];
/** A path is code less often than a parameter, and its words are names. */
const IN_PATH = ALL.filter(({ family }) => family !== 'ldap-injection' && family !== 'rfi');
const IN_HEADERS = ALL.filter(({ family }) =>
  ['jndi-injection', 'shellshock', 'xss', 'sqli', 'php-injection', 'xxe', 'path-traversal', 'lfi'].includes(family));

/** Looks at the fields of a request one by one. */
export interface Judges {
  readonly uri: FamilyOf;
  readonly agent: FamilyOf;
  readonly referer: FamilyOf;
}

export function openJudges(): Judges {
  const ofPath = remembering(pathFamily);
  const ofProduct = remembering((path) => (needsQuery(decodeText(path)) ? 'known-exploit' : null));
  const ofOddHeader = remembering(oddHeaderFamily);
  return {
    uri: (uri) => uriFamily(uri, ofPath, ofProduct),
    agent: remembering((agent) => (scannerIn(agent) === null ? headerFamily(agent) : 'scanner')),
    referer: rememberingLast((referer) => (isPlainHeader(referer) ? null : ofOddHeader(referer))),
  };
}

export function openClassifier(): ClassifyRequest {
  const judges = openJudges();
  return (uri, agent, referer) => {
    const inUri = judges.uri(uri);
    if (inUri !== null) return { family: inUri, field: 'uri' };
    const inAgent = agent === null ? null : judges.agent(agent);
    if (inAgent !== null) return { family: inAgent, field: 'agent' };
    const inReferer = referer === null ? null : judges.referer(referer);
    return inReferer === null ? null : { family: inReferer, field: 'referer' };
  };
}

export type FamilyOf = (text: string) => WebFamily | null;

function remembering(familyOf: FamilyOf): FamilyOf {
  const known = new Map<string, WebFamily | null>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const family = familyOf(text);
    if (known.size >= REMEMBERED) known.clear();
    if (text.length <= LONGEST_REMEMBERED) known.set(copyText(text), family);
    return family;
  };
}

/** What a page loads comes one after another, with one referer. The one text that is kept pins one chunk at most. */
function rememberingLast(familyOf: FamilyOf): FamilyOf {
  let last: string | null = null;
  let family: WebFamily | null = null;
  return (text) => {
    if (text === last) return family;
    last = text;
    family = familyOf(text);
    return family;
  };
}

function uriFamily(uri: string, ofPath: FamilyOf, ofProduct: FamilyOf): WebFamily | null {
  if (uri === '' || uri === '-') return null;
  const path = pathOf(uri);
  const telling = mayTell(path);
  const family = (uri.charCodeAt(0) === 47 ? null : notAPath(uri)) ?? (telling ? ofPath(path) : null);
  if (family !== null || path.length === uri.length) return family;
  return queryFamily(queryOf(uri).toLowerCase()) ?? (telling ? exploitFamily(uri, ofProduct) : null);
}

/** Some products are told by their path, and what is wanted of them by the query. */
const exploitFamily = (uri: string, ofProduct: FamilyOf): WebFamily | null =>
  (ofProduct(pathOf(uri)) !== null && exploitIn(uri) !== null ? 'known-exploit' : null);

/** Targets that begin with no slash: `*`, `host:port` of CONNECT, whole addresses, and bytes of other protocols. */
function notAPath(uri: string): WebFamily | null {
  if (/mstshash=|^gh0st|\|'\|'\||\\x03\\x00\\x00|\\xffsmb/i.test(uri.slice(0, 256))) return 'protocol-probe';
  return null;
}

function pathFamily(path: string): WebFamily | null {
  const ordinary = ORDINARY_PATH.test(path) && !path.includes('..') && !path.includes('//');
  if (ordinary) return probedPath(path.toLowerCase());
  const decoded = decodeText(path);
  const text = decoded.replaceAll('\\', '/').replace(/\/{2,}/g, '/');
  return textFamily(decoded, IN_PATH) ?? probedPath(text);
}

function queryFamily(query: string): WebFamily | null {
  if (query === '' || (ORDINARY_QUERY.test(query) && !WORDS.test(query))) return null;
  let from = 0;
  for (let count = 0; count < PARAMETERS && from <= query.length && from < DECODE_LIMIT; count += 1) {
    const amp = query.indexOf('&', from);
    const last = amp < 0 || count === PARAMETERS - 1;
    const found = parameterFamily(query.slice(from, last ? undefined : amp));
    if (found !== null) return found;
    if (last) break;
    from = amp + 1;
  }
  return null;
}

function parameterFamily(parameter: string): WebFamily | null {
  const equals = parameter.indexOf('=');
  const name = equals < 0 ? parameter : parameter.slice(0, equals);
  const value = equals < 0 ? '' : parameter.slice(equals + 1);
  if (DRIVEN.test(parameter)) return 'cmdi';
  const plainName = ORDINARY_VALUE.test(name);
  if (plainName && ORDINARY_VALUE.test(value) && !WORDS.test(parameter)) return overlong(value);
  if (value !== '') {
    const found = textFamily(decodeParameter(value), ALL);
    if (found !== null) return found;
  }
  const wholeName = decodeParameter(equals < 0 ? parameter : `${name}=`);
  return plainName && !WORDS.test(parameter) ? null : textFamily(wholeName, ALL);
}

function textFamily(text: string, signatures: readonly Signature[]): WebFamily | null {
  const classes = classesOf(text);
  if (isQuiet(text, classes)) return overlong(text);
  const bare = text.includes('/*') ? withoutSqlComments(text) : text;
  const found = firstMatch(signatures, text, classes);
  if (found !== null || bare === text) return found ?? overlong(text);
  return firstMatch(SQL_INJECTION, bare, classesOf(bare));
}

/** A long run of one character is there to overrun a buffer. */
function overlong(text: string): WebFamily | null {
  let run = 1;
  for (let at = 1; at < text.length; at += 1) {
    run = text.charCodeAt(at) === text.charCodeAt(at - 1) ? run + 1 : 1;
    if (run >= FILLING) return 'buffer-overflow';
  }
  return null;
}

/** Agent or referer. A referer may carry a search made elsewhere: only what runs by itself counts in it. */
const headerFamily: FamilyOf = (text) => (isPlainHeader(text) ? null : oddHeaderFamily(text));
const isPlainHeader = (text: string): boolean => PLAIN_HEADER.test(text) || !ODD_TEXT.test(text);

function oddHeaderFamily(text: string): WebFamily | null {
  const decoded = decodeText(text);
  const commands = /^\s{0,4};/.test(decoded) ? firstMatch(COMMAND_INJECTION, decoded, classesOf(decoded)) : null;
  return commands ?? firstMatch(IN_HEADERS, decoded, classesOf(decoded) & ~HAS.dash);
}
