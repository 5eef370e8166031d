// Writes fixtures/nights: five nights that only look bad, on invented hosts. Seeded, so that they come out the same every time.
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

let seed = 20_260_914;
const random = () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
const between = (low, high) => low + Math.floor(random() * (high - low));
const DAY = Date.UTC(2026, 8, 14);
const at = (clock) => {
  const [hour, minute, second = 0] = clock.split(':').map(Number);
  return DAY + ((hour * 60 + minute) * 60 + second) * 1_000;
};
const stamp = (time) => {
  const date = new Date(time);
  return `Sep ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)}`;
};
const clf = (time) => {
  const text = new Date(time).toISOString();
  return `${text.slice(8, 10)}/Sep/2026:${text.slice(11, 19)} +0000`;
};

/** One log of a night: lines are sorted by time when it is written. */
function openLog(host) {
  const lines = [];
  let pid = 700;
  return {
    lines,
    say: (time, text) => lines.push({ time, text: `${stamp(time)} ${host} ${text}` }),
    raw: (time, text) => lines.push({ time, text }),
    pid: () => (pid += 1),
  };
}

function keyLogin(log, time, source, user, lasting = 40_000) {
  const pid = log.pid();
  const uid = user === 'root' ? 0 : 1001;
  log.say(time, `sshd[${pid}]: Accepted publickey for ${user} from ${source} port ${between(30_000, 60_000)} ssh2: ED25519 SHA256:Hq7vT2mKx0c9Lw4Rb8Zs6Yd1Nf3Jg5Pa0Ue2Iy4Ot6M`);
  log.say(time + 20, `sshd[${pid}]: pam_unix(sshd:session): session opened for user ${user}(uid=${uid}) by ${user}(uid=0)`);
  log.say(time + lasting, `sshd[${pid}]: Received disconnect from ${source} port 40112:11: disconnected by user`);
  log.say(time + lasting + 20, `sshd[${pid}]: pam_unix(sshd:session): session closed for user ${user}`);
}

function wrongPassword(log, time, source, user) {
  const pid = log.pid();
  log.say(time - 900, `sshd[${pid}]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${source}  user=${user}`);
  log.say(time, `sshd[${pid}]: Failed password for ${user} from ${source} port ${between(30_000, 60_000)} ssh2`);
  return pid;
}

function rightPassword(log, time, source, user, pid = log.pid()) {
  log.say(time, `sshd[${pid}]: Accepted password for ${user} from ${source} port ${between(30_000, 60_000)} ssh2`);
  log.say(time + 20, `sshd[${pid}]: pam_unix(sshd:session): session opened for user ${user}(uid=1004) by ${user}(uid=0)`);
  log.say(time + 3_600_000, `sshd[${pid}]: pam_unix(sshd:session): session closed for user ${user}`);
}

function cron(log, from, to) {
  for (let time = from; time < to; time += 600_000) {
    const pid = log.pid();
    log.say(time, `CRON[${pid}]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)`);
    log.say(time + 40, `CRON[${pid + 1}]: (root) CMD (test -x /usr/sbin/anacron || run-parts --report /etc/cron.hourly)`);
    log.say(time + 900, `CRON[${pid}]: pam_unix(cron:session): session closed for user root`);
  }
}

function sudo(log, time, user, command) {
  log.say(time, `sudo: ${user.padStart(8)} : PWD=/home/${user} ; USER=root ; COMMAND=${command}`);
  log.say(time + 10, `sudo: pam_unix(sudo:session): session opened for user root(uid=0) by (uid=1001)`);
  log.say(time + 1_500, 'sudo: pam_unix(sudo:session): session closed for user root');
}

const web = (log, time, source, [method, uri, status, bytes, agent]) =>
  log.raw(time, `${source} - - [${clf(time)}] "${method} ${uri} HTTP/1.1" ${status} ${bytes} "-" "${agent}"`);

