import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { webAccess } from '../../src/detect/parsers/web-access.ts';
import type { WebEvent } from '../../src/domain/event.ts';
import { readText } from '../support/scan-text.ts';

const read = (line: string): WebEvent | null => {
  const event = readText(`${line}\n`, { parsers: [webAccess] })[0]?.events[0];
  return event?.kind === 'web' ? event : null;
};
const escapeAs = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
const anything = fc.string({ unit: 'binary', maxLength: 120 }).map((text) => text.replace(/[\n\r\0]/g, ''));
const hostile = fc.oneof(
  anything,
  fc.constantFrom(
    '192.0.2.66', '192.0.2.66 - - [01/Jan/2020:00:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "-"', '" 200 5 "-" "-"', '\\" 200 5', '[[[[[[[[[[',
    '] "', '- - [', ', 192.0.2.66',
  ),
);

describe('whatever a client writes', () => {
  it('the source is the first field, the status is the server\'s, and nothing throws', () => {
    fc.assert(fc.property(hostile, hostile, hostile, (uri, referer, agent) => {
      const line = `203.0.113.9 - - [03/Mar/2026:04:12:01 +0000] "GET /${escapeAs(uri)} HTTP/1.1" 404 196 "${escapeAs(referer)}" "${escapeAs(agent)}"`;
      const event = read(line);
      expect(event).toMatchObject({ source: '203.0.113.9', status: 404, outcome: 'failure', method: 'GET' });
    }), { numRuns: 500 });
  });

  it('a user name changes neither source nor time', () => {
    fc.assert(fc.property(hostile, (user) => {
      const name = escapeAs(user.trim());
      const event = read(`203.0.113.9 - ${name === '' ? '-' : name} [03/Mar/2026:04:12:01 +0000] "GET / HTTP/1.1" 401 1`);
      // A name of many brackets makes the line unreadable, never another's.
      expect(event === null || (event.source === '203.0.113.9' && event.time === Date.UTC(2026, 2, 3, 4, 12, 1))).toBe(true);
    }), { numRuns: 500 });
  });

  it('any line at all is read or refused, never thrown at', () => {
    fc.assert(fc.property(anything, anything, (head, tail) => {
      expect(() => read(`${head}[03/Mar/2026:04:12:01 +0000] "${tail}`)).not.toThrow();
    }), { numRuns: 500 });
  });
});

describe('sizes', () => {
  it('reads a line of a megabyte at once', () => {
    const started = performance.now();
    const event = read(`203.0.113.9 - - [03/Mar/2026:04:12:01 +0000] "GET /${'\\"a'.repeat(330_000)} HTTP/1.1" 414 0 "-" "-"`);
    expect(event?.status).toBe(414);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('what stands before the client', () => {
  it.each([
    ['a name the server looked up', 'Host-7.example.net - - ', 'host-7.example.net', null],
    ['nothing to name', '- - - ', null, null],
    ['a site', 'shop.example 198.51.100.3 - - ', '198.51.100.3', 'shop.example'],
    ['a container', 'web-1  | 198.51.100.3 - - ', '198.51.100.3', null],
    ['a forwarded list, nearest hop last', '203.0.113.1, 198.51.100.3 - - ', '198.51.100.3', null],
    ['IPv4 in IPv6', '::ffff:198.51.100.3 - - ', '198.51.100.3', null],
    ['a name and a user that looks like an address', 'pc.example - 192.0.2.66 ', 'pc.example', null],
  ])('%s', (_what, head, source, site) => {
    expect(read(`${head}[03/Mar/2026:04:12:01 +0000] "GET / HTTP/1.1" 200 5`)).toMatchObject({ source, site });
  });
});
