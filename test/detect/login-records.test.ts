import { describe, expect, it } from 'vitest';
import { openLogRun } from '../../src/detect/engine.ts';
import { PARSERS } from '../../src/detect/parsers/index.ts';
import type { Event } from '../../src/domain/event.ts';
import { recordFormOf } from '../../src/domain/login-record.ts';
import { lastlogRecord, utmpRecord } from '../support/login-records.ts';

const AT = Date.UTC(2026, 2, 3, 4, 12, 1);
const read = (bytes: Buffer, chunk = 1_000): readonly Event[] => {
  const events: Event[] = [];
  const run = openLogRun({
    log: 0, clock: { zone: null, how: 'assumed', offset: 0, anchor: AT, firstYear: null }, parsers: PARSERS,
    records: recordFormOf(bytes), emit: (event) => events.push(event),
  });
  for (let at = 0; at < bytes.length; at += chunk) run.push(bytes.subarray(at, at + chunk));
  run.finish();
  return events;
};

const wtmp = Buffer.concat([
  utmpRecord({ type: 2, user: 'reboot', line: '~', pid: 0 }),
  utmpRecord({ user: 'ann', host: '203.0.113.9', address: [203, 0, 113, 9] }),
  utmpRecord({ user: 'ben', host: 'x', address: [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7], line: 'pts/1' }),
  utmpRecord({ type: 8, line: 'pts/0' }),
]);

describe('login records', () => {
  it.each([1, 383, 384, 385, 4_096])('are cut at their length, whatever the chunks: %i bytes', (chunk) => {
    const events = read(wtmp, chunk);
    expect(events.map(({ line, offset, time, user, source }) => [line, offset, time, user, source])).toEqual([
      [1, 0, AT, null, null], [2, 384, AT, 'ann', '203.0.113.9'], [3, 768, AT, 'ben', '2001:db8::7'], [4, 1_152, AT, null, null],
    ]);
  });

  it('tell failures from logins by what else the file holds', () => {
    const btmp = Buffer.concat([utmpRecord({ type: 6, user: 'root', line: 'ssh:notty', address: [203, 0, 113, 9] }), utmpRecord({ type: 7, user: 'ann', line: ':0', host: ':0' })]);
    expect(read(btmp).map(({ program, outcome }) => [program, outcome])).toEqual([['btmp', 'failure'], ['btmp', 'failure']]);
  });

  it('show a record that was written over, even the first', () => {
    const events = read(Buffer.concat([Buffer.alloc(384), wtmp]));
    expect(events[0]).toMatchObject({ kind: 'system', command: 'record written over', line: 1, offset: 0 });
  });

  it('of lastlog name the user id, and skip who never came', () => {
    const bytes = Buffer.concat([Buffer.alloc(292 * 3), lastlogRecord({ host: '203.0.113.9' }), Buffer.alloc(292)]);
    expect(read(bytes).map(({ line, target, source }) => [line, target, source])).toEqual([[4, 'user id 3', '203.0.113.9']]);
  });

  it('are not seen in texts, however they are aligned', () => {
    for (const text of ['a line of text\n'.repeat(100), '\0'.repeat(384) + 'a line\n'.repeat(100), '[7] [00811] [ts/0]\n'.repeat(80)]) {
      expect(recordFormOf(Buffer.from(text))).toBeNull();
    }
  });

  it('keep names in bounds: no field spills into its neighbour, no control reaches the line', () => {
    const record = utmpRecord({ user: 'x\u001b[2J'.padEnd(32, 'y'), host: 'h'.repeat(256), line: 'pts/9' });
    const text = recordFormOf(record)?.text(record, 1) ?? '';
    expect([text.includes('\u001b'), text.includes(`[${'h'.repeat(256)}]`), text.includes('[pts/9       ]')]).toEqual([false, true, true]);
  });
});
