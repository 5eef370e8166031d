import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openMasker } from '../../src/domain/masker.ts';
import type { Ran } from '../support/run-soc.ts';
import { folderForAll, installSoc } from '../support/run-soc.ts';
import { takeoverLog } from '../support/small-logs.ts';

const soc = installSoc();
const folder = folderForAll();

const TYPED = 'kX9#vlQ2mZ!w';
const TYPED_AND_USED = 'Tr0ub4dor&3xyz';
/** Ten kinds of secrets, each planted where it is found in the field. */
const SECRETS = {
  'a password typed as a user name': TYPED,
  'a password typed as a user name that got in': TYPED_AND_USED,
  'a password in a query': 'hunter2hunter2',
  'a token in a query': 'f00dfeed8badf00d1234',
  'a JSON web token': 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
  'an access key id': 'AKIAIOSFODNN7ABCDEFG',
  'a password in a URL': 'sup3rs3cr3tpw',
  'a password in an argument': 'mysqlpw99zz',
  'a header in an argument': 'abcdef0123456789abcdef',
  'a password piped to sudo': 'chpw77secretz',
} as const;

const planted = (): string => [
  takeoverLog(TYPED_AND_USED, `/usr/bin/mysql -u root -p${SECRETS['a password in an argument']} shop`),
  ...Array.from({ length: 12 }, (_, at) =>
    `Mar  3 02:00:${String(at + 10)} web7 sshd[${700 + at}]: Failed password for invalid user ${TYPED} from 203.0.113.50 port ${50_000 + at} ssh2\n`),
  `Mar  3 02:10:00 web7 sudo:   anna : TTY=pts/0 ; PWD=/home/anna ; USER=root ; COMMAND=/usr/bin/curl -H 'Authorization: Bearer ${SECRETS['a header in an argument']}' https://bob:${SECRETS['a password in a URL']}@example.org/\n`,
  `Mar  3 02:11:00 web7 sudo:   anna : TTY=pts/0 ; PWD=/home/anna ; USER=root ; COMMAND=/bin/sh -c echo ${SECRETS['a password piped to sudo']} | sudo -S id\n`,
].join('');

const request = (second: number, target: string): string =>
  `203.0.113.50 - - [03/Mar/2026:02:20:${String(second).padStart(2, '0')} +0000] "GET ${target} HTTP/1.1" 200 512 "-" "sqlmap/1.7"\n`;
const plantedWeb = (): string => [
  request(1, `/login.php?user=a&password=${SECRETS['a password in a query']}&x=../../../../etc/passwd`),
  request(2, `/api/v1?token=${SECRETS['a token in a query']}&id=1%20union%20select%201,2,3`),
  request(3, `/cb?state=1&jwt=${SECRETS['a JSON web token']}&id=1%20union%20select%201,2,3`),
  request(4, `/s3?X=${SECRETS['an access key id']}&f=../../../../etc/passwd`),
  ...Array.from({ length: 30 }, (_, at) => request(5 + at, `/admin${at}.php?id=1%27%20or%201=1--&token=${SECRETS['a token in a query']}`)),
].join('');

const veil = (secret: string): string => `‹secret:${createHash('sha256').update(secret).digest('hex').slice(0, 8)}›`;

describe('secrets in a log', () => {
  const shown = new Map<string, Ran>();
  beforeAll(async () => {
    const home = join(folder, 'home');
    const [auth, access] = [join(folder, 'auth.log'), join(folder, 'access.log')];
    writeFileSync(auth, planted());
    writeFileSync(access, plantedWeb());
    const faces: readonly (readonly string[])[] = [
      ['triage', auth, access], ['triage', auth, access, '--format', 'ndjson'], ['triage', auth, access, '--format', 'json'],
      ['triage', auth, access, '--format', 'md'], ['triage', auth, access, '--format', 'html'], ['parse', auth, access],
      ['replay', 'last', '--speed', '1000'], ['replay', 'last', '--speed', '1000', '--json'],
      ['sessions'], ['sessions', '--json'], ['sessions', 'show', 'last'],
      ['incidents'], ['incidents', '--json'], ['incidents', 'show', 'I1'], ['knowledge', 'show', '--json'], ['verify', 'last', '--json'],
      ['report', 'last', '--audience', 'executive'], ['report', 'last', '--format', 'json'],
      ['ask', 'last', 'what did 203.0.113.50 do'], ['ask', 'last', 'who logged in after failing'], ['ask', 'last', 'why is F1 high'],
      ['ask', 'last', `timeline of user ${TYPED_AND_USED}`], ['ask', 'last', 'what speaks against it'], ['sessions', 'export', 'last'],
    ];
    for (const args of faces) shown.set(args.join(' ').replaceAll(`${folder}/`, ''), await soc.run(args, { home }));
  }, 120_000);

  it.each(Object.entries(SECRETS))('%s stands in no face', (_kind, secret) => {
    const leaks = [...shown].filter(([face, { out, err }]) => !face.startsWith('sessions export') && (out + err).includes(secret)).map(([face]) => face);
    expect(leaks).toEqual([]);
  });

  it('are linked by the beginning of their hash', () => {
    expect(shown.get('triage auth.log access.log --format json')?.out).toContain(veil(TYPED_AND_USED));
    expect(shown.get('parse auth.log access.log')?.out).toContain(veil(TYPED));
  });

  it('are kept raw in the export, which proves the chain', () => {
    expect(shown.get('sessions export last')?.out).toContain(TYPED_AND_USED);
  });

  it('do not hide the story', () => {
    expect(shown.get('triage auth.log access.log')?.out.startsWith('BREACHED')).toBe(true);
    expect([...shown.values()].map(({ code }) => code)).not.toContain(70);
  });
});

describe('a masker', () => {
  it('masks a typed password wherever it stands, once it was seen as a user name', () => {
    const masker = openMasker();
    expect(masker.text(`Invalid user ${TYPED} from 203.0.113.5`)).toBe(`Invalid user ${veil(TYPED)} from 203.0.113.5`);
    expect(masker.text(`the account "${TYPED}".`)).toBe(`the account "${veil(TYPED)}".`);
  });

  it('learns names of the same value first', () => {
    expect(openMasker().deep({ title: `Login of ${TYPED}`, users: [TYPED] })).toEqual({ title: `Login of ${veil(TYPED)}`, users: [veil(TYPED)] });
  });

  it('leaves names, hashes, times and maps as they are', () => {
    const value = { user: 'JSmith01', at: 17, sha256: 'ab'.repeat(32), none: null, map: new Map([['E1', { text: 'for root from 192.0.2.1' }]]) };
    expect(openMasker().deep(value)).toEqual(value);
  });

  it('changes nothing when it masks what it masked', () => {
    const text = `Failed password for invalid user ${TYPED} from 203.0.113.5 /x?token=f00dfeed8badf00d1234`;
    const once = openMasker().text(text);
    expect(openMasker().text(once)).toBe(once);
  });
});
