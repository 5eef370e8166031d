import { describe, expect, it } from 'vitest';
import { silentLog } from '../../src/detect/detectors/silent-log.ts';
import { openDetectors } from '../../src/detect/engine.ts';
import type { Event } from '../../src/domain/event.ts';
import { readText } from '../support/scan-text.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 3, 4);
const stamp = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');

/** One record a minute, of sshd or of a web server. */
const auth = (log: number, from: number, to: number, last = ''): readonly Event[] => eventsOf(log, [
  ...minutes(from, to).map((time, at) => `${stamp(time)} web1 sshd[${at}]: Failed password for root from 203.0.113.9 port 4022 ssh2`),
  ...(last === '' ? [] : [`${stamp(START + to * MINUTE)} web1 ${last}`]),
]);
const cron = (log: number, from: number, to: number): readonly Event[] =>
  eventsOf(log, minutes(from, to).map((time) => `${stamp(time)} web1 CRON[1]: (root) CMD (true)`));
const minutes = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, at) => START + (from + at) * MINUTE);
const eventsOf = (log: number, lines: readonly string[]): readonly Event[] =>
  readText(lines.join('\n')).flatMap(({ events }) => events.map((event) => ({ ...event, log })));

function families(...logs: readonly (readonly Event[])[]): readonly (string | null)[] {
  const run = openDetectors([silentLog]);
  for (const event of logs.flat().toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0))) run.on(event);
  return run.drain().map(({ family }) => family);
}

describe('a log that ends while another goes on', () => {
  it.each<[string, readonly (readonly Event[])[], readonly string[]]>([
    ['is told', [auth(0, 0, 300), cron(1, 0, 900)], ['fell-silent']],
    ['is not told after a short while', [auth(0, 0, 300), cron(1, 0, 360)], []],
    ['is not told where the next part of it is here', [auth(0, 0, 300), auth(1, 300, 900), cron(2, 0, 900)], []],
    ['is not told where its logger stopped', [auth(0, 0, 300, 'rsyslogd: exiting on signal 15'), cron(1, 0, 900)], []],
    ['is not told where the other began later', [auth(0, 0, 300), cron(1, 600, 900)], []],
    ['is not told of a log of few records', [auth(0, 0, 100), cron(1, 0, 900)], []],
  ])('%s', (_case, logs, expected) => {
    expect(families(...logs)).toEqual(expected);
  });
});
