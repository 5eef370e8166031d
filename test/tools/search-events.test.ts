import { expect, test } from 'vitest';
import { EMPTY_STATE } from '../../src/domain/session-state.ts';
import { searchEvents } from '../../src/tools/search-events.ts';
import { fakeLog } from '../support/fake-logs.ts';
import { runTool } from '../support/run-tool.ts';

const LOG = [
  'Mar  3 04:00:00 web7 sshd[81]: Accepted password for deploy from 203.0.113.9 port 41 ssh2',
  'Mar  3 04:01:00 web7 madeup[9]: login ok user=deploy from 203.0.113.9',
  'Mar  3 04:02:00 web7 madeup[9]: deploy was here',
].join('\n');

test('search_events names what an attacker could write in each line as its own parser does', async () => {
  const { facts } = await runTool(searchEvents, { text: 'deploy' }, EMPTY_STATE, { logs: [fakeLog('auth.log', `${LOG}\n`)] });
  const lines = facts.flatMap((fact) => (fact.type === 'evidence.minted' ? fact.evidence : [])).filter(({ kind }) => kind === 'line');
  expect(lines.map(({ taint }) => taint)).toEqual([['user', 'port'], ['text'], ['text']]);
});

test('search_events says of its own arguments which words own up to them', () => {
  const words = searchEvents.speaks?.({ kind: 'auth', outcome: 'success', limit: 3 }) ?? {};
  expect(words['limit']).toBeNull();
  expect(words['kind']?.says.test('no accepted login')).toBe(true);
  expect([words['outcome']?.says.test('accepted'), words['outcome']?.unless?.test('a failed login')]).toEqual([true, true]);
  expect(searchEvents.steady).toBe(true);
});