/** A run of configuration management: root by key from one host, sudo for everything, packages that add users and units. */
function configurationManagement() {
  const auth = openLog('app3');
  const syslog = openLog('app3');
  const dpkg = openLog('app3');
  cron(auth, at('00:05'), at('06:00'));
  for (let run = 0; run < 12; run += 1) {
    const start = at('00:12') + run * 1_800_000;
    for (let task = 0; task < 9; task += 1) keyLogin(auth, start + task * 4_000, '10.4.0.10', 'root', 3_000);
    keyLogin(auth, start + 60_000, '10.4.0.10', 'ansible', 90_000);
    for (let task = 0; task < 14; task += 1) {
      const key = 'abcdefghijklmnopqrstuvwxyz'.slice(task, task + 12).padEnd(12, 'q');
      sudo(auth, start + 61_000 + task * 3_000, 'ansible', `/bin/sh -c 'echo BECOME-SUCCESS-${key} ; /usr/bin/python3 /home/ansible/.ansible/tmp/ansible-tmp-${1_789_344_000 + run}.${task}-44-${between(1e6, 9e6)}/AnsiballZ_${['copy', 'apt', 'user', 'systemd', 'template'][task % 5]}.py'`);
    }
  }
  const install = at('02:14');
  for (const [n, name] of ['redis-server', 'prometheus-node-exporter', 'chrony', 'postfix'].entries()) {
    const time = install + n * 20_000;
    const user = ['redis', 'prometheus', '_chrony', 'postfix'][n];
    const day = '2026-09-14';
    dpkg.raw(time, `${day} ${new Date(time).toISOString().slice(11, 19)} install ${name}:amd64 <none> 5:7.0.15-1`);
    dpkg.raw(time + 3_000, `${day} ${new Date(time + 3_000).toISOString().slice(11, 19)} configure ${name}:amd64 5:7.0.15-1 <none>`);
    auth.say(time + 4_000, `groupadd[${auth.pid()}]: group added to /etc/group: name=${user}, GID=${120 + n}`);
    auth.say(time + 4_200, `useradd[${auth.pid()}]: new user: name=${user}, UID=${110 + n}, GID=${120 + n}, home=/var/lib/${user}, shell=/usr/sbin/nologin, from=none`);
    auth.say(time + 4_300, `chage[${auth.pid()}]: changed password expiry for ${user}`);
    syslog.say(time + 5_000, 'systemd[1]: Reloading.');
    syslog.say(time + 6_000, `systemd[1]: Started ${name}.service - ${name}.`);
  }
  return { 'auth.log': auth, 'syslog': syslog, 'dpkg.log': dpkg };
}

/** First boot of a cloud host: host keys, the first user with sudo, its key, growing disks, all within two minutes. */
function firstBoot() {
  const auth = openLog('ip-10-7-1-23');
  const syslog = openLog('ip-10-7-1-23');
  const boot = at('03:00:10');
  syslog.say(boot, 'kernel: [    0.000000] Linux version 6.8.0-31-generic (buildd@lcy02) (gcc 13.2.0)');
  syslog.say(boot + 1_000, 'systemd[1]: Detected virtualization kvm.');
  syslog.say(boot + 2_000, 'systemd[1]: Initializing machine ID from random generator.');
  syslog.say(boot + 8_000, 'cloud-init[561]: Cloud-init v. 24.1.3-0ubuntu3 running \'init\' at Mon, 14 Sep 2026 03:00:18 +0000. Up 8.11 seconds.');
  syslog.say(boot + 9_000, 'cloud-init[561]: Generating public/private rsa key pair.');
  for (const kind of ['rsa', 'ecdsa', 'ed25519']) {
    syslog.say(boot + 9_500, `cloud-init[561]: Your identification has been saved in /etc/ssh/ssh_host_${kind}_key`);
    syslog.say(boot + 9_600, 'cloud-init[561]: The key fingerprint is: SHA256:b1Lw8Qd0Nn5yX3pV7kZc2Rj9Ta6Ms4Hf1Ue0Gi3Oq8E root@ip-10-7-1-23');
  }
  auth.say(boot + 10_000, 'groupadd[602]: group added to /etc/group: name=ubuntu, GID=1000');
  auth.say(boot + 10_100, 'useradd[608]: new user: name=ubuntu, UID=1000, GID=1000, home=/home/ubuntu, shell=/bin/bash, from=none');
  for (const group of ['adm', 'cdrom', 'sudo', 'dip', 'lxd']) {
    auth.say(boot + 10_200, `useradd[608]: add 'ubuntu' to group '${group}'`);
    auth.say(boot + 10_210, `useradd[608]: add 'ubuntu' to shadow group '${group}'`);
  }
  auth.say(boot + 10_800, 'passwd[615]: password for \'ubuntu\' changed by \'root\'');
  syslog.say(boot + 11_000, 'systemd[1]: Started ssh.service - OpenBSD Secure Shell server.');
  auth.say(boot + 11_100, 'sshd[702]: Server listening on 0.0.0.0 port 22.');
  auth.say(boot + 11_200, 'systemd-logind[650]: New seat seat0.');
  syslog.say(boot + 30_000, 'systemd[1]: Reached target cloud-init.target - Cloud-init target.');
  keyLogin(auth, boot + 95_000, '198.51.100.40', 'ubuntu', 600_000);
  sudo(auth, boot + 130_000, 'ubuntu', '/usr/bin/apt-get update');
  sudo(auth, boot + 170_000, 'ubuntu', '/usr/bin/apt-get -y upgrade');
  cron(auth, at('03:10'), at('05:00'));
  return { 'auth.log': auth, 'syslog': syslog };
}

