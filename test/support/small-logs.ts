const stamp = (seconds: number): string => new Date(Date.UTC(2026, 2, 3, 1, 0, seconds)).toISOString().slice(11, 19);
const at = (seconds: number, text: string): string => `Mar  3 ${stamp(seconds)} web7 ${text}\n`;

/** A night in which nothing happened. */
export const QUIET_LOG = [
  at(0, 'CRON[311]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)'),
  at(1, 'CRON[311]: pam_unix(cron:session): session closed for user root'),
  at(600, 'sshd[400]: Accepted publickey for anna from 198.51.100.10 port 50122 ssh2: ED25519 SHA256:Zk3Jq0Y5p1Rr7uQ2v9Wc4Xb8Td6Nf1Hs3Gm5La7Ke0'),
  at(600, 'sshd[400]: pam_unix(sshd:session): session opened for user anna(uid=1001) by anna(uid=0)'),
  at(900, 'sshd[400]: pam_unix(sshd:session): session closed for user anna'),
  at(1_200, 'CRON[312]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)'),
  at(1_201, 'CRON[312]: pam_unix(cron:session): session closed for user root'),
].join('');

/** Failed guesses of one source, `users` in turn. */
export function guessingLog(users: readonly string[] = ['root', 'admin', 'test'], tries = 40, from = '203.0.113.50'): string {
  return Array.from({ length: tries }, (_, index) => {
    const user = users[index % users.length] ?? 'root';
    const known = user === 'root' ? '' : 'invalid user ';
    return at(index * 3, `sshd[${600 + index}]: Failed password for ${known}${user} from ${from} port ${40_000 + index} ssh2`);
  }).join('');
}

/** Guesses that end in an accepted login of `user`, who then becomes root by `command`. */
export function takeoverLog(user = 'deploy', command = '/bin/bash', from = '203.0.113.50'): string {
  return guessingLog([user], 60, from)
    + at(200, `sshd[900]: Accepted password for ${user} from ${from} port 50999 ssh2`)
    + at(200, `sshd[900]: pam_unix(sshd:session): session opened for user ${user}(uid=1002) by ${user}(uid=0)`)
    + at(215, `sudo:   ${user} : TTY=pts/0 ; PWD=/home/${user} ; USER=root ; COMMAND=${command}`)
    + at(300, 'useradd[955]: new user: name=support, UID=0, GID=0, home=/home/support, shell=/bin/bash, from=pts/0');
}
