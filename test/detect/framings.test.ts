import { describe, expect, test } from 'vitest';
import { openDetach } from '../../src/domain/detach.ts';
import type { Framing } from '../../src/detect/framing.ts';
import { container } from '../../src/detect/framings/container.ts';
import { isoSyslog } from '../../src/detect/framings/iso-syslog.ts';
import { journaldJson } from '../../src/detect/framings/journald-json.ts';
import { rfc3164 } from '../../src/detect/framings/rfc3164.ts';
import { rfc5424 } from '../../src/detect/framings/rfc5424.ts';
import { untimed } from '../../src/detect/framings/untimed.ts';
import { openLogClock } from '../../src/detect/log-clock.ts';
import { openRecord, recode } from '../../src/detect/record.ts';
import { isoTime } from '../../src/domain/times.ts';
import { readText } from '../support/scan-text.ts';

type Read = { readonly time: string | null; readonly host: string | null; readonly program: string | null; readonly pid: string | null; readonly message: string };

function read(framing: Framing, ...lines: readonly string[]): Read | null {
  const clock = openLogClock({ zone: 60, how: 'given', offset: 0, anchor: Date.UTC(2026, 5, 1), firstYear: null });
  const run = framing.open(clock, openDetach());
  let last: Read | null = null;
  for (const text of lines) {
    const record = { ...openRecord(0), text, line: 1 };
    recode(record);
    last = run.read(record) ? {
      time: record.time === null ? null : isoTime(record.time), host: record.host, program: record.program, pid: record.pid,
      message: record.text.slice(record.body),
    } : null;
  }
  return last;
}

describe('rfc3164', () => {
  const want = (over: Partial<Read>): Read => ({ time: '2026-03-03T03:12:01Z', host: 'web7', program: 'sshd', pid: '811', message: 'hello', ...over });
  test.each<[string, string, Partial<Read>]>([
    ['the usual form', 'Mar  3 04:12:01 web7 sshd[811]: hello', {}],
    ['a day that is not padded', 'Mar 3 04:12:01 web7 sshd[811]: hello', {}],
    ['a priority before it', '<38>Mar  3 04:12:01 web7 sshd[811]: hello', {}],
    ['a year after the day', 'Mar  3 2025 04:12:01 web7 sshd[811]: hello', { time: '2025-03-03T03:12:01Z' }],
    ['fractions of a second', 'Mar  3 04:12:01.250 web7 sshd[811]: hello', { time: '2026-03-03T03:12:01.250Z' }],
    ['no process id', 'Mar  3 04:12:01 web7 sudo:   deploy : TTY=pts/0', { program: 'sudo', pid: null, message: '  deploy : TTY=pts/0' }],
    ['a path as tag', 'Mar  3 04:12:01 web7 /usr/sbin/CRON[811]: hello', { program: 'cron' }],
    ['a tag with a slash inside', 'Mar  3 04:12:01 web7 postfix/smtpd[811]: hello', { program: 'postfix/smtpd' }],
    ['a facility before the host', 'Mar  3 04:12:01 <auth.info> web7 sshd[811]: hello', {}],
    ['no host', 'Mar  3 04:12:01 sshd: hello', { host: null, pid: null }],
    ['no tag', 'Mar  3 04:12:01 web7 last message repeated 3 times', { program: null, pid: null, message: 'last message repeated 3 times' }],
  ])('%s', (_case, line, over) => {
    expect(read(rfc3164, line)).toEqual(want(over));
  });

  test.each(['Mar 33 04:12:01 web7 sshd: x', 'Foo  3 04:12:01 web7 sshd: x', 'Mar  3 24:12:01 web7 sshd: x', 'aMa  3 04:12:01 web7 sshd: x',
    'Mar  3 04:12:01', '', '<38>', '2026-03-03T04:12:01Z web7 sshd: x'])('is not fooled by %j', (line) => {
    expect(read(rfc3164, line)).toBeNull();
  });

  test('a year passes over New Year, and a late line of December does not set it forward', () => {
    const lines = ['Dec 31 23:59:59 a x: 1', 'Jan  1 00:00:01 a x: 2', 'Dec 31 23:59:58 a x: 3', 'Jan  1 00:00:02 a x: 4'];
    expect(lines.map((_, index) => read(rfc3164, ...lines.slice(0, index + 1))?.time)).toEqual([
      '2025-12-31T22:59:59Z', '2025-12-31T23:00:01Z', '2025-12-31T22:59:58Z', '2025-12-31T23:00:02Z',
    ]);
  });

  test('a second line of another host and tag is not read as the one before', () => {
    expect(read(rfc3164, 'Mar  3 04:12:01 web7 sshd[811]: a', 'Mar  3 04:12:01 web77 sshd-session[9]: b'))
      .toEqual(want({ host: 'web77', program: 'sshd-session', pid: '9', message: 'b' }));
  });
});

describe('iso-syslog', () => {
  test.each<[string, string, string]>([
    ['with a zone', '2026-03-03T04:12:01.5+02:00 web7 sshd[811]: hello', '2026-03-03T02:12:01.500Z'],
    ['in UTC', '2026-03-03T04:12:01Z web7 sshd[811]: hello', '2026-03-03T04:12:01Z'],
    ['without a zone, by that of the log', '2026-03-03T04:12:01 web7 sshd[811]: hello', '2026-03-03T03:12:01Z'],
  ])('%s', (_case, line, time) => {
    expect(read(isoSyslog, line)).toEqual({ time, host: 'web7', program: 'sshd', pid: '811', message: 'hello' });
  });
  test('leaves lines alone that only begin with a time', () => {
    expect(read(isoSyslog, '2026-03-03T04:12:01Z a line without a tag')).toBeNull();
    expect(read(isoSyslog, '2026-13-03T04:12:01Z web7 sshd: x')).toBeNull();
    expect(read(isoSyslog, '2026-03-03T04:12:01Z ACCEPT host=::1 port=1')).toBeNull();
    expect(read(isoSyslog, '2026-03-03T04:12:01Z [main] worker: x')).toBeNull();
  });
});

