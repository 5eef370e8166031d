import { expect, test } from 'vitest';
import type { WebEvent } from '../../src/domain/event.ts';
import { openClientOf } from '../../src/tools/reading/client-of.ts';

const PROXIES = { proxies: [{ name: 'front', places: ['10.0.0.0/8'], why: '' }] };
const request = (source: string | null, forwarded: string | null): WebEvent => ({
  kind: 'web', log: 0, line: 1, offset: 0, time: 0, format: 'web-access', host: null, program: null, pid: null,
  outcome: 'success', source, target: '/', user: null, count: 1, suspicious: false, inferred: false, forged: null,
  method: 'GET', uri: '/', status: 200, bytes: 1, agent: null, referer: null, forwarded, site: null,
});

test.each<[string, string | null, string | null, string | null]>([
  ['the hop a listed proxy saw', '10.0.0.2', '203.0.113.9', '203.0.113.9'],
  ['the last hop that is no listed proxy', '10.0.0.2', '198.51.100.1, 203.0.113.9, 10.0.0.7', '203.0.113.9'],
  ['what the client wrote before it counts for nothing', '10.0.0.2', '8.8.8.8, 203.0.113.9', '203.0.113.9'],
  ['the header of an unlisted source counts for nothing', '203.0.113.5', '8.8.8.8', '203.0.113.5'],
  ['no header', '10.0.0.2', null, '10.0.0.2'],
  ['a hop that is no address names nobody', '10.0.0.2', 'unknown', '10.0.0.2'],
  ['a megabyte names nobody', '10.0.0.2', `${'8.8.8.8,'.repeat(100_000)}203.0.113.9`, '203.0.113.9'],
])('%s', (_case, source, forwarded, client) => {
  expect(openClientOf(PROXIES)(request(source, forwarded)).source).toBe(client);
});

test('without a listed proxy every event stays what it is', () => {
  const event = request('10.0.0.2', '203.0.113.9');
  expect(openClientOf({ proxies: [] })(event)).toBe(event);
});
