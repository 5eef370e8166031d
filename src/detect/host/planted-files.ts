import type { FileEvent } from '../../domain/event.ts';
import type { Severity } from '../../domain/severity.ts';
import type { Act } from './act-story.ts';

interface Place {
  readonly path: RegExp;
  readonly act: Act;
}

const benign = 'An administrator or a tool of theirs at work; packages are left out where their log is at hand.';
const place = (path: RegExp, family: string, rest: { readonly severity: Severity; readonly technique: string; readonly did: string }): Place =>
  ({ path, act: { family, category: 'persistence', severity: rest.severity, attack: { tactic: 'persistence', technique: rest.technique }, did: rest.did, benign } });

/** Where something written outlives the session, worst first. */
const PLACES: readonly Place[] = [
  place(/^\/etc\/ld\.so\.preload$/, 'preload', { severity: 'high', technique: 'T1574.006', did: 'changed what every program loads' }),
  place(/^(?:\/etc\/pam\.d\/|\/(?:usr\/)?lib(?:64)?\/(?:[\w-]{1,40}\/)?security\/pam_[\w-]{1,60}\.so$)/, 'pam', { severity: 'high', technique: 'T1556.003', did: 'changed how logins are checked' }),
  place(/^\/etc\/sudoers(?:$|\.d\/)/, 'sudoers', { severity: 'high', technique: 'T1548.003', did: 'changed who may use sudo' }),
  place(/^\/etc\/(?:passwd|shadow|gshadow|group)$/, 'account-file', { severity: 'medium', technique: 'T1136.001', did: 'wrote to the account files by hand' }),
  place(/\/\.ssh\/authorized_keys2?$/, 'ssh-key', { severity: 'medium', technique: 'T1098.004', did: 'changed which SSH keys may log in' }),
  place(/^\/etc\/(?:cron\.[a-z]{1,8}\/|crontab$|anacrontab$|at\.allow$)|^\/var\/spool\/(?:cron|at|anacron)\//, 'schedule', { severity: 'medium', technique: 'T1053.003', did: 'changed what runs by schedule' }),
  place(/^\/(?:etc|lib|usr\/lib|run)\/systemd\/(?:system|user|system-generators)\/|^\/etc\/(?:init\.d|rc[\dS]?\.d)\/|^\/etc\/rc\.local$/, 'start-up', { severity: 'medium', technique: 'T1543.002', did: 'changed what starts with the host' }),
  place(/^\/etc\/(?:profile$|profile\.d\/|bash\.bashrc$|bashrc$|zsh\/|environment$)|\/\.(?:bashrc|bash_profile|profile|zshrc|bash_login)$/, 'profile', { severity: 'low', technique: 'T1546.004', did: 'changed what runs at each login' }),
  place(/^\/etc\/(?:modules-load\.d|modprobe\.d|udev\/rules\.d|xdg\/autostart|apt\/apt\.conf\.d|update-motd\.d|NetworkManager\/dispatcher\.d)\//, 'hook', { severity: 'low', technique: 'T1546', did: 'changed what the system runs on its own occasions' }),
];

/** Programs that write there as their work; what people do through them is told by other records. */
const OWN_TOOLS = /\/(?:dpkg[\w-]*|apt[\w-]*|rpm|dnf[\d.-]*|yum|microdnf|zypper|pacman|systemd[\w-]*|systemctl|cloud-init|crontab|crond?|atd|anacron|useradd|usermod|userdel|groupadd|groupmod|groupdel|gpasswd|passwd|chpasswd|chfn|chsh|chage|pam-auth-update|authselect|authconfig|update-rc\.d|deb-systemd-helper|ldconfig|puppet|chef-client|salt-minion|udevadm|snapd?|unattended-upgr\w*|sssd|realmd|polkitd|accounts-daemon|newusers|vipw|visudo|cfagent|cf-agent)$/;
const WRITES = new Set<FileEvent['action']>(['create', 'write', 'rename']);
const LOG = /^\/var\/log\/(?!.{0,200}\.(?:gz|xz|bz2|zst|old|\d{1,4})$)(?:[\w.-]{1,80}\/){0,4}[\w.-]{1,80}$|^\/(?:var\/log|run)\/[uwb]tmp$|\/\.(?:bash|zsh|python|mysql|psql)_history$/;
const LOG_TOOLS = /\/(?:logrotate|savelog|rsyslogd|syslog-ng|syslogd|systemd-journald|auditd|tmpreaper|tmpwatch|systemd-tmpfiles|journalctl|newsyslog|cronolog|rotatelogs|nginx|apache2|httpd|mysqld|mariadbd|dpkg|apt[\w-]*|dnf[\w.-]*|bash|zsh|sh|java|node|dockerd|containerd|filebeat|vector|fluent-bit|cloud-init)$/;
const ON_OWN_LOGS = new Set<FileEvent['action']>(['delete', 'rename']);
const LOG_REMOVED: Act = {
  family: 'log-removed', category: 'log-tampering', severity: 'high', attack: { tactic: 'defense-evasion', technique: 'T1070.002' },
  did: 'removed log files', benign: 'An administrator making room on a full disk; rotation keeps old copies instead.',
};
const SETUID: Act = {
  family: 'setuid', category: 'privilege-escalation', severity: 'medium', attack: { tactic: 'privilege-escalation', technique: 'T1548.001' },
  did: 'gave a program the rights of its owner', benign: 'A package or build step that needs it.',
};

/** What a change of a file tells; null where it tells nothing. Files of shares are somebody's own business. */
export function plantedAct(event: FileEvent): Act | null {
  const { target, executable } = event;
  if (event.outcome === 'failure' || event.source !== null || target === null) return null;
  const own = executable !== null && OWN_TOOLS.test(executable);
  return (own ? null : rightsAct(event, target) ?? placeAct(event, target)) ?? logAct(event, target);
}

const rightsAct = ({ suspicious, action }: FileEvent, target: string): Act | null => {
  if (!suspicious || action !== 'permission') return null;
  return /^\/(?:tmp|var\/tmp|dev\/shm|home|root)\//.test(target) ? { ...SETUID, severity: 'high' } : SETUID;
};

function placeAct({ action, newPath }: FileEvent, target: string): Act | null {
  if (!WRITES.has(action)) return null;
  const written = action === 'rename' ? newPath ?? target : target;
  return PLACES.find(({ path }) => path.test(written))?.act ?? null;
}

const logAct = ({ action, executable }: FileEvent, target: string): Act | null =>
  (ON_OWN_LOGS.has(action) && LOG.test(target) && executable !== null && !LOG_TOOLS.test(executable) ? LOG_REMOVED : null);
