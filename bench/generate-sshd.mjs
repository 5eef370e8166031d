// Writes a seeded auth log of sshd records in a realistic mix: node bench/generate-sshd.mjs LINES FILE
// Guessing sources of very different diligence, keys and passwords of people, scanners that only connect.
import { closeSync, openSync, writeSync } from 'node:fs';

const [lines = '1000000', file = 'ssh.log'] = process.argv.slice(2);
let seed = 42;
const random = () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};
const int = (most) => Math.floor(random() * most);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const USERS = ['root', 'admin', 'test', 'oracle', 'ubuntu', 'postgres', 'git', 'pi', 'ftpuser', 'user', 'guest', 'www-data'];
// A few sources are diligent and most try now and then.
const sources = Array.from({ length: 4_000 }, () => `${1 + int(223)}.${int(256)}.${int(256)}.${1 + int(254)}`);
const source = () => sources[Math.floor(random() ** 3 * sources.length)];

const handle = openSync(file, 'w');
let time = Date.UTC(2026, 0, 5);
let pid = 1_000;
let buffer = '';
let written = 0;
const stampOf = () => {
  const date = new Date(time);
  return `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)}`;
};
const say = (text) => {
  if (written >= Number(lines)) return;
  buffer += `${stampOf()} web7 sshd[${pid}]: ${text}\n`;
  written += 1;
  if (buffer.length > 1 << 20) {
    writeSync(handle, buffer);
    buffer = '';
  }
};
const guess = () => {
  const [from, port, user] = [source(), 1_024 + int(60_000), USERS[int(USERS.length)]];
  const known = user === 'root' || user === 'www-data';
  if (!known) {
    say(`Invalid user ${user} from ${from} port ${port}`);
    say('pam_unix(sshd:auth): check pass; user unknown');
  }
  say(`pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${from} ${known ? ` user=${user}` : ''}`);
  time += 1_000 + int(1_500);
  say(`Failed password for ${known ? '' : 'invalid user '}${user} from ${from} port ${port} ssh2`);
  if (random() < 0.4) say(`Received disconnect from ${from} port ${port}:11: Bye Bye [preauth]`);
  say(`${random() < 0.5 ? 'Disconnected from' : 'Connection closed by'} ${known ? 'authenticating' : 'invalid'} user ${user} ${from} port ${port} [preauth]`);
};
const probe = () => {
  const [from, port] = [source(), 1_024 + int(60_000)];
  say(`Did not receive identification string from ${from} port ${port}`);
};
const login = () => {
  const [user, from, port] = [`dev${int(12)}`, `198.51.100.${10 + int(12)}`, 1_024 + int(60_000)];
  say(`Accepted publickey for ${user} from ${from} port ${port} ssh2: ED25519 SHA256:Zk3Jq0Y5p1Rr7uQ2v9Wc4Xb8Td6Nf1Hs3Gm5La7Ke0`);
  say(`pam_unix(sshd:session): session opened for user ${user}(uid=1001) by ${user}(uid=0)`);
  time += int(20_000);
  say(`Received disconnect from ${from} port ${port}:11: disconnected by user`);
  say(`pam_unix(sshd:session): session closed for user ${user}`);
};
while (written < Number(lines)) {
  pid = 1_000 + ((pid - 999) % 60_000);
  time += int(9_000);
  const draw = random();
  if (draw < 0.85) guess();
  else if (draw < 0.92) probe();
  else login();
}
writeSync(handle, buffer);
closeSync(handle);