describe('untimed', () => {
  test.each<[string, string | null]>([['web7 SSHD[811]: hello', 'web7'], ['/usr/sbin/sshd[811]: hello', null]])('%s', (line, host) => {
    expect(read(untimed, line)).toEqual({ time: null, host, program: 'sshd', pid: '811', message: 'hello' });
  });
  test.each(['sshd: hello', '[811]: hello', 'a b sshd[811]: hello', 'sshd[x]: hello', '192.0.2.1 - - [3/Mar/2026'])('is not fooled by %j', (line) => {
    expect(read(untimed, line)).toBeNull();
  });
});

describe('rfc5424', () => {
  test.each<[string, string, string]>([
    ['no structured data', '<38>1 2026-03-03T04:12:01Z web7 sshd 811 - - hello', 'hello'],
    ['structured data with an escaped bracket', '<38>1 2026-03-03T04:12:01Z web7 sshd 811 ID1 [a@1 k="x\\]y \\" z"][b@1 k="v"] hello', 'hello'],
    ['a byte order mark', '<38>1 2026-03-03T04:12:01Z web7 sshd 811 - - \ufeffhello', 'hello'],
  ])('%s', (_case, line, message) => {
    expect(read(rfc5424, line)).toEqual({ time: '2026-03-03T04:12:01Z', host: 'web7', program: 'sshd', pid: '811', message });
  });
  test('structured data that never closes eats the line and nothing else', () => {
    expect(read(rfc5424, '<38>1 - - sshd - - [a="from 8.8.8.8')).toEqual({ time: null, host: null, program: 'sshd', pid: null, message: '' });
  });
});

describe('journald-json', () => {
  test('reads the message, and the fields journald itself wrote', () => {
    const line = JSON.stringify({ __REALTIME_TIMESTAMP: '1772511121500000', MESSAGE: 'hello', SYSLOG_IDENTIFIER: 'SSHD', _PID: '811', _HOSTNAME: 'web7', _COMM: 'logger', _UID: '1000', _TRANSPORT: 'syslog' });
    expect(read(journaldJson, line)).toEqual({ time: '2026-03-03T04:12:01.500Z', host: 'web7', program: 'sshd', pid: '811', message: 'hello' });
  });
  test('a message in bytes, and one that is null', () => {
    const line = (message: unknown): string => JSON.stringify({ __REALTIME_TIMESTAMP: '1772511121500000', MESSAGE: message });
    expect(read(journaldJson, line([104, 105]))?.message).toBe('hi');
    expect(read(journaldJson, line(null))?.message).toBe('');
  });
  test.each(['{"__REALTIME_TIMESTAMP"', '{"a":1}', '{"__REALTIME_TIMESTAMP":"x"}', '[]'])('is not fooled by %j', (line) => {
    expect(read(journaldJson, line)).toBeNull();
  });
});

describe('container', () => {
  test.each<[string, readonly string[], string | null]>([
    ['CRI', ['2026-03-03T04:12:01.413656027Z stdout F a message'], 'a message'],
    ['CRI without a tag', ['2026-03-03T04:12:01.413656027Z stderr a message'], 'a message'],
    ['CRI in pieces', ['2026-03-03T04:12:01.4Z stdout P one ', '2026-03-03T04:12:01.4Z stderr P other', '2026-03-03T04:12:01.4Z stdout F two'], 'one two'],
    ['Docker', ['{"log":"a \\"message\\"\\n","stream":"stdout","time":"2026-03-03T04:12:01.1Z"}'], 'a "message"'],
    ['Docker without a line end', ['{"log":"a message","stream":"stdout","time":"2026-03-03T04:12:01.1Z"}'], 'a message'],
    ['Docker in pieces', [`{"log":"${'a'.repeat(16_384)}","stream":"stdout","time":"2026-03-03T04:12:01.1Z"}`, '{"log":"b\\n","stream":"stdout","time":"2026-03-03T04:12:01.1Z"}'], `${'a'.repeat(16_384)}b`],
    ['a damaged object', ['{"log":"a message","time":"2026-'], null],
    ['an object of another kind', ['{"log":{"level":1},"time":"2026-03-03T04:12:01.1Z"}'], null],
  ])('%s', (_case, lines, message) => {
    const seen = read(container, ...lines);
    expect(seen?.message ?? null).toBe(message);
    if (seen) expect(seen.time).toMatch(/^2026-03-03T04:12:01/);
  });

  test('lets the envelope and the parser inside read on', () => {
    const inner = 'Mar  3 04:12:00 web1 sshd[811]: Failed password for root from 203.0.113.9 port 4022 ssh2';
    const rows = readText([
      `{"log":"${inner}\\n","stream":"stdout","time":"2026-03-03T04:12:01.1Z"}`, `2026-03-03T04:12:01.4Z stdout F ${inner}`,
      `2026-03-03T04:12:01.4Z stdout P ${inner.slice(0, 40)}`, `2026-03-03T04:12:01.4Z stdout F ${inner.slice(40)}`,
    ].join('\n'));
    expect(rows.flatMap(({ events }) => events.map(({ source, host, program }) => [source, host, program]))).toEqual(Array.from({ length: 3 }, () => ['203.0.113.9', 'web1', 'sshd']));
    expect(rows[2]?.parsed).toBe('quiet');
  });
});
