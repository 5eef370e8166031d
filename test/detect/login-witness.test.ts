import { describe, expect, it } from 'vitest';
import { bruteForce } from '../../src/detect/detectors/brute-force.ts';
import { takeover } from '../../src/detect/detectors/takeover.ts';
import { openDetectors } from '../../src/detect/engine.ts';
import type { Event } from '../../src/domain/event.ts';
import { readText } from '../support/scan-text.ts';

const clock = (at: number): string => new Date(Date.UTC(2026, 2, 3, 4) + at * 1_000).toISOString().slice(0, 19);
const own = (at: number, source: string): string => `${clock(at)}Z web1 sshd[811]: Failed password for root from ${source} port 4022 ssh2`;
const btmp = (at: number, source: string): string =>
  `[6] [00820] [    ] [root    ] [ssh:notty   ] [${source.padEnd(20)}] [${source.padEnd(15)}] [${clock(at)},500000+00:00]`;
const wtmp = (at: number, source: string): string =>
  `[7] [00820] [ts/0] [root    ] [pts/0       ] [${source.padEnd(20)}] [${source.padEnd(15)}] [${clock(at)},500000+00:00]`;
const many = (line: (at: number, source: string) => string, source: string): readonly string[] => Array.from({ length: 30 }, (_, at) => line(at * 5, source));
const inLog = (log: number, lines: readonly string[]): readonly Event[] =>
  readText(lines.join('\n')).flatMap(({ events }) => events.map((event) => ({ ...event, log })));

function told(...logs: readonly (readonly Event[])[]): readonly (readonly [string, number])[] {
  const run = openDetectors([bruteForce, takeover]);
  for (const event of logs.flat().toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0))) run.on(event);
  return run.drain().map(({ detector, count }) => [detector, count]);
}

describe('a login that is told twice', () => {
  it('counts once where the service itself tells it', () => {
    expect(told(inLog(0, many(own, '203.0.113.9')), inLog(1, many(btmp, '203.0.113.9')))).toEqual([['brute-force', 30]]);
  });
  it('counts where the service does not know the source: it was wiped out of its log', () => {
    const kept = inLog(0, many(own, '198.51.100.20'));
    const second = inLog(1, many(btmp, '203.0.113.9'));
    const third = inLog(2, [wtmp(300, '203.0.113.9')]);
    expect(told(kept, second, third).map(([detector]) => detector)).toContain('takeover');
  });
  it('counts where there is no other log', () => {
    expect(told(inLog(0, many(btmp, '203.0.113.9')))).toEqual([['brute-force', 30]]);
  });
  it('counts where only another host tells of that source', () => {
    const onHost = (events: readonly Event[], host: string): readonly Event[] => events.map((event) => ({ ...event, host }));
    const [first, second] = [inLog(0, many(own, '203.0.113.9')), inLog(1, many(btmp, '203.0.113.9'))];
    expect(told(first, onHost(second, 'web1'))).toEqual([['brute-force', 30]]);
    expect(told(first, onHost(second, 'db1'))).toEqual([['brute-force', 60]]);
  });
});
