import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PARSERS } from '../../src/detect/parsers/index.ts';
import type { ReadRow } from '../support/scan-text.ts';
import { readText } from '../support/scan-text.ts';
import { describeWithData } from '../support/data.ts';

const FOLDER = new URL('../samples/parsers/', import.meta.url);
const NOTE = '#! ';

type Expected =
  | { readonly event: object } | { readonly events: readonly object[] }
  | { readonly quiet: true } | { readonly unparsed: true };
interface SampleLine {
  readonly at: number;
  readonly text: string;
  readonly expected: Expected;
}

/** Lines of a sample log, each with what its `#! ` line says of it. */
function readSample(name: string): readonly SampleLine[] {
  const lines: SampleLine[] = [];
  let expected: Expected | null = null;
  for (const [index, text] of readFileSync(new URL(name, FOLDER), 'utf8').split('\n').entries()) {
    if (text === '' || text === '#' || text.startsWith('# ')) continue;
    if (text.startsWith(NOTE)) {
      expected = JSON.parse(text.slice(NOTE.length)) as Expected;
      continue;
    }
    if (expected === null) throw new Error(`${name}:${index + 1} says nothing of what is expected`);
    lines.push({ at: index + 1, text, expected });
    expected = null;
  }
  return lines;
}

function check({ expected }: SampleLine, row: ReadRow): void {
  if ('quiet' in expected) expect([row.parsed, row.events]).toEqual(['quiet', []]);
  else if ('unparsed' in expected) expect([typeof row.parsed, row.events]).toEqual(['object', []]);
  else expect([row.parsed, row.events]).toMatchObject(['event', 'event' in expected ? [expected.event] : expected.events]);
}

const samples = readdirSync(FOLDER).filter((name) => name.endsWith('.log')).sort();

