import { knownExploit } from './known-exploits.ts';
import type { WebFamily } from './signature.ts';

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));
/** Longest path looked at. */
const LONGEST = 512;

/** Extensions a server runs. */
const SCRIPTS = setOf('php php3 php4 php5 php7 php8 phtml phar jsp jspx jspa asp aspx ashx asmx cfm cgi pl');
/** Extensions of files that no site serves on purpose. */
const NEVER_SERVED = setOf(
  'sql sqlite sqlite3 mdb kdb kdbx pem pfx p12 ppk keystore jks ovpn tfstate swp swo pgdump bak bak1 bak2 old orig save env',
);
/** Archives and databases: telling only under the names backups bear. */
const ARCHIVES = setOf('zip tar gz tgz rar 7z bz2 xz db dump');
const CONFIGURATION = setOf('yml yaml toml ini properties inc json log cfg conf config csv txt xml lock');
const BACKUP_NAME = /^(?:backups?|dump|db|database|data|mysql|sql|site|www|wwwroot|web|website|html|public_html|htdocs|src|source|old|archive|latest|users?|bak|home|full|prod|production)(?![a-z])/;
const CONFIGURATION_NAME = /^(?:docker-compose(?:\.[\w-]{1,20})?\.ya?ml|(?:secrets?|credentials?|database|parameters|application(?:-\w{1,20})?|local_settings|config\.inc|settings\.inc|db)\.(?:ya?ml|toml|ini|properties|inc|cfg)|(?:config|settings|app)\.(?:ya?ml|toml|ini|inc)|credentials\.(?:json|csv|txt)|service-?account[\w-]{0,20}\.json|appsettings(?:\.\w{1,20})?\.json|(?:debug|errors?|access|php_errors?|error_log|laravel|install)\.log|wp-config\.(?:txt|inc)|(?:passwords?|passwd|accounts)\.(?:txt|csv|log|xml)|web\.config|applicationhost\.config|(?:win|boot|php|my)\.ini|(?:httpd|nginx|apache2?)\.conf)$/;
/** Last segments that tell by themselves. */
const FILES = setOf(
  'phpinfo.php info.php php_info.php test_info.php server-status server-info id_rsa id_dsa id_ecdsa id_ed25519 '
  + 'authorized_keys known_hosts error_log web.config wp-config.php~ wp-config.php.bak wp-config.bak heapdump dump.rdb '
  + 'error.log passwd shadow adminer.php',
);
/** Hidden files and folders with secrets, history or code. `.well-known` and its like are none. */
const HIDDEN = /\/\.(?:env(?:[._-][\w.-]{1,40})?|git(?:\/.{0,300}|ignore|config|-credentials|attributes|modules)?|svn(?:\/.{0,300})?|hg(?:\/.{0,300})?|bzr(?:\/.{0,300})?|cvs(?:\/.{0,300})?|ssh(?:\/.{0,300})?|aws(?:\/.{0,300})?|azure(?:\/.{0,300})?|gcloud(?:\/.{0,300})?|docker(?:\/.{0,300}|cfg|ignore|env|config\w{0,10})?|kube(?:\/.{0,300})?|ht(?:passwds?|access|groups?)[\w.~-]{0,10}|passwd|pwd|perf|shadow|rhosts|netrc|npmrc|yarnrc|pypirc|pgpass|my\.cnf|boto|s3cfg|(?:ba|z|k|c)?sh_?(?:history|rc)|bash_(?:profile|logout)|profile|\w{1,20}_history|history|listings?|subversion|config(?:\/.{0,300})?|secrets?(?:\/.{0,300})?|ds_store|idea(?:\/.{0,300})?|vscode(?:\/.{0,300})?|remote-sync\.json|ftpconfig|sftp-config\.json|travis\.yml|gitlab-ci\.yml|circleci(?:\/.{0,300})?|terraform(?:\/.{0,300})?|vault-token|(?:cursor|claude|continue|roo|cline|windsurf|codex|a0proj|fabric|junie|gemini|aider|copilot|ansible|pip|composer|gem|m2|gradle|local|cache|mozilla|gnupg|mysql|subversion|anydesk)(?:\/.{0,300}|ignore|rules|\.json|\.conf[\w.]{0,10})?|mcp\.json|dbshell|viminfo|wgetrc|lesshst|xauthority|proclog|bak|backup|old|log|sql|php_cs[\w.]{0,10})\/?$/;
/** Segments that call for a closer look at the whole path. */
const TELLING = setOf('etc windows winnt c: proc sys @fs web-inf meta-inf actuator storage wp-content');
const MANY_SEGMENTS = /\/(?:etc\/+(?:passwd|shadow|groups?|hosts|sudoers|issue|crontab)|(?:windows|winnt)\/+(?:win|system)\.ini|c:\/+(?:\w{1,20}\/+)?(?:win|boot)\.ini|proc\/self\/(?:environ|cmdline|maps|fd)|sys\/class\b|@fs\/|web-inf\/|meta-inf\/(?:maven|manifest)|actuator\/(?:env|heapdump|configprops|mappings|threaddump|jolokia|logfile|shutdown)|storage\/logs\/|wp-content\/(?:[\w-]{1,40}\/){0,3}[\w.-]{1,60}\.(?:log|sql)$)/;
/** Web shells by the names their makers gave them. */
const SHELLS = setOf(
  'c99 c100 r57 wso wso2 wso2.5 b374k alfa alfa-shell alfacgiapi indoxploit marijuana minishell mini webshell web-shell '
  + 'weevely p0wny p0wny-shell antsword behinder godzilla chopper caidao regeorg tunnel.nosocket jspspy aspxspy cmdasp '
  + 'cmdjsp jspwebshell phpspy php-backdoor backdoor simple-backdoor safe0ver nstview locus7s dhanush k2ll33d madhack '
  + 'smevk zone-h bypass403 symlink priv8 leafmailer xleet gel4y 0byt3m1n1 0x1 shell shell1 shell2 cmd x0x wp-22 wp-2019 '
  + 'wp-conflg wp-sigunq wp-l0gin gh0st tinyfilemanager ant ak47 angel c99shell r57shell egy spider dive hack eval',
);

