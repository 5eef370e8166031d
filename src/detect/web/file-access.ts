import type { Signature } from './signature.ts';
import { HAS } from './signature.ts';

const { slash, dots, colon, brace, blank } = HAS;
const up = (needs: number, pattern: RegExp): Signature => ({ family: 'path-traversal', needs, pattern });
const local = (needs: number, pattern: RegExp): Signature => ({ family: 'lfi', needs, pattern });

/** Climbing out of the folder: in a path or a parameter. */
export const TRAVERSAL: readonly Signature[] = [
  up(dots | slash, /(?:^|[/\\;=])\.{2,}(?:[/\\;]|$)|\.{2,}[/\\]{1,8}\.{2,}|[/\\]\.{1,3};[/\\]|(?:[/\\]{1,4}\.){4}|\.\.(?:[/\\]|0x2f|0x5c|%2f|%5c)/),
  up(0, /0x2e[.0]{0,3}(?:0x2e|[/\\.])|\.\.0x(?:2f|5c)|(?:^|[/\\])\.{8}|\.{8}/),
  up(slash, /^[/\\]{4}|^[/\\].{0,400}\{file\}|^[/\\]{2}\.\.|(?:^|[/\\])web-?inf(?:[/\\]|$)/),
  up(brace, /\{file\}/),
  up(0, /\bweb-inf\b|\bweb-?inf(?:web\.xml)/),
];

/** Files of the system or the application that no parameter should name. */
export const LOCAL_FILES: readonly Signature[] = [
  local(slash, /(?:^|[/\\:\s=>"'])[[\]e/]{1,20}tc[/\\]+[\w.?*[\]-]{0,12}(?:passwd|shadow|group|hosts|issue|hostname|crontab|fstab|sudoers|profile|resolv|subuid|subgid|motd|mysql|my\.cnf|ssh|ssl|nginx|apache2?|httpd|php|environment|os-release|init\.d|rc\.local|exports|inetd|pam|security|services|syslog|vsftpd|samba|postfix|redhat-release)/),
  local(slash, /(?:^|[/\\:\s=>"'])(?:proc[/\\](?:self|\d{1,7}|version|cmdline|cpuinfo|mounts|net|sched_debug|environ)|sys[/\\](?:class|kernel|devices|module|firmware)|var[/\\](?:log|run|spool|lib[/\\](?:mysql|php|mlocate))[/\\]|dev[/\\](?:tcp|udp|shm|null|fd|cmdb)\b|root[/\\]\.|home[/\\][\w.-]{1,40}[/\\]\.|opt[/\\]lampp|usr[/\\]local[/\\](?:apache\d?|etc|apps|nginx|php\d?)[/\\]|private[/\\]etc[/\\])/),
  local(slash, /(?:^|[/\\.])\.?(?:env|ssh|git|svn|hg|aws|docker|kube|gnupg|npmrc|pypirc|netrc|htpasswd|htaccess|bash_history|zsh_history|mysql_history|psql_history|history|bashrc|profile|my\.cnf|pgpass|boto|vault-token|azure|config[/\\]gcloud)(?:[/\\]|$)(?<=[/\\]\.(?:env|ssh|git|svn|hg|aws|docker|kube|gnupg|npmrc|pypirc|netrc|htpasswd|htaccess|bash_history|zsh_history|mysql_history|psql_history|history|bashrc|profile|my\.cnf|pgpass|boto|vault-token|azure|config[/\\]gcloud)[/\\]?)/),
  local(dots, /\b(?:boot|win|system|php|desktop|my)\.ini\b|\b(?:httpd|nginx|apache2?|lighttpd|proftpd|vsftpd|smb)\.conf\b|\bglobal\.asax?\b|\bweb\.(?:config|xml)\b|\bwp-config\.php\b|\b(?:id_rsa|id_dsa|id_ecdsa|id_ed25519|authorized_keys|known_hosts)\b|\bntds\.dit\b|\bconfiguration\.php\b/),
  local(slash, /\bwindows[/\\]+(?:win\.ini|system32|repair|system\.ini|debug|panther)|(?:^|[=/\\])[a-z]:[/\\]+(?:windows|winnt|inetpub|boot\.ini|program files|xampp|wamp|users[/\\])|\binetpub[/\\]|\bsystem32[/\\]/),
  local(colon, /^\s{0,8}(?:file|php|phar|zip|zlib|compress\.\w{2,6}|glob|expect|ogg|ssh2|rar|netdoc|jar|gopher|dict|ldaps?|tftp|sftp):(?:[/\\]|%)/),
  local(colon, /\b(?:php:\/\/(?:input|filter|memory|temp|stdin)|file:\/{1,4}(?:etc|c:|var|proc|home|root))/),
  local(slash | blank, />\s{0,4}\/(?:tmp|var|dev|etc|usr|home)\//),
  local(slash, /^\s{0,4}>\s{0,4}\/(?:tmp|var|dev|etc|usr|home)\//),
];