describe.each(samples)('%s', (name) => {
  const lines = readSample(name);
  const rows = readText(lines.map(({ text }) => text).join('\n'));

  it.each(lines.map((line, index) => [line.at, line.text.slice(0, 110), line, rows[index]] as const))(
    'line %i: %s', (_at, _text, line, row) => {
      if (!row) throw new Error('the line was not read');
      check(line, row);
    },
  );

  it('shows a benign near-miss and a hostile line', () => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    expect([/^# .*\b(?:benign|near[- ]miss)\b/im.test(text), /^# .*\bhostile\b/im.test(text)]).toEqual([true, true]);
  });

  it('is claimed by the parser it is called after', () => {
    const claimed = rows.flatMap(({ events }) => events.map(({ format }) => format));
    expect(claimed).toContain(name.replace(/\.log$/, ''));
  });
});

describe('parsers', () => {
  it('do not claim the same tag', () => {
    const tags = PARSERS.flatMap(({ programs }) => programs);
    expect(tags).toEqual([...new Set(tags)]);
  });
});

/** What one record says of who tried, in a process that said nothing before. */
const accused = (message: string): readonly (string | null)[] =>
  readText(`Mar  3 04:12:01 web1 ${message}`).flatMap(({ events }) => events.map(({ source }) => source));

describe('a user name that reads like the end of the record', () => {
  const NAMES = [
    'x from 198.51.100.8 port 22', 'x from 198.51.100.8 port 22 ssh2', ' from 198.51.100.8 port 22 ssh2',
    'x from 198.51.100.8', 'from 198.51.100.8 port 22 ssh2 [preauth]', 'x from 198.51.100.8 port 22 ssh1',
    'x from 198.51.100.8 port 22 ssh2 from 198.51.100.9 port 23 ssh2', 'x\\n from 198.51.100.8 port 22 ssh2\\n',
    'root 198.51.100.8 port 22', 'x rhost=198.51.100.8', 'x via 198.51.100.8', 'invalid user x from 198.51.100.8',
    'x from 198.51.100.8 port 22 ssh2: RSA SHA256:AAAAAAAAAAAAAAAAAAAA', 'x not allowed because y',
    'x from 2001:db8::8 port 22 ssh2', 'x [198.51.100.8]', ': 11: Bye', '(198.51.100.8)', '', ' ', '"', '\u202e',
  ];
  const WORDINGS: readonly ((name: string) => string)[] = [
    (name) => `Failed password for invalid user ${name} from 203.0.113.70 port 40022 ssh2`,
    (name) => `Failed password for ${name} from 203.0.113.70 port 40022 ssh2`,
    (name) => `Failed keyboard-interactive/pam for invalid user ${name} from 203.0.113.70 port 40022 ssh2`,
    (name) => `Failed none for invalid user ${name} from 203.0.113.70 port 40022 ssh2`,
    (name) => `Failed publickey for invalid user ${name} from 203.0.113.70 port 40022 ssh2: RSA SHA256:BBBBBBBBBBBBBBBBBBBBBBBB`,
    (name) => `Invalid user ${name} from 203.0.113.70 port 40022`,
    (name) => `Invalid user ${name} from 203.0.113.70`,
    (name) => `Connection closed by invalid user ${name} 203.0.113.70 port 40022 [preauth]`,
    (name) => `Connection reset by authenticating user ${name} 203.0.113.70 port 40022 [preauth]`,
    (name) => `Disconnected from invalid user ${name} 203.0.113.70 port 40022 [preauth]`,
    (name) => `Disconnecting invalid user ${name} 203.0.113.70 port 40022: Too many authentication failures [preauth]`,
    (name) => `error: maximum authentication attempts exceeded for invalid user ${name} from 203.0.113.70 port 40022 ssh2 [preauth]`,
    (name) => `error: PAM: Authentication failure for illegal user ${name} from 203.0.113.70`,
    (name) => `Bad protocol version identification '${name}' from 203.0.113.70 port 40022`,
    (name) => `error: Received disconnect from 203.0.113.70 port 40022:11: ${name} [preauth]`,
    (name) => `message repeated 3 times: [ Failed password for invalid user ${name} from 203.0.113.70 port 40022 ssh2]`,
  ];
  it.each(NAMES)('never accuses the host it names: %j', (name) => {
    const told = WORDINGS.map((wording) => accused(`sshd[4711]: ${wording(name)}`));
    expect(told.filter((sources) => sources.some((source) => source !== '203.0.113.70'))).toEqual([]);
    expect(told.filter((sources) => sources.length === 0)).toEqual([]);
  });

  it('accuses nobody where a key record could end in two places and the process said nothing before', () => {
    const record = 'Failed publickey for invalid user a from 198.51.100.8 port 1 ssh2: RSA-CERT SHA256:AAAAAAAAAAAAAAAAAAAA ID b'
      + ' from 203.0.113.70 port 2 ssh2: RSA-CERT SHA256:BBBBBBBBBBBBBBBBBBBB ID c (serial 1) CA RSA SHA256:CCCCCCCCCCCCCCCCCCCC';
    expect(accused(`sshd[4711]: ${record}`)).toEqual([]);
    const told = readText([
      'Mar  3 04:12:01 web1 sshd[4711]: Connection from 203.0.113.70 port 2 on 192.0.2.1 port 22',
      `Mar  3 04:12:01 web1 sshd[4711]: ${record}`,
    ].join('\n'));
    expect(told.flatMap(({ events }) => events.map(({ source }) => source))).toEqual(['203.0.113.70', '203.0.113.70']);
  });
});

describe('a mixed-up life of process ids', () => {
  it('does not carry a source from one host to another, nor to a later process of the same id', () => {
    const rows = readText([
      'Mar  3 04:12:01 web1 sshd[100]: Invalid user a from 203.0.113.7 port 1',
      'Mar  3 04:12:02 web2 sshd[100]: error: kex_exchange_identification: Connection closed by remote host',
      'Mar  3 04:12:03 web1 sshd[8292]: Invalid user b from 203.0.113.9 port 1',
      'Mar  3 04:12:04 web1 sshd[100]: Disconnecting: Too many authentication failures [preauth]',
    ].join('\n'));
    expect(rows.map(({ events }) => events[0]?.source)).toEqual(['203.0.113.7', null, '203.0.113.9', null]);
  });
});

describe('hostile sizes', () => {
  it.each([
    ['spaces', ' '.repeat(300_000)], ['from', ' from a'.repeat(100_000)], ['ports', ' from 1.1.1.1 port 1'.repeat(50_000)],
    ['rhost', ' rhost=a'.repeat(100_000)], ['brackets', '[('.repeat(200_000)], ['colons', ': '.repeat(200_000)],
    ['quotes', `'"`.repeat(200_000)],
  ])('reads a line of many %s in no time', (_name, filler) => {
    const tags = ['sshd[1]', 'sudo', 'su', 'useradd', 'CRON[1]', 'login', 'kernel', 'systemd[1]', 'rsyslogd', 'chronyd'];
    const heads = ['Failed password for ', 'Failed publickey for invalid user ', 'Invalid user ', 'Disconnecting ', 'error: ',
      'pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser=', 'a : TTY=', '(root) CMD (', 'new user: name='];
    const text = tags.flatMap((tag) => heads.map((head) => `Mar  3 04:12:01 web1 ${tag}: ${head}${filler}`)).join('\n');
    const start = process.hrtime.bigint();
    expect(readText(text)).toHaveLength(tags.length * heads.length);
    expect(Number(process.hrtime.bigint() - start) / 1e9).toBeLessThan(10);
  });
});

describeWithData('loghub/OpenSSH_2k, exactly', (data) => {
  const truth = JSON.parse(readFileSync(`${data}/loghub/OpenSSH_2k.truth.json`, 'utf8')) as {
    failed_attempts_total: number; distinct_source_ips: number; bruteforce_ips_ge5_attempts: Record<string, number>;
    accepted: readonly { line: number; ip: string }[];
  };
  const rows = readText(readFileSync(`${data}/loghub/OpenSSH_2k.log`, 'utf8'));
  const events = rows.flatMap((row) => row.events);
  const attempts = events.flatMap((event) => (event.kind === 'auth' && event.action === 'login' && event.primary ? [event] : []));
  const perSource = new Map<string, number>();
  for (const { outcome, source, count } of attempts) {
    if (outcome !== 'success' && source !== null) perSource.set(source, (perSource.get(source) ?? 0) + count);
  }

  it('counts attempts, sources and logins', () => {
    expect([...perSource.values()].reduce((sum, count) => sum + count, 0)).toBe(truth.failed_attempts_total);
    expect(new Set(events.flatMap(({ source }) => source ?? [])).size).toBe(truth.distinct_source_ips);
    expect(Object.fromEntries([...perSource].filter(([, count]) => count >= 5))).toEqual(truth.bruteforce_ips_ge5_attempts);
    expect(attempts.filter(({ outcome }) => outcome === 'success').map(({ line, source }) => ({ line, ip: source })))
      .toEqual(truth.accepted.map(({ line, ip }) => ({ line, ip })));
    expect(rows.filter(({ parsed }) => typeof parsed !== 'string')).toEqual([]);
  });
});

describeWithData('fail2ban, sshd and PAM', (data) => {
  interface Labelled { readonly filter: string; readonly line: string; readonly match: boolean; readonly host?: string | null }
  const all = readFileSync(`${data}/fail2ban/lines.jsonl`, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Labelled);

  it.each(['sshd', 'sshd-journal', 'pam-generic', 'vsftpd'])('%s names no other host, and counts no line that must not', (filter) => {
    const labelled = all.filter((one) => one.filter === filter);
    const envelope = filter === 'sshd-journal' ? 'Jan  1 00:00:00 ' : '';
    const rows = readText(labelled.map(({ line }) => envelope + line).join('\n'));
    const named = labelled.map((one, index) => ({ ...one, sources: (rows[index]?.events ?? []).flatMap(({ source }) => source ?? []) }));
    expect(named.filter(({ match, host, sources }) => match && host && sources.some((source) => source !== host))).toEqual([]);
    expect(labelled.filter(({ match }, index) => !match && rows[index]?.events.some(({ suspicious }) => suspicious))).toEqual([]);
  });
});
