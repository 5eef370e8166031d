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

/** Whether a decoded text is prose, a number or a name that no signature can fit: most parameters are. */
export const isQuiet = (text: string, classes: number): boolean => (classes & ~QUIET) === 0 && !WORDS.test(text);
