import type { Signature, WebFamily } from './signature.ts';
import { HAS } from './signature.ts';

const { angle, paren, dollar, brace, colon, percent, bracket, dots, equals, quote, hash } = HAS;
const of = (family: WebFamily) => (needs: number, pattern: RegExp): Signature => ({ family, needs, pattern });
const php = of('php-injection');
const code = of('code-injection');
const template = of('ssti');

/** Functions that come as calls in PHP payloads; the first group is so odd that a name around it does not matter. */
const ODD_CALLS = 'base64_decode|bzdecompress|pfsockopen|fsockopen|gzinflate|gzuncompress|str_rot13|shell_exec|proc_open|create_function|call_user_func(?:_array)?|file_get_contents|file_put_contents|preg_replace_callback|move_uploaded_file|php_uname|phpinfo|posix_\\w{2,20}|get_defined_vars|array_map|array_filter|register_shutdown_function|stream_context_create|curl_exec|highlight_file|show_source|parse_ini_file|ini_set|fputcsv|pcntl_exec|escapeshellcmd|unserialize|openlog|disk_free_space|getenv|putenv|glob|gzopen|readfile|is_(?:array|string|file|dir|callable|executable)|filegroup|fileowner|fileperms|file_exists|fopen|fread|fwrite|fputs|fclose|opendir|scandir|rawurldecode|hex2bin';
const CALLS = 'eval|assert|system|exec|passthru|popen|chr|ord|substr|strrev|unpack|pack|file|include|include_once|require|require_once|print_r|var_dump|extract|define|chmod|unlink|mkdir|mail|dl|die|sprintf|implode|explode|phpversion|md5|printf';

