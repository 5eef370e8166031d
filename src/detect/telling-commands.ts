import type { Attack, Category } from '../domain/finding.ts';
import type { Severity } from '../domain/severity.ts';
import type { ShellWords } from './shell-words.ts';
import { runsWith, SHELLS, shellWords } from './shell-words.ts';

/** What a command run with other rights tells. Severity is for somebody of whom the log knows nothing. */
export interface TellingCommand {
  readonly family: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly attack: Attack;
  /** What it did, as the rest of "bob …". */
  readonly did: string;
  readonly benign: string;
  /** It outlives the session, or makes root of somebody. */
  readonly lasts: boolean;
}

interface Rule extends TellingCommand {
  readonly test: (command: ShellWords) => boolean;
}

const words = (...list: readonly string[]): ReadonlySet<string> => new Set(list);
const writes = (path: RegExp) => ({ written }: ShellWords): boolean => written.some((file) => path.test(file));
const runs = (verbs: ReadonlySet<string>) => (command: ShellWords): boolean => command.verbs.some((verb) => verbs.has(verb));

const LOG_FILE = /^\/var\/(?:log|adm)(?:\/|$)|\/\.?[a-z_]*history$|^\/run\/log\/|\/[uwb]tmpx?$/;
/** Rotated and packed copies are what people delete for room. */
const OLD_LOG = /\.(?:gz|xz|bz2|zst|old|\d+)$/;
const LOGGERS = /^(?:rsyslogd?|syslogd?|syslog-ng|systemd-journald|journald|auditd|osqueryd?|falco|wazuh-agent|ossec|auditbeat|filebeat|splunk|crowdsec)(?:\.service|\.socket)?$/;
const GUARDS = /^(?:fail2ban|firewalld|ufw|apparmor|iptables|nftables|clamav-daemon|falcon-sensor|mdatp)(?:\.service)?$/;
const STOPS = /^(?:stop|disable|mask|kill)$/;
const SERVICE_TOOLS = words('systemctl', 'service', 'rc-service', 'initctl');
const KILLERS = words('pkill', 'killall');
const REMOVERS = words('rm', 'shred', 'truncate', 'unlink', 'srm', 'wipe');
const READERS = words(
  'cat', 'cp', 'less', 'more', 'head', 'tail', 'grep', 'awk', 'base64', 'xxd', 'strings', 'tar', 'scp', 'curl', 'nc', 'od',
  'dd', 'rsync', 'zip', 'unshadow', 'sed', 'cut', 'mv',
);
const DOWNLOADERS = words('curl', 'wget', 'fetch', 'lwp-download');
const ESCAPERS = words(
  'vi', 'vim', 'nvim', 'less', 'more', 'man', 'find', 'awk', 'gawk', 'mawk', 'perl', 'python', 'python2', 'python3', 'ruby',
  'lua', 'php', 'node', 'nmap', 'tar', 'zip', 'git', 'gdb', 'expect', 'script', 'socat', 'ftp', 'mysql', 'tcpdump', 'env',
);
const ESCAPE = /:!|system\(|popen\(|pty\.spawn|os\.exec|exec[ (]?["']?\/bin|checkpoint-action|unzip-command|spawn_sync|(?:^|[\s="'])\/(?:usr\/)?bin\/(?:ba|da|z|k)?sh\b/;
/** A connection opened by a line of code given on the command line. */
const INTERPRETER = /^(?:python[\d.]{0,5}|perl|ruby|php[\d.]{0,5}|lua|node)$/;
const SOCKET = /\s-(?:c|e|r|rsocket)\b.{0,800}?(?:socket|fsockopen|TCPSocket|net\.connect)/i;
const DECODES = /\b(?:base64|base32)\s+(?:-d|-D|--decode|-di)\b|\bxxd\s+-r\b|\bopenssl\s+(?:enc|base64)\b.{0,80}?\s-d\b/;
/** Words that only miners are given. */
const POOL = /\bstratum\+(?:tcp|ssl|tls)2?:\/\/|--donate-level\b|\s--coin[= ]\w|\brandomx\b|--nicehash\b/i;
const MINERS = words('xmrig', 'minerd', 'cpuminer', 'ccminer', 'xmr-stak', 'kdevtmpfsi', 'kinsing');
const ACCOUNT_TOOLS = words('useradd', 'adduser', 'usermod', 'groupadd', 'gpasswd', 'passwd', 'chpasswd', 'vipw', 'userdel', 'deluser', 'addgroup');
const SHELL_OR_SU = new Set([...SHELLS, 'su']);

const opensShell = ({ verbs, words: all }: ShellWords): boolean => {
  const first = verbs[0] ?? '';
  return verbs.length === 1 && SHELL_OR_SU.has(first) && !all.some((word) => /^-[a-z]*c$/.test(word) || /\.sh$/.test(word));
};

const clearsLog = (command: ShellWords): boolean =>
  runsWith(command, REMOVERS, (file) => LOG_FILE.test(file) && !OLD_LOG.test(file))
  || command.written.some((file) => LOG_FILE.test(file) && !OLD_LOG.test(file) && wipes(command))
  || (command.words.includes('-delete') && command.words.some((word) => LOG_FILE.test(word)));
const wipes = ({ words: all }: ShellWords): boolean =>
  all.some((word) => /(?:^|=)\/dev\/(?:null|zero)$/.test(word)) || all.includes('truncate')
  || all.some((word, index) => word === '>' && (index === 0 || LOG_FILE.test(all[index + 1] ?? '')));

/** Worst first: the first that fits names the command. */
const RULES: readonly Rule[] = [
  {
    family: 'log-cleared', category: 'log-tampering', severity: 'high', lasts: false, test: clearsLog,
    attack: { tactic: 'defense-evasion', technique: 'T1070.002' }, did: 'removed or emptied log files',
    benign: 'An administrator making room on a full disk; rotation keeps old copies instead.',
  },
  {
    family: 'history-cleared', category: 'log-tampering', severity: 'high', lasts: false,
    test: (command) => runsWith(command, words('history'), (word) => /^-[a-z]*c/.test(word))
      || command.text.includes('HISTFILE=/dev/null') || command.text.includes('unset HISTFILE'),
    attack: { tactic: 'defense-evasion', technique: 'T1070.003' }, did: 'cleared the shell history',
    benign: 'Somebody removing a password typed by mistake.',
  },
  {
    family: 'logging-stopped', category: 'log-tampering', severity: 'high', lasts: false,
    test: (command) => (runsWith(command, SERVICE_TOOLS, (word) => LOGGERS.test(word))
      && command.words.some((word) => STOPS.test(word)))
      || runsWith(command, KILLERS, (word) => LOGGERS.test(word))
      || (command.verbs.includes('auditctl') && /\s-(?:D|e\s?0)(?:\s|$)/.test(command.text)),
    attack: { tactic: 'defense-evasion', technique: 'T1562.001' }, did: 'stopped the recording of logs',
    benign: 'Maintenance of the logging service; it is started again soon after.',
  },
  {
    family: 'journal-vacuumed', category: 'log-tampering', severity: 'medium', lasts: false,
    test: (command) => runsWith(command, words('journalctl'), (word) => word.startsWith('--vacuum')),
    attack: { tactic: 'defense-evasion', technique: 'T1070.002' }, did: 'threw away older journal entries',
    benign: 'The usual way to make room on a full disk.',
  },
  {
    family: 'reverse-shell', category: 'execution', severity: 'critical', lasts: true,
    test: (command) => command.text.includes('/dev/tcp/') || command.text.includes('/dev/udp/')
      || runsWith(command, words('nc', 'ncat', 'netcat'), (word) => /^-[a-z]*[ec]$|^--exec$/.test(word))
      || runsWith(command, words('socat'), (word) => /exec:/i.test(word))
      || (command.verbs.some((verb) => INTERPRETER.test(verb)) && SOCKET.test(command.text)),
    attack: { tactic: 'execution', technique: 'T1059.004' }, did: 'opened a shell to another machine',
    benign: 'A test of the network path by an administrator; rare.',
  },
  {
    family: 'miner', category: 'cryptomining', severity: 'critical', lasts: true,
    test: (command) => runs(MINERS)(command) || POOL.test(command.text),
    attack: { tactic: 'impact', technique: 'T1496' }, did: 'ran a coin miner', benign: 'A host meant for mining.',
  },
  {
    family: 'loader-exploit', category: 'privilege-escalation', severity: 'critical', lasts: false,
    test: ({ text }) => /GLIBC_TUNABLES=glibc\.[\w.]{1,60}=glibc\./.test(text) || /(?:^|\s)GCONV_PATH=\.(?:\/|\s|$)/.test(text),
    attack: { tactic: 'privilege-escalation', technique: 'T1068' }, did: 'ran a program with an environment that exploits it',
    benign: 'A test of this very weakness.',
  },
  {
    family: 'decoded-run', category: 'execution', severity: 'high', lasts: true,
    test: ({ words: all, verbs, text }) => all.includes('|') && DECODES.test(text) && (SHELLS.has(verbs.at(-1) ?? '') || INTERPRETER.test(verbs.at(-1) ?? '')),
    attack: { tactic: 'defense-evasion', technique: 'T1140' }, did: 'decoded a script and ran it unseen',
    benign: 'Some agents for remote management ship their steps this way.',
  },
  {
    family: 'shell-escape', category: 'privilege-escalation', severity: 'high', lasts: false,
    test: (command) => ESCAPERS.has(command.verbs[0] ?? '') && ESCAPE.test(command.text),
    attack: { tactic: 'privilege-escalation', technique: 'T1548.003' },
    did: 'got a shell with other rights out of a program that can start one',
    benign: 'A script that starts its steps through this program.',
  },
  {
    family: 'password-file', category: 'credential-access', severity: 'high', lasts: false,
    test: (command) => runsWith(command, READERS, (word) => /^\/etc\/(?:g?shadow-?|master\.passwd)$/.test(word))
      || runs(words('unshadow', 'mimipenguin'))(command),
    attack: { tactic: 'credential-access', technique: 'T1003.008' }, did: 'read the password hashes',
    benign: 'A backup, or an administrator checking an account.',
  },
  {
    family: 'account-file', category: 'persistence', severity: 'high', lasts: true,
    test: writes(/^\/etc\/(?:passwd|g?shadow|group)$/),
    attack: { tactic: 'persistence', technique: 'T1136.001' }, did: 'wrote to the account files by hand',
    benign: 'A repair by an administrator; the account tools are the usual way.',
  },
  {
    family: 'sudoers', category: 'privilege-escalation', severity: 'high', lasts: true,
    test: (command) => writes(/^\/etc\/sudoers(?:$|\.d\/)/)(command)
      || (command.verbs.includes('visudo') && !command.words.some((word) => /^-[a-z]*c|^--check$/.test(word))),
    attack: { tactic: 'privilege-escalation', technique: 'T1548.003' }, did: 'changed who may use sudo',
    benign: 'An administrator granting rights on purpose.',
  },
  {
    family: 'ssh-key', category: 'persistence', severity: 'high', lasts: true,
    test: writes(/(?:^|\/)authorized_keys2?$/),
    attack: { tactic: 'persistence', technique: 'T1098.004' }, did: 'changed which SSH keys may log in',
    benign: 'An administrator adding a colleague’s key.',
  },
  {
    family: 'preload', category: 'persistence', severity: 'high', lasts: true,
    test: writes(/^\/etc\/(?:ld\.so\.preload|pam\.d\/)/),
    attack: { tactic: 'persistence', technique: 'T1574.006' }, did: 'changed what every login or program loads',
    benign: 'Set-up of directory logins or a second factor.',
  },
  {
    family: 'setuid', category: 'privilege-escalation', severity: 'high', lasts: true,
    test: (command) => runsWith(command, words('chmod'), (word) => /^[ugoa]*\+[rwxXt]*s|^0?[4-7]\d{3}$/.test(word))
      || runsWith(command, words('setcap'), (word) => /cap_(?:setuid|sys_admin|dac_override)/.test(word)),
    attack: { tactic: 'privilege-escalation', technique: 'T1548.001' }, did: 'gave a program the rights of its owner',
    benign: 'A package or build step that needs it; shared folders use the same bit.',
  },
  {
    family: 'download-run', category: 'execution', severity: 'medium', lasts: true,
    test: ({ words: all, verbs }) => all.includes('|')
      && verbs.findLastIndex((verb) => SHELLS.has(verb)) > verbs.findIndex((verb) => DOWNLOADERS.has(verb))
      && verbs.some((verb) => DOWNLOADERS.has(verb)),
    attack: { tactic: 'execution', technique: 'T1059.004' }, did: 'ran a script straight from the network',
    benign: 'Many installers ask for exactly this.',
  },
  {
    family: 'temporary-program', category: 'execution', severity: 'medium', lasts: false,
    test: ({ words: all }) => /^\/(?:tmp|var\/tmp|dev\/shm)\/[^\s]+$/.test(all[0] ?? ''),
    attack: { tactic: 'execution', technique: 'T1059.004' }, did: 'ran a program from a folder anyone can write',
    benign: 'An installer that unpacks itself there.',
  },
  {
    family: 'defence-off', category: 'defense-evasion', severity: 'medium', lasts: true,
    test: (command) => (runsWith(command, SERVICE_TOOLS, (word) => GUARDS.test(word)) && command.words.some((word) => STOPS.test(word)))
      || runsWith(command, words('ufw'), (word) => word === 'disable' || word === 'reset')
      || runsWith(command, words('iptables', 'ip6tables'), (word) => word === '-F' || word === '--flush')
      || runsWith(command, words('setenforce'), (word) => word === '0'),
    attack: { tactic: 'defense-evasion', technique: 'T1562.004' }, did: 'switched off a protection of the host',
    benign: 'An administrator looking for the cause of a fault.',
  },
  {
    family: 'schedule', category: 'persistence', severity: 'medium', lasts: true,
    test: (command) => writes(/^\/etc\/(?:cron|anacrontab)|^\/var\/spool\/cron/)(command)
      || (command.verbs.includes('crontab') && !command.words.includes('-l')),
    attack: { tactic: 'persistence', technique: 'T1053.003' }, did: 'changed what runs by schedule',
    benign: 'An administrator scheduling a job.',
  },
  {
    family: 'start-up', category: 'persistence', severity: 'medium', lasts: true,
    test: writes(/^\/etc\/(?:rc\.local$|profile(?:$|\.d\/)|init\.d\/|bash\.bashrc$)|^\/(?:etc|lib|usr\/lib)\/systemd\/system\/|\/\.(?:bashrc|profile|bash_profile|zshrc)$/),
    attack: { tactic: 'persistence', technique: 'T1543.002' }, did: 'changed what starts with the host or a login',
    benign: 'An administrator setting up a service.',
  },
  {
    family: 'clock-set', category: 'log-tampering', severity: 'low', lasts: false,
    test: (command) => runsWith(command, words('date'), (word) => word === '-s' || word.startsWith('--set'))
      || runsWith(command, words('timedatectl'), (word) => word === 'set-time') || runsWith(command, words('hwclock'), (word) => word === '--set'),
    attack: { tactic: 'defense-evasion', technique: 'T1070.006' }, did: 'set the clock by hand',
    benign: 'A host without a time service.',
  },
  {
    family: 'accounts', category: 'account-change', severity: 'low', lasts: true, test: runs(ACCOUNT_TOOLS),
    attack: { tactic: 'persistence', technique: 'T1136.001' }, did: 'changed accounts', benign: 'Account administration.',
  },
  {
    family: 'root-shell', category: 'privilege-escalation', severity: 'info', lasts: false, test: opensShell,
    attack: { tactic: 'privilege-escalation', technique: 'T1548.003' }, did: 'opened a shell with other rights',
    benign: 'The habit of many administrators.',
  },
];

/** What the command tells, or null where it tells nothing by itself. */
export function tellingCommand(command: string): TellingCommand | null {
  const parts = shellWords(command);
  return RULES.find(({ test }) => test(parts)) ?? null;
}
