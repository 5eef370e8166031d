import { openDetach } from '../../domain/detach.ts';
import { CODE_INJECTION } from './code-injection.ts';
import { COMMAND_INJECTION } from './command-injection.ts';
import { CROSS_SITE_SCRIPTING } from './cross-site-scripting.ts';
import { DECODE_LIMIT, decodeParameter, decodeText } from './decode.ts';
import { LOCAL_FILES, TRAVERSAL } from './file-access.ts';
import { probedPath } from './probe-paths.ts';
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
const WORDS = /\b(?:cmd|command|exec|execute|shell|cmdline|system)=|_(?:_proto__|schema|catalog|cmdshell)|\.(?:\.|prototype|exports|cookie|\w{2,12}=)|0x2e|sysobj|web-?inf|passwd|shadow/;
/** Classes that prose and addresses hold too; within them only a text with one of the words below is looked at closer. */
const QUIET = HAS.blank | HAS.dots | HAS.dash | HAS.slash | HAS.colon | HAS.equals;
const QUIET_WORDS = /\bunion|select|waitfor|boolean\s+mode|\b(?:drop|truncate|alter|insert|delete|update|create|exec\w{0,3}|into|load)\s|\b(?:or|and|xor|having|where|rlike|when|not)\s+-?\d|\bby\b|having|schema|catalog|xp_|sp_|dbms_|utl_|sys|pg_|mysql|domain\.|master\.|all_|sqlite|msys|user_|,\s*null|@@|--|::|\bon[a-z]{3,40}\s*=|s\s?c\s?r\s?i\s?p\s?t\s*:|mocha|data\s*:|document|window|\.(?:inner|outer|insert|parent|call|apply|bind|read|write|exec|spawn)|ad[wq]-|formaction|srcdoc|xss|xmlns|data(?:fld|src)|alert|\.\.|0x|web-?inf|\/\/|tc\/|proc\/|var\/|dev\/|root\/|home\/|opt\/|usr\/|\/\.|\.(?:ini|conf|xml|config|php|asa|dit|exe|env|ssh|git)|id_(?:r|d|e)|authorized_|known_|windows|\b[a-z]:\/|inetpub|system32|\b(?:file|php|phar|zip|zlib|glob|expect|ogg|ssh2|rar|netdoc|jar|gopher|dict|ldaps?|tftp|sftp|compress\.\w+):|bin\/|\b(?:ba|z|k|c|da|tc|busybox)?sh\s|busybox|cmd|powershell|pwsh|\b(?:cat|tail|head|more|less|tac|nl|ls|rm|cp|mv|chmod|chown|find|grep|tee|dd|wget|curl|lynx|fetch|lwp|aria2c|ping6?|nc|ncat|netcat|nslookup|python\S*|perl|php|ruby|stty|mkfifo|uname|tar|ps|du|df|sed|awk|sort|date|aa-?\w*|a2\w*|time|alias|export|dir|for|if|type)(?:\.exe)?\s|^\s*[~!]|^aa-|invoke-|new-object|start-process|download|encodedcommand|base64|get-|set-exec|certutil|mshta|wscript|cscript|rundll32|regsvr32|bitsadmin|auto_|allow_url|disable_|basedir|memory_limit|safe_mode|display_|suhosin|error|max_exec|include_path|short_open|upload_max|session\.|cgi\.|invokefunction|nd_func|child_process|require|module\.|process|console\.|constructor|global\.|java|runtime|memberaccess|ognl|apache|scriptengine|xyqk|ac ed|ro0ab|_proto_|jndi|passthru|localhost|loopback|localtest|internal|kubernetes|metadata|169\.254|https?|ftps?/;
/** What agents and referers hold only when somebody put it there; brackets and semicolons are everyday. */
const ODD_TEXT = /[$<{}'"`\\|%]|\(\)|&[#lgq]|(?:^|[=\s;])on[a-z]{4,20}=|^\s{0,4};|!entity|waitfor|mstshash/i;

const ALL: readonly Signature[] = [
  ...CODE_INJECTION.filter(({ family }) => family === 'jndi-injection' || family === 'prototype-pollution' || family === 'xxe'),
  ...SQL_INJECTION, ...TRAVERSAL, ...LOCAL_FILES, ...COMMAND_INJECTION.filter(({ family }) => family === 'shellshock'),
  ...CODE_INJECTION.filter(({ family }) => family === 'ssrf' || family === 'rfi'),
  ...COMMAND_INJECTION.filter(({ family }) => family === 'cmdi'),
  ...CODE_INJECTION.filter(({ family }) => !['jndi-injection', 'prototype-pollution', 'xxe', 'ssrf', 'rfi'].includes(family)),
  ...CROSS_SITE_SCRIPTING,
];
/** A path is code less often than a parameter, and its words are names. */
const IN_PATH = ALL.filter(({ family }) => family !== 'ldap-injection' && family !== 'rfi');
const IN_HEADERS = ALL.filter(({ family }) =>
  ['jndi-injection', 'shellshock', 'xss', 'sqli', 'php-injection', 'xxe', 'path-traversal', 'lfi'].includes(family));

export function openClassifier(): ClassifyRequest {
  const ofAgent = remembering((agent) => (scannerIn(agent) === null ? headerFamily(agent) : 'scanner'));
  const ofPath = remembering(pathFamily);
  return (uri, agent, referer) => {
    const inUri = uriFamily(uri, ofPath);
    if (inUri !== null) return { family: inUri, field: 'uri' };
    const inAgent = agent === null ? null : ofAgent(agent);
    if (inAgent !== null) return { family: inAgent, field: 'agent' };
    const inReferer = referer === null ? null : headerFamily(referer);
    return inReferer === null ? null : { family: inReferer, field: 'referer' };
  };
}

type FamilyOf = (text: string) => WebFamily | null;

function remembering(familyOf: FamilyOf): FamilyOf {
  const known = new Map<string, WebFamily | null>();
  const detach = openDetach();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const family = familyOf(text);
    if (known.size >= REMEMBERED) known.clear();
    if (text.length <= LONGEST_REMEMBERED) known.set(detach(text), family);
    return family;
  };
}

function uriFamily(uri: string, ofPath: FamilyOf): WebFamily | null {
  if (uri === '' || uri === '-') return null;
  const path = pathOf(uri);
  const family = (uri.charCodeAt(0) === 47 ? null : notAPath(uri)) ?? ofPath(path);
  return family ?? queryFamily(queryOf(uri).toLowerCase());
}

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
  if ((classes & ~QUIET) === 0 && !QUIET_WORDS.test(text)) return overlong(text);
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
function headerFamily(text: string): WebFamily | null {
  if (!ODD_TEXT.test(text)) return null;
  const decoded = decodeText(text);
  const commands = /^\s{0,4};/.test(decoded) ? firstMatch(COMMAND_INJECTION, decoded, classesOf(decoded)) : null;
  return commands ?? firstMatch(IN_HEADERS, decoded, classesOf(decoded) & ~HAS.dash);
}
