import type { Signature } from './signature.ts';
import { HAS } from './signature.ts';

const { separator, slash, dollar, paren, blank, brace, quote, bracket, dash, percent, angle, equals } = HAS;
const cmd = (needs: number, pattern: RegExp): Signature => ({ family: 'cmdi', needs, pattern });

/** Names that are programs and little else, so that they tell even without arguments after a separator. */
const SHORT = 'id|ls|ps|pwd|who|whoami|w|env|cat|uname|netstat|ifconfig|ipconfig|arp|route|ping|ping6|nslookup|dig|wget|curl|nc|ncat|netcat|bash|sh|zsh|ksh|csh|dash|tcsh|busybox|python\\d?(?:\\.\\d{1,2})?|perl|ruby|php\\d?|lua|awk|gawk|sed|tail|tac|nl|od|xxd|base64|chmod|chown|rm|cp|mv|ln|mkdir|killall|pkill|printf|tee|grep|egrep|xargs|ssh|scp|sftp|ftp|tftp|telnet|socat|crontab|systemctl|useradd|passwd|su|sudo|df|du|dir|del|netsh|tasklist|taskkill|systeminfo|powershell|pwsh|cmd|certutil|bitsadmin|mshta|regsvr32|rundll32|wmic|cscript|wscript|regedit|schtasks|bcdboot|bcdedit|icacls|attrib|mysql|psql|gcc|tar|gzip|gunzip|unzip|zip|dd|hostname|alias|exec|eval|nohup|timeout|lsof|strace|openssl|docker|kubectl|git|apt|apt-get|yum|dnf|pip\\d?|npm';
/** Programs whose names are words of every day: only with arguments of a command line. */
const WORDS = 'host|head|more|less|touch|kill|find|at|service|mount|type|copy|move|net|ver|reg|sc|make|date|last|history|export|source|screen|time|node|echo|true|false|sleep';
/** All of them, for who must tell prose from commands. */
export const PROGRAM_NAMES = `${SHORT}|${WORDS}`;
const LONG = 'bash|zsh|ksh|csh|dash|busybox|sh|cmd|cmd\\.exe|powershell(?:\\.exe)?|pwsh';