/** A night of patches: packages, restarts, a reboot with a gap, a clock that steps, logs that rotate. */
function patchNight() {
  const auth = openLog('db2');
  const syslog = openLog('db2');
  cron(auth, at('00:00'), at('02:30'));
  cron(auth, at('02:52'), at('06:00'));
  for (let time = at('00:00'); time < at('06:00'); time += 120_000) {
    if (time > at('02:31') && time < at('02:47')) continue;
    syslog.say(time, `systemd[1]: Started session-${Math.floor(time / 120_000) % 9_000}.scope - Session of User root.`);
  }
  keyLogin(auth, at('02:00:11'), '10.4.0.15', 'ops', 1_700_000);
  sudo(auth, at('02:01:02'), 'ops', '/usr/bin/apt-get -y dist-upgrade');
  sudo(auth, at('02:28:40'), 'ops', '/usr/bin/systemctl restart postgresql');
  sudo(auth, at('02:30:10'), 'ops', '/usr/sbin/reboot');
  for (const [n, unit] of ['postgresql@16-main', 'ssh', 'cron', 'rsyslog'].entries()) {
    syslog.say(at('02:20') + n * 3_000, `systemd[1]: Stopping ${unit}.service...`);
    syslog.say(at('02:20') + n * 3_000 + 900, `systemd[1]: ${unit}.service: Deactivated successfully.`);
    syslog.say(at('02:20') + n * 3_000 + 1_500, `systemd[1]: Started ${unit}.service.`);
  }
  syslog.say(at('02:30:12'), 'systemd-logind[611]: The system will reboot now!');
  syslog.say(at('02:30:14'), 'systemd[1]: Reached target shutdown.target - System Shutdown.');
  syslog.say(at('02:30:15'), 'rsyslogd: [origin software="rsyslogd" swVersion="8.2312.0" x-pid="588" x-info="https://www.rsyslog.com"] exiting on signal 15.');
  auth.say(at('02:30:14'), 'sshd[699]: Received signal 15; terminating.');
  syslog.say(at('02:47:02'), 'rsyslogd: [origin software="rsyslogd" swVersion="8.2312.0" x-pid="590" x-info="https://www.rsyslog.com"] start');
  syslog.say(at('02:47:02'), 'kernel: [    0.000000] Linux version 6.8.0-35-generic (buildd@lcy02) (gcc 13.2.0)');
  syslog.say(at('02:47:20'), 'systemd-timesyncd[512]: Contacted time server 10.4.0.2:123 (ntp.example.net).');
  syslog.say(at('02:47:31'), 'chronyd[640]: System clock was stepped by 41.203718 seconds');
  auth.say(at('02:47:40'), 'sshd[702]: Server listening on 0.0.0.0 port 22.');
  syslog.say(at('04:00:01'), 'systemd[1]: Starting logrotate.service - Rotate log files...');
  syslog.say(at('04:00:02'), 'rsyslogd: [origin software="rsyslogd" swVersion="8.2312.0" x-pid="590" x-info="https://www.rsyslog.com"] rsyslogd was HUPed');
  syslog.say(at('04:00:03'), 'systemd[1]: logrotate.service: Deactivated successfully.');
  return { 'auth.log': auth, 'syslog': syslog };
}

/** A person: typing errors from her usual place, a forgotten password that the desk sets anew, a laptop on changing networks. */
function person() {
  const auth = openLog('shell1');
  cron(auth, at('00:00'), at('23:00'));
  for (let day = -6; day < 0; day += 1) rightPassword(auth, at('08:10') + day * 86_400_000 + between(0, 900) * 1_000, '198.51.100.61', 'mira');
  const typing = wrongPassword(auth, at('08:02:10'), '198.51.100.61', 'mira');
  auth.say(at('08:02:17'), `sshd[${typing}]: Failed password for mira from 198.51.100.61 port 51514 ssh2`);
  rightPassword(auth, at('08:02:29'), '198.51.100.61', 'mira', typing);
  sudo(auth, at('08:10:00'), 'mira', '/usr/bin/less /var/log/syslog');
  auth.say(at('08:20:03'), 'sudo: pam_unix(sudo:auth): authentication failure; logname=mira uid=1004 euid=0 tty=/dev/pts/1 ruser=mira rhost=  user=mira');
  sudo(auth, at('08:20:11'), 'mira', '/usr/bin/systemctl status nginx');
  for (let day = -5; day < 0; day += 1) rightPassword(auth, at('09:00') + day * 86_400_000 + between(0, 900) * 1_000, '198.51.100.77', 'jonas');
  for (const clock of ['09:01:00', '09:01:20', '09:01:44', '09:03:02']) wrongPassword(auth, at(clock), '198.51.100.77', 'jonas');
  keyLogin(auth, at('09:11:00'), '10.4.0.21', 'desk', 300_000);
  sudo(auth, at('09:11:30'), 'desk', '/usr/bin/passwd jonas');
  auth.say(at('09:11:52'), 'passwd[2201]: pam_unix(passwd:chauthtok): password changed for jonas');
  rightPassword(auth, at('09:14:20'), '198.51.100.77', 'jonas');
  // Home, train, office, all through the VPN of the company and its three gateways.
  for (const [n, source] of ['198.51.100.90', '198.51.100.91', '198.51.100.92', '198.51.100.90', '198.51.100.92'].entries()) {
    for (let day = -4; day <= 0; day += 1) keyLogin(auth, at('10:00') + n * 5_400_000 + day * 86_400_000, source, 'lea', 1_200_000);
  }
  return { 'auth.log': auth };
}