/** Whether the last segment of a decoded, lower-case path is something a server runs. */
export const isScript = (path: string): boolean => SCRIPTS.has(extensionOf(path.slice(path.lastIndexOf('/') + 1)));

/** What asking for this path alone says, by its decoded, lower-case text; null for an ordinary path. */
export function probedPath(path: string): WebFamily | null {
  if (path.length < 4) return null;
  const whole = path.length > LONGEST ? path.slice(0, LONGEST) : path;
  const last = lastSegment(whole);
  const family = byLastSegment(last);
  if (family !== null) return family;
  if (whole.includes('/.') && HIDDEN.test(whole)) return 'sensitive-file';
  if (hasTellingSegment(whole) && MANY_SEGMENTS.test(whole)) return 'sensitive-file';
  return knownExploit(whole, whole) === null ? null : 'known-exploit';
}

const lastSegment = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

function extensionOf(segment: string): string {
  const dot = segment.lastIndexOf('.');
  return dot < 0 ? '' : segment.slice(dot + 1);
}

function byLastSegment(segment: string): WebFamily | null {
  if (segment === '') return null;
  const extension = extensionOf(segment);
  if (SCRIPTS.has(extension)) {
    const name = segment.slice(0, segment.length - extension.length - 1);
    if (SHELLS.has(name) || /[_-]shell\d?$/.test(name)) return 'web-shell';
    return FILES.has(segment) ? 'sensitive-file' : null;
  }
  if (extension === '') return FILES.has(segment) ? 'sensitive-file' : null;
  return isSensitiveFile(segment, extension) ? 'sensitive-file' : null;
}

function isSensitiveFile(segment: string, extension: string): boolean {
  if (NEVER_SERVED.has(extension) || FILES.has(segment)) return true;
  if (extension.endsWith('~')) return true;
  if (ARCHIVES.has(extension)) return BACKUP_NAME.test(segment) || segment.includes('.sql.');
  return CONFIGURATION.has(extension) && CONFIGURATION_NAME.test(segment);
}

function hasTellingSegment(path: string): boolean {
  let from = path.charCodeAt(0) === 47 ? 1 : 0;
  for (let at = path.indexOf('/', from); ; at = path.indexOf('/', from)) {
    if (TELLING.has(at < 0 ? path.slice(from) : path.slice(from, at))) return true;
    if (at < 0) return false;
    from = at + 1;
  }
}
