import { PROGRAM_NAMES } from './command-injection.ts';
import { HAS } from './signature.ts';

/** Classes that prose and addresses hold too. */
const QUIET = HAS.blank | HAS.dots | HAS.dash | HAS.slash | HAS.colon | HAS.equals;

/**
 * Within those classes no signature fits a text that holds none of these. They need not be exact: what they let
 * through is looked at closer; a new signature for plain text needs its word here (a test holds the two together).
 */
const SQL = [
  '\\bunion', 'select', 'waitfor', 'boolean\\s+mode', '\\b(?:drop|truncate|alter|insert|delete|update|create|exec\\w{0,3}|into|load)\\s',
  '\\b(?:or|and|xor|having|where|rlike|when|not)\\s+-?\\d', '\\bby\\b', 'having', 'schema', 'catalog', '[xs]p_', 'dbms_', 'utl_', 'sys',
  'pg_', 'mysql', '(?:domain|master)\\.', 'all_', 'sqlite', 'msys', 'user_', ',\\s*null', '@@', '--', '::',
];
const SCRIPT = [
  '\\bon[a-z]{3,40}\\s*=', 's\\s?c\\s?r\\s?i\\s?p\\s?t\\s*:', 'mocha', 'data\\s*:', 'document', 'window',
  '\\.(?:inner|outer|insert|parent|call|apply|bind|read|write|exec|spawn)', 'ad[wq]-', 'formaction', 'srcdoc', 'xss', 'xmlns',
  'data(?:fld|src)', 'alert',
];
const FILES = [
  '\\.\\.', '0x', 'web-?inf', '//', '(?:tc|proc|var|dev|root|home|opt|usr)/', '/\\.',
  '\\.(?:ini|conf|xml|config|php|asa|dit|exe|env|ssh|git)', 'id_(?:r|d|e)', 'authorized_', 'known_', 'windows', '\\b[a-z]:/', 'inetpub',
  'system32', '\\b(?:file|php|phar|zip|zlib|glob|expect|ogg|ssh2|rar|netdoc|jar|gopher|dict|ldaps?|tftp|sftp|compress\\.\\w{1,6}):',
];
const COMMANDS = [
  'bin/', '\\b(?:ba|z|k|c|da|tc|busybox)?sh\\s', 'busybox', 'cmd', 'powershell', 'pwsh',
  '\\b(?:cat|tail|head|more|less|tac|nl|ls|rm|cp|mv|chmod|chown|find|grep|tee|dd|wget|curl|lynx|fetch|lwp|aria2c|ping6?|nc|ncat|netcat'
  + '|nslookup|python[\\d.]{0,5}|perl|php|ruby|stty|mkfifo|uname|tar|ps|du|df|sed|awk|sort|date|aa-?\\w{0,12}|a2\\w{0,12}|time|alias|export'
  + '|dir|for|if|type)(?:\\.exe)?\\s',
  '^\\s*[~!]', '^aa-', 'invoke-', 'new-object', 'start-process', 'download', 'encodedcommand', 'base64', 'get-', 'set-exec', 'certutil',
  'mshta', '[wc]script', 'rundll32', 'regsvr32', 'bitsadmin',
];
const CODE = [
  'auto_', 'allow_url', 'disable_', 'basedir', 'memory_limit', 'safe_mode', 'display_', 'suhosin', 'error', 'max_exec', 'include_path',
  'short_open', 'upload_max', 'session\\.', 'cgi\\.', 'invokefunction', 'nd_func', 'child_process', 'require', 'module\\.', 'process',
  'console\\.', 'constructor', 'global\\.', 'java', 'runtime', 'memberaccess', 'ognl', 'apache', 'scriptengine', 'xyqk', 'ac ed', 'aced0', 'ro0ab', 'aaeaaad', 'gasv', '\\bc(?:os|posix|nt|builtins|subprocess)\\s',
  '_proto_', 'jndi', 'passthru',
];
const ADDRESSES = ['localhost', 'loopback', 'localtest', 'internal', 'kubernetes', 'metadata', '169\\.254', 'https?', 'ftps?'];

const WORDS = new RegExp([...SQL, ...SCRIPT, ...FILES, ...COMMANDS, ...CODE, ...ADDRESSES].join('|'));

/** A link to a named site: no number, no name that stands for the own machine, nothing that takes over an answer. */
const LINK = /^https?:\/\/(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,24}(?=[/?]|$)/;
const LINK_REST = /^[\w/.,~@+?=&:-]*$/;
const STRANGE_LINK = /^https?:\/\/metadata\.|\.internal\b|localtest|nip\.io|sslip\.io|svc\.cluster|burpcollaborator|interact\.sh|oast|\?$|\?\?|&&|&$|\.inc\b/;

/** Whether what stands behind the site of a link is quiet; false also where it is no link. */
function isQuietLink(text: string): boolean {
  const site = LINK.exec(text)?.[0];
  if (site === undefined) return false;
  const rest = text.slice(site.length);
  return LINK_REST.test(rest) && !STRANGE_LINK.test(text) && !WORDS.test(rest);
}

/** `lamp & rug`: a name of a program behind the sign, or any other sign, makes it no prose. */
const AND = / & (?=[a-z\u0080-\uffff]{3,40}(?:$| (?!&)))/g;
const SEPARATOR = /[;|&`\n\r]/;
const NO_PROSE = new RegExp(`& (?:${PROGRAM_NAMES})(?![a-z])`);

const isQuietProse = (text: string): boolean =>
  text.includes(' & ') && !NO_PROSE.test(text) && !SEPARATOR.test(text.replace(AND, ' ')) && !WORDS.test(text);

/** Whether a decoded text is prose, a number, a link or a name that no signature can fit: most parameters are. */
export function isQuiet(text: string, classes: number): boolean {
  const beyond = classes & ~QUIET;
  if (beyond === 0 && !WORDS.test(text)) return true;
  if ((beyond & ~HAS.separator) !== 0) return false;
  return isQuietLink(text) || (beyond !== 0 && isQuietProse(text));
}