const HEALTH = 'ELB-HealthChecker/2.0';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';

/** A backup that reads, renames and ships thousands of files, a scanner the owner ordered, probes, a site that says 200 to all. */
function backupAndScan() {
  const auth = openLog('file1');
  const access = openLog('web4');
  const shares = openLog('file1');
  cron(auth, at('00:00'), at('06:00'));
  keyLogin(auth, at('01:00:00'), '10.4.0.30', 'backup', 5_400_000);
  sudo(auth, at('01:00:04'), 'backup', '/usr/bin/rsync --server --sender -logDtpre.iLsfxCIvu . /srv/files');
  for (let n = 0; n < 2_000; n += 1) {
    const time = at('01:01') + n * 1_500;
    const file = `projects/p${n % 40}/report-${n}.odt`;
    shares.say(time, `smbd_audit[${2_100}]: backup|10.4.0.30|bk1|files|${n % 2 === 0 ? `pread_send|ok|${file}` : `renameat|ok|${file}.part|${file}`}`);
  }
  for (let time = at('00:00'); time < at('06:00'); time += 15_000) {
    web(access, time, '10.9.0.11', ['GET', '/healthz', 200, 5120, HEALTH]);
  }
  const pages = ['/', '/orders', '/orders/118', '/profile', '/assets/app.js', '/api/session', '/search?q=garden%20chair'];
  for (let n = 0; n < 900; n += 1) {
    web(access, at('00:00') + n * 24_000, `198.51.100.${between(100, 180)}`, ['GET', pages[between(0, pages.length)], 200, 5120, BROWSER]);
  }
  const probes = ['/.env', '/.git/config', '/wp-login.php', '/phpmyadmin/', '/admin', '/server-status', '/../../etc/passwd', '/?id=1%27%20or%201=1--',
    '/cgi-bin/test.sh', '/backup.zip', '/?q=%3Cscript%3Ealert(1)%3C/script%3E', '/actuator/env', '/shell.php'];
  for (let n = 0; n < 1_500; n += 1) {
    const path = n % 3 === 0 ? probes[n % probes.length] : `/dir${n}/index.php`;
    web(access, at('02:00') + n * 600, '192.0.2.50', ['GET', path, 200, 5120, 'Mozilla/5.0 (compatible; OwnersScanner/4.2)']);
  }
  return { 'auth.log': auth, 'access.log': access, 'shares.log': shares };
}

const CONTEXT = `# What the owner knows and no log can tell.
scanners:
  - name: quarterly scan
    places: [192.0.2.50]
    until: 2026-12-31
    why: ordered by the owner
`;

const NIGHTS = {
  'a-configuration-management': configurationManagement(), 'b-first-boot': firstBoot(), 'c-patch-night': patchNight(),
  'd-person': person(), 'e-backup-and-scan': backupAndScan(),
};
const root = new URL('../fixtures/nights/', import.meta.url).pathname;
for (const [night, logs] of Object.entries(NIGHTS)) {
  mkdirSync(join(root, night), { recursive: true });
  for (const [name, { lines }] of Object.entries(logs)) {
    const path = join(root, night, name);
    const sorted = lines.map((line, n) => ({ ...line, n })).sort((a, b) => a.time - b.time || a.n - b.n);
    writeFileSync(path, `${sorted.map(({ text }) => text).join('\n')}\n`);
    const last = new Date((sorted.at(-1)?.time ?? DAY) + 1_000);
    utimesSync(path, last, last);
  }
}
writeFileSync(join(root, 'context.yaml'), CONTEXT);