export const COMMAND_INJECTION: readonly Signature[] = [
  cmd(separator, new RegExp(`(?:[;|\`]|&&|\\|\\||(?:^|[\\s\\w'"])&\\s|^&)[\\s"'()+/\\\\|&;{!]{0,6}(?:[\\w./]{0,40}/s?bin/)?(?:${SHORT})(?:\\.exe)?(?=$|[\\s;|&<>\`'")+/\\n\\r,\\\\:])(?!\\s{0,4}=)`)),
  cmd(separator, new RegExp(`(?:[;|\`]|&&|\\|\\||(?:^|[\\s\\w'"])&\\s|^&)[\\s"'()+/\\\\|&;{!]{0,6}(?:${WORDS})(?:\\.exe)?(?:\\s{1,8}(?:[-/$~"'\`*<>%\\d]|\\.{1,2}/|[\\w-]{1,40}\\.[\\w-]|user\\b|\\w{1,20}\\s{0,4}[|;&>]|\\w{1,20}$)|\\s{0,4}[|&\`<>+)%]|\\s{0,4};\\s{0,4}\\S|\\s{0,4}[;"']?\\s{0,4}$)(?<![&;]\\s{1,4}\\w{1,20})`)),
  cmd(separator, new RegExp(`(?:^|[\\s"'/(])(?:id|ls|whoami|uname|cat|pwd|dir|netstat|ifconfig)\\s{0,4}[;|]{1,2}(?:$|\\s|[|;/])`)),
  cmd(slash, /(?:^|[\s=;|&`("'<>])?\/(?:usr\/(?:local\/)?)?s?bin\/[\w[\].?*-]{1,30}|\b(?:bin\/(?:ba|z|k|c|da|tc)?sh)\b/),
  cmd(dollar, /\$\(\s{0,4}[\w/"'$<\\(]|\$\{\s{0,4}(?:ifs|path|home|shell|`|#|!|@)|\$(?:ifs|shell|path|home|pwd|0|@|\*)\b|\$\[\s{0,4}[\d\w+*-]{1,40}\]|\$'\\/),
  cmd(brace, /\{\s{0,4}(?:\w{0,30},){1,8}-{0,2}[\w/:.-]{0,60}\}[a-z]?(?:$|[\s;|&])/),
  cmd(quote, new RegExp(`\`\\s{0,4}(?:(?:${SHORT})(?:\\s[^\`]{0,200})?|[\\w./-]{0,100}/[\\w.-]{1,60}(?:\\s[^\`]{0,200})?|[\\w./-]{2,60}\\s[^\`]{1,200})\``)),
  cmd(blank, new RegExp(`(?:^|[\\s;|&\`"'(=/$])(?:${LONG})\\s{1,8}(?:/[ckr]\\b|-[a-z]{1,24}\\b|\\+[a-z])`)),
  cmd(blank, /(?:^|[\s;|&`"'(=])(?:cat|tail|head|more|less|tac|nl|ls|rm|cp|mv|chmod|chown|find|grep|tee|dd)\s{1,8}(?:-{1,2}[\w-]{1,20}\s{1,8}){0,4}(?:\/[\w[\]./?*-]{1,200}|~|\.\.?\/|\*)/),
  cmd(blank, /(?:^|[\s;|&`"'(=])(?:wget|curl|lynx|fetch|lwp-download|aria2c|tftp)\s{1,8}(?:-{1,2}[\w-]{1,30}\s{1,8}(?:[\w./-]{1,60}\s{1,8})?){0,4}["']?(?:https?:|ftp:|\w[\w.-]{1,60}\.\w{2,10}(?::\d{1,5})?\/|\$)/),
  cmd(separator, new RegExp(`[\\n\\r]\\s{0,8}(?:[\\w./]{0,40}/s?bin/)?(?:id|ls|cat|pwd|whoami|uname|wget|curl|nc|bash|sh|ping|nslookup|ifconfig|netstat|powershell|cmd)(?:$|\\s{1,8}[-/\\w.]{1,80}\\s{0,8}$)`)),
  cmd(blank, /^\s{0,8}(?:ping|ping6)(?:\.exe)?\s{1,8}-{1,2}\w|\b(?:nc|ncat|netcat)\s{1,8}-\w|\bnslookup\s{1,8}\S{1,60}\.\w|\bpython[\d.]{0,5}\s{1,8}-c\b|\bperl\s{1,8}-[em]|\bphp\s{1,8}-r\b|\bruby\s{1,8}-e\b|\bchmod\s{1,8}(?:\+x|[0-7]{3,4})\s|\bstty\s{1,8}-|\bmkfifo\s|\buname\s{1,8}-a/),
  cmd(dash, /^\s{0,4}ls\s{1,8}-\w{1,8}\b|\b(?:rm|tar|ps|du|df|sed|awk|sort|date)\s{1,8}-[a-z]{1,8}\s/),
  cmd(blank, /^\s{0,8}(?:python[\d.]{1,5}\s{1,8}\w|a2\w{2,10}-?\w{0,10}\s{1,4}[\w-]{1,30}|time\s{1,8}(?:sh|bash)\s{1,8}[-/.])|^\s{0,8}aa-(?:disable|enforce|complain|exec|status)\b/),
  cmd(equals, /(?:^|[;&|\s])alias\s{1,8}[\w+-]{0,30}\s{0,4}[\w+-]{1,30}=|^\s{0,8}export\s{1,8}\w{1,40}=|\bcmd\s{0,4}=\s{0,4}[;|&]/),
  cmd(bracket | slash, /\/(?:\w{0,12}\[[^\]]{1,20}\]){1,4}\w{0,12}(?:\/|$)|\/(?:etc|bin|usr|tmp|dev|var|proc)[/\w]{0,40}[?*[]|\/\w{0,6}\?\w{0,6}\/\w{0,6}[?*]/),
  cmd(0, /^\s{0,4}~[+-]\d{0,4}$|^\s{0,4}!-?\d{1,4}!-?\d|^\s{0,4}!!\s{0,4}$/),
  cmd(angle | paren, /[<>]\(\s{0,4}\w{1,20}/),
  cmd(angle, /<!--\s{0,4}#\s{0,4}(?:exec|include|echo|printenv|config|set|fsize|flastmod)\b/),
  cmd(blank, /^[\s;|&+$]{0,8}dir\s{1,4}[\\/a-z]?:?[\\/]?(?:\s|$|[|"])|\bdir[\s|]{1,4}"?c:/),
  cmd(percent, /(?:^|[&|;(\s])for\s{1,20}(?:\/[dflr]\s{1,20}){0,4}(?:["'][^"']{0,80}["']\s{1,20}|[\w:\\.]{1,80}\s{1,20})?%{1,2}.{0,20}?\s{0,8}in\s{0,8}\(/),
  cmd(blank, /(?:^|[&|;(])\s{0,20}if\s{1,20}(?:\/i\s{1,20})?(?:not\s{1,20})?(?:exist|defined|errorlevel|cmdextversion)\s{1,20}\S{1,100}\s{1,20}\S|(?:^|[&|;(])\s{0,20}if\s{1,20}(?:\/i\s{1,20})?(?:not\s{1,20})?[("%'{[]?[^=]{0,60}?(?:==|\s(?:equ|neq|lss|leq|gtr|geq)\s)/),
  cmd(0, /\b(?:invoke-(?:webrequest|expression|command|restmethod|item|wmimethod|mimikatz)|new-object\s{1,8}(?:net|system)|start-process|downloadstring|downloadfile|-encodedcommand|frombase64string|get-(?:process|service|content|childitem|wmiobject)|iex\s{0,4}\(|set-executionpolicy)|[;|&]\s{0,4}(?:iwr|irm|iex|gci|gcm)\s/),
  cmd(0, /\b(?:cmd|command|powershell|certutil|mshta|wscript|cscript|rundll32|regsvr32|bitsadmin)\.exe\b|^(?:usr\/)?bin\/(?:cat|ls|id|nc|ps|pwd|who|whoami|uname|ping|wget|curl|python|perl|php|env|rm|cp|mv|echo|kill|chmod|bash|sh)\b|^(?:cat|type)\s{1,4}[\w./\\-]{1,80}$/),
  { family: 'shellshock', needs: paren | brace, pattern: /\(\s{0,4}\)\s{0,4}\{\s{0,8}[\w:][^}]{0,60};/ },
];
