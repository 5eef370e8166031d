import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAddresses } from '../../src/detect/address.ts';
import { generic } from '../../src/detect/parsers/generic.ts';
import { webAccess } from '../../src/detect/parsers/web-access.ts';
import type { Event } from '../../src/domain/event.ts';
import { describeWithData } from '../support/data.ts';
import { readText } from '../support/scan-text.ts';

const read = (line: string): Event | null => readText(`${line}\n`, { parsers: [generic], zone: 0 })[0]?.events[0] ?? null;

describe('times', () => {
  const at = Date.UTC(2026, 2, 3, 4, 12, 1);
  it.each([
    '2026-03-03T04:12:01Z', '2026-03-03 05:12:01 +0100', '2026/03/03 04:12:01', '[03/Mar/2026:04:12:01 +0000]', '[03/Mar/2026 04:12:01]',
    '03-Mar-2026 04:12:01.000', 'Tue Mar  3 04:12:01 2026', 'Mar  3 04:12:01', 'Mar 3, 2026 04:12:01', '1772511121', '[1772511121]',
    '1772511121000', '03-03-2026 04:12:01', '03.03.2026 04:12:01', '260303  4:12:01', '20260303-04:12:01', '2026:03:03-04:12:01',
  ])('%s', (time) => {
    expect(read(`${time} something failed at 203.0.113.5`)?.time).toBe(at);
  });

  it.each(['2026-13-45 04:12:01', '99:99:99', '1.2.3.4', 'Foo 33 04:12:01'])('%s is none', (time) => {
    expect(read(`${time} failed from 203.0.113.5`)?.time ?? null).toBeNull();
  });
});

describe('the source', () => {
  it.each([
    ['refused connection from 203.0.113.5:4411 to 198.51.100.1:22', '203.0.113.5'],
    ['error [client 203.0.113.5:4411] not found, referer: http://192.0.2.66/', '203.0.113.5'],
    ['bad login: mail.example [203.0.113.5] plain', '203.0.113.5'],
    ['auth failed src=203.0.113.5 dst=198.51.100.1', '203.0.113.5'],
    ['203.0.113.5 - failed', '203.0.113.5'],
    ["Access denied for user 'root'@'203.0.113.5'", '203.0.113.5'],
    ['login failed ip=[::ffff:203.0.113.5]', '203.0.113.5'],
    ['login failed from 2001:db8::5', '2001:db8::5'],
    ['login failed for user 203.0.113.66', null],
    ['failed, user="x" agent="from 192.0.2.66" request: "GET http://192.0.2.66/"', null],
    ['failed for x from 192.0.2.66 from 203.0.113.5', '203.0.113.5'],
    ['failed for x from 192.0.2.66 with agent y from 203.0.113.5', null],
    ['network 203.0.113.0/24 rejected', null],
    ['release 1.2.3.4-beta failed', null],
    ['sent to 203.0.113.5 failed', null],
  ])('%s', (line, source) => {
    expect(read(line)?.source ?? null).toBe(source);
  });

  it('is never an address that stands in a quoted name alone', () => {
    fc.assert(fc.property(fc.ipV4(), fc.string({ maxLength: 30 }), (address, junk) => {
      const name = `${junk.replace(/["\\\n\r\0]/g, '')} from ${address}`;
      expect(read(`2026-03-03 04:12:01 login failed for user "${name}"`)?.source ?? null).toBeNull();
    }), { numRuns: 300 });
  });

  it('is not guessed where a chosen name brings a second address', () => {
    fc.assert(fc.property(fc.ipV4(), fc.constantFrom('x from ', 'ip=', 'a [', 'src='), (address, before) => {
      fc.pre(address !== '203.0.113.5');
      const source = read(`2026-03-03 04:12:01 login failed for ${before}${address} from 203.0.113.5`)?.source ?? null;
      expect([null, '203.0.113.5']).toContain(source);
    }), { numRuns: 300 });
  });
});

describe('limits', () => {
  it.each([
    '1.2.3.', ':', '"', "'", 'user=', 'from ', '{"', 'failed for ', '[[', '::ffff:', 'a="', '"GET /', '| 401 | GET "/', "x' ", '{"a":{', 'for x from 192.0.2.1 ', ',a', '|1||', 'user `', '\\"', "\\'",
  ])('a megabyte of %j takes no time to speak of', (unit) => {
    const started = performance.now();
    expect(() => read(unit.repeat(1_000_000 / unit.length))).not.toThrow();
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(() => read(text)).not.toThrow();
      expect(() => read(`{"a":${text}}`)).not.toThrow();
    }), { numRuns: 500 });
  });
});

describe('addresses in text', () => {
  it('are found whole', () => {
    const found = findAddresses('a 192.0.2.1, [2001:DB8::1]:443 x1.2.3.4 1.2.3.4.5 fe80::1%eth0 12:30:45 999.1.1.1 192.0.2.7.').map(({ address }) => address);
    expect(found).toEqual(['192.0.2.1', '2001:db8::1', 'fe80::1', '192.0.2.7']);
  });
});

interface Row { readonly line?: string; readonly filter: string; readonly match: boolean | null; readonly host?: string | null }
interface Case { readonly line: string; readonly host: string; readonly match: boolean }

/** OpenSSH has a parser of its own. */
const casesIn = (text: string): readonly Case[] => text.trim().split('\n').map((row) => JSON.parse(row) as Row)
  .flatMap(({ line, host, filter, match }) =>
    line === undefined || typeof host !== 'string' || filter.startsWith('sshd') ? [] : [{ line, host: host.toLowerCase(), match: match === true }]);

describeWithData('annotated lines of a hundred services', (data) => {
  it('three of four attacks are read with their host, and no host is ever a wrong one', () => {
    const read = casesIn(readFileSync(join(data, 'fail2ban', 'lines.jsonl'), 'utf8')).map((one) =>
      ({ ...one, event: readText(`${one.line}\n`, { parsers: [webAccess, generic] })[0]?.events[0] }));
    expect(read.filter(({ event, host }) => event !== undefined && event.source !== null && event.source !== host).map(({ line }) => line)).toEqual([]);
    const attacks = read.filter(({ match }) => match);
    const right = attacks.filter(({ event, host }) => event?.source === host && ['failure', 'denied'].includes(event.outcome));
    process.stdout.write(`generic reader: ${right.length} of ${attacks.length} attacks with outcome and host\n`);
    expect(right.length / attacks.length).toBeGreaterThanOrEqual(0.75);
  });
});
