// Writes fixtures/demo: one night on an invented host. Seeded, so that it comes out the same every time.
import { writeFileSync, utimesSync } from 'node:fs';

let seed = 20_260_303;
const random = () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
const pick = (items) => items[Math.floor(random() * items.length)];
const DAY = Date.UTC(2026, 2, 3);
const at = (clock) => {
  const [hour, minute, second] = clock.split(':').map(Number);
  return DAY + ((hour * 60 + minute) * 60 + second) * 1_000;
};
const stamp = (time) => {
  const date = new Date(time);
  return `Mar ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)}`;
};

const auth = [];
const say = (time, text) => auth.push({ time, text: `${stamp(time)} web7 ${text}` });
let pid = 700;
const failed = (time, source, user, known) => {
  pid += 1;
  const port = 30_000 + Math.floor(random() * 30_000);
  if (!known) say(time - 300, `sshd[${pid}]: Invalid user ${user} from ${source} port ${port}`);
  say(time, `sshd[${pid}]: Failed password for ${known ? '' : 'invalid user '}${user} from ${source} port ${port} ssh2`);
  if (random() < 0.5) say(time + 900, `sshd[${pid}]: Connection closed by ${known ? 'authenticating' : 'invalid'} user ${user} ${source} port ${port} [preauth]`);
};
const keyLogin = (time, source, user) => {
  pid += 1;
  const port = 40_000 + Math.floor(random() * 20_000);
  say(time, `sshd[${pid}]: Accepted publickey for ${user} from ${source} port ${port} ssh2: ED25519 SHA256:Zk3Jq0Y5p1Rr7uQ2v9Wc4Xb8Td6Nf1Hs3Gm5La7Ke0`);
  say(time, `sshd[${pid}]: pam_unix(sshd:session): session opened for user ${user}(uid=1001) by ${user}(uid=0)`);
  say(time + 240_000, `sshd[${pid}]: pam_unix(sshd:session): session closed for user ${user}`);
};

for (let time = at('04:12:07'); time < at('09:40:00'); time += 300_000) {
  pid += 1;
  say(time, `CRON[${pid}]: pam_unix(cron:session): session opened for user root(uid=0) by root(uid=0)`);
  say(time + 1_000, `CRON[${pid}]: pam_unix(cron:session): session closed for user root`);
}
for (let n = 0; n < 13; n += 1) keyLogin(at('04:20:00') + n * 1_380_000, '198.51.100.4', 'deploy');
const names = ['admin', 'test', 'oracle', 'ubuntu', 'postgres', 'git', 'pi', 'ftpuser'];
for (const [source, tries] of [['192.0.2.77', 41], ['198.51.100.201', 17], ['203.0.113.140', 23], ['192.0.2.18', 9]]) {
  let time = at('04:30:00') + Math.floor(random() * 12_000) * 1_000;
  for (let n = 0; n < tries; n += 1) failed(time += 2_000 + Math.floor(random() * 20_000), source, pick(names), false);
}
let time = at('06:58:02');
for (let n = 0; n < 286; n += 1) {
  failed(time, '203.0.113.9', n < 190 ? 'root' : 'deploy', true);
  time += Math.floor((at('07:41:05') - at('06:58:02')) / 286);
}
pid += 1;
const breach = pid;
say(at('07:41:10'), `sshd[${breach}]: Accepted password for deploy from 203.0.113.9 port 51122 ssh2`);
say(at('07:41:10') + 1, `sshd[${breach}]: pam_unix(sshd:session): session opened for user deploy(uid=1001) by deploy(uid=0)`);
say(at('07:41:25'), 'sudo:   deploy : TTY=pts/0 ; PWD=/home/deploy ; USER=root ; COMMAND=/bin/bash');
say(at('07:41:25') + 1, 'sudo: pam_unix(sudo:session): session opened for user root(uid=0) by deploy(uid=1001)');
say(at('07:43:02'), 'useradd[955]: new user: name=support, UID=0, GID=0, home=/home/support, shell=/bin/bash, from=/dev/pts/0');
say(at('07:43:20'), 'passwd[961]: pam_unix(passwd:chauthtok): password changed for support');
say(at('08:02:44'), `sshd[${breach}]: pam_unix(sshd:session): session closed for user deploy`);
say(at('08:02:44') + 1, 'sudo: pam_unix(sudo:session): session closed for user root');

const web = [];
const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
const hit = (when, source, request, [status, bytes, agent = browser]) => {
  const date = new Date(when).toISOString();
  web.push({ time: when, text: `${source} - - [03/Mar/2026:${date.slice(11, 19)} +0000] "${request}" ${status} ${bytes} "-" "${agent}"` });
};
const pages = ['/', '/about', '/products', '/products/12', '/assets/site.css', '/assets/app.js', '/contact'];
for (let n = 0; n < 220; n += 1) {
  hit(at('04:12:00') + Math.floor(random() * 19_000) * 1_000, `198.51.100.${20 + Math.floor(random() * 60)}`, `GET ${pick(pages)} HTTP/1.1`, [200, 2_000 + Math.floor(random() * 9_000)]);
}
const probes = ['/.env', '/.git/config', '/wp-login.php', '/admin/', '/phpmyadmin/', '/backup.zip', '/server-status', '/cgi-bin/test.cgi', '/config.php.bak', '/.aws/credentials', '/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php', '/actuator/env', '/console', '/solr/admin/info', '/manager/html', '/boaform/admin/formLogin'];
probes.forEach((path, n) => hit(at('06:40:00') + n * 1_500, '203.0.113.9', `GET ${path} HTTP/1.1`, [404, 162, 'curl/8.5.0']));

const write = (name, lines) => {
  const text = lines.sort((a, b) => a.time - b.time).map(({ text: line }) => `${line}\n`).join('');
  writeFileSync(new URL(`../fixtures/demo/${name}`, import.meta.url), text);
  utimesSync(new URL(`../fixtures/demo/${name}`, import.meta.url), new Date(), new Date(DAY + 86_400_000));
};
write('auth.log', auth);
write('access.log', web);