export const CODE_INJECTION: readonly Signature[] = [
  of('jndi-injection')(dollar | brace, /\$\{\s{0,4}(?:jndi|env|lower|upper|sys|java|date|script|dns|url|base64|ctx|main|log4j|k8s|docker|web|spring|marker|bundle|map|event|const|::-)\s{0,4}:|\$\{(?:[^}$]{0,20}:){0,2}-?\s{0,4}[a-z]?\}\s{0,4}\$?\{|\$\{[^}]{0,40}\$\{|\$\{::-/),
  of('jndi-injection')(colon, /\bjndi\s{0,4}:\s{0,4}(?:ldaps?|rmi|dns|iiop|nis|nds|corba|http)/),
  // Java, .NET, PHP, Python, Node and YAML, plain or in base64.
  of('deserialization')(0, /\baced0005|\bro0ab[a-z0-9]{4}|\bac ed 00 05\b|\baaeaaad\/{3}|\bo:\d{1,9}:"[\w\\]{1,100}":\d{1,9}:\{|_\$\$nd_func\$\$_|\bc(?:os|posix|nt|builtins|__builtin__|subprocess)\n\w|\bgasv[a-z0-9+/]{40}|!!(?:python\/(?:object|name|module)|javax?\.|ruby\/object)|"(?:\$type|@type|@class)"\s{0,4}:\s{0,4}"[\w.$]{3,100}[."]/),
  code(0, /\bchild_process\b/),
  php(angle, /<\?\s{0,20}(?:php\b|=|$|exec\b|echo\b|system\b|eval\b|require\b|include\b|print\b|passthru\b|xml\s{1,8}:)/),
  php(0, /[[{]\/?php[\]}]|\[\/php\]|\ba:\d{1,9}:\{[is]:/),
  php(paren, new RegExp(`(?:${ODD_CALLS})(?:\\s|/\\*[^*]{0,40}\\*/|#[^\\n]{0,40}\\n|//[^\\n]{0,40}\\n){0,8}\\(`)),
  php(paren, new RegExp(`(?:^|[^\\w\\s.-]|[=@;{(]\\s{0,4})(?:${CALLS})(?:\\s|/\\*[^*]{0,40}\\*/|#[^\\n]{0,40}\\n|//[^\\n]{0,40}\\n){0,8}\\(\\s{0,4}(?:\\)|["'$\\d([\\\\/@~!-]|[\\w\\\\]{1,60}\\s{0,4}[(.:,"'\\[])`)),
  php(dollar, /\$\s{0,40}\{\s{0,40}(?:["'$@]|\w{1,40}\s{0,8}[^\w\s}])|\$_{1,8}(?:get|post|cookie|request|server|files|session|env|globals)\b|\$globals\b|\$[a-z_]\w{0,40}(?:\[[^\]]{0,40}\]|\{[^}]{0,40}\}|\/\*[^*]{0,40}\*\/|\s){0,4}\s{0,8}\(\s{0,4}[^\s)]|@?\$\w{1,40}(?:\/\*[^*]{0,40}\*\/)?\(\s{0,4}["'$\d]|\$\w{1,40}\/\*[^*]{0,40}\*\/\(|\(\$\w{1,40}\)\s{0,4}\(/),
  php(paren, /\([\s"'[]{0,8}(?:system|exec|string|passthru|eval|assert|phpinfo|shell_exec|popen)["'\]\s]{0,8}\)\s{0,8}(?:\[[^\]]{0,10}\])?\s{0,8}["'([{]|\[\s{0,4}["']?(?:system|exec|passthru|assert|phpinfo)["']?\s{0,4}\]|["'](?:system|exec|passthru|shell_exec|assert)["']\s{0,8}\(/),
  php(equals, /\b(?:auto_prepend_file|auto_append_file|allow_url_include|allow_url_fopen|disable_functions|open_basedir|memory_limit|safe_mode|display_errors|suhosin\.simulation|error_log|log_errors|max_execution_time|include_path|short_open_tag|upload_max_filesize|session\.save_path|cgi\.(?:force_redirect|fix_pathinfo|redirect_status_env))\s{0,4}=/),
  php(0, /\bthink\\{1,4}(?:app|request|template|view|container|module)\b|invokefunction|vars\[\d\]\[\]?/),
  template(brace, /\{\{[^{}]{0,100}(?:[*+|(]|\d\s{0,4}[-/]\s{0,4}\d|\.__|config\b|self\b|request\b|class\b)|\{%\s{0,4}(?:if|for|set|import|include|extends|block|debug|raw)\b|[#*]\{[^{}]{0,200}(?:[(*+]|runtime|exec)|\[\[\$\{/),
  template(angle | percent, /<%[^<>]{0,400}%>|<%=|<#assign|<#list/),
  template(hash, /#set\s{0,4}\(\s{0,4}\$|#\{[^{}]{0,100}(?:require|runtime|exec|process)/),
  code(0, /\brequire\s{0,4}[[(]\s{0,4}["'\w]|\bmodule\.exports\s{0,4}=|\bnew\s{1,8}function\s{0,8}\(|\bprocess\s{0,4}[[.]\s{0,4}["']?(?:env|mainmodule|binding|exit|argv|spawn|popen)|\bconsole\s{0,4}\.\s{0,4}(?:log|info|error|debug|warn)\s{0,4}[(.]|\.(?:readdirsync|readfilesync|writefilesync|execsync|spawnsync)\b|\bthis\.constructor\b|\bglobal\.process\b|"\$\d{1,4}:\w{1,30}:\w/),
  code(paren, /\bwhile\s{0,4}\(\s{0,4}(?:[!+-]{1,4}\s{0,4}(?:\d|["'`[({]|null|nan|infinity|undefined)|true|\d|this|infinity|\[|\{)|\bfor\s{0,4}\(\s{0,4};\s{0,4};|\bstring\s{0,4}\.\s{0,4}fromcharcode\b|\b(?:process|kernel|io|open3|os|subprocess|popen)\.(?:spawn|popen\d?|system|exec|fork|capture\d?|read|check_output)\s{0,4}\(|__import__\s{0,4}\(/),
  code(0, /\bjava\.(?:lang|util|io|net|beans)\.|\bjavax\.|\bgetruntime\b|\bprocessbuilder\b|\bclass\.module\.classloader|\bmemberaccess\b|%\{\s{0,4}\(?#|@java\.|\bognl\b|\borg\.apache\.(?:commons|struts|xalan)|\bscriptengine\b|xyqktkrfrlvoqyqkxw/),
  of('prototype-pollution')(0, /__proto__|\bconstructor\s{0,4}(?:\.|\[\s{0,4}["']?|\]\s{0,4}\[\s{0,4}["']?)\s{0,4}prototype\b/),
  of('xxe')(0, /<!entity|!entity\s{1,8}[%\w]|<!doctype\s[^>]{0,100}\[|<xi:include|<!\[cdata\[<!doctype/),
  of('ldap-injection')(paren, /\)\s{0,4}\(\s{0,4}[|&!]?\s{0,4}\(?\s{0,4}\w{1,30}\s{0,4}=\s{0,4}\*|\*\s{0,4}\)\s{0,4}\(\s{0,4}[|&!\w]|\(\s{0,4}[|&]\s{0,4}\(\s{0,4}\w{1,30}=/),
  of('header-injection')(colon, /[\r\n]\s{0,8}(?:set-cookie|location|content-(?:type|length|disposition)|host|x-[\w-]{1,40}|http\/\d\.\d|refresh|transfer-encoding)\s{0,4}:|[\r\n]http\/[\d.]{1,3}\s{1,4}\d/),
  of('ssrf')(colon, /^\s{0,4}(?:https?|ftp|gopher|dict):[/\\]{0,4}(?:[\w.:-]{0,60}@)?(?:169\.254\.169\.254|\[?(?:::ffff:)?169\.254|metadata\.|192\.0\.0\.192|100\.100\.100\.200|127\.\d{1,3}\.|127\.1\b|localhost|0\.0\.0\.0|\[::1?\]|0x7f|2130706433|2852039166|instance-data\b|[\w.-]{0,60}(?:\.nip\.io|\.sslip\.io|localtest\.me|\.internal\b|\.svc\.cluster\.local|burpcollaborator|interact\.sh|oast\.\w{2,6}|\.oastify\.com))/),
  of('ssrf')(0, /^\s{0,4}(?:localhost[46]?|ip6-localhost|ipv6-localhost|ip6-loopback|localtest\.me|host\.docker\.internal|kubernetes\.docker\.internal|gateway\.docker\.internal|kubernetes\.default[\w.]{0,40}|metadata\.google\.internal|169\.254\.169\.254)(?::\d{1,5})?[/\\]/),
  of('rfi')(colon, /^\s{0,4}(?:https?|ftps?):\/\/(?:[\w.:-]{0,60}@)?(?:\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?::\d{1,5})?\/[^?]{0,300}\.(?:php\d?|txt|phtml|inc|jpe?g|gif|png|pl|asp|jsp)\b|^\s{0,4}(?:https?|ftps?):\/\/[^\s?]{1,300}\?{1,4}$|^\s{0,4}(?:https?|ftps?):\/\/[^\s?]{1,300}\.(?:phtml|php\d|inc)\b|^\s{0,4}data\s{0,4}:\s{0,4}(?:text|image|application)\/[\w+.-]{1,30}\s{0,4}(?:[;,]|$)/),
  of('rfi')(0, /^\s{0,4}(?:file|ftps?|https?)\?{1,4}$/),
  of('xss')(quote | bracket | dots, /\bconstructor\.constructor\b/),
];
