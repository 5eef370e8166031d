import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../../src/detect/detectors/index.ts';
import { openDetectors } from '../../src/detect/engine.ts';
import { openLoginLedger } from '../../src/detect/login-ledger.ts';
import type { Event } from '../../src/domain/event.ts';
import type { FindingDraft } from '../../src/domain/finding.ts';
import { login, sudo } from '../support/events.ts';
import { scanText } from '../support/scan-text.ts';

const all = (events: readonly Event[]): readonly FindingDraft[] => {
  const run = openDetectors(DETECTORS);
  for (const event of events) run.on(event);
  return run.drain();
};
const told = (events: readonly Event[]): readonly string[] => all(events).map(({ detector, family }) => `${detector} ${family ?? ''}`.trim());
const times = <Item>(count: number, make: (index: number) => Item): readonly Item[] => Array.from({ length: count }, (_, index) => make(index));

describe('a flood', () => {
  it('of sources that try once forgets the quiet, counts them, and keeps the loud', () => {
    const run = openDetectors(DETECTORS);
    for (let index = 0; index < 6; index += 1) run.on(login(index));
    for (let index = 0; index < 80_000; index += 1) {
      run.on(login(10 + index / 1_000, { source: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`, user: `u${index}` }));
    }
    run.on(login(300));
    expect(run.drain().filter(({ detector }) => detector === 'brute-force').map(({ sources, count }) => [sources, count]))
      .toEqual([[['203.0.113.9'], 7]]);
    expect(run.evicted()).toBeGreaterThan(60_000);
  });
  it('of names from one source is told with a bounded list', () => {
    const [guessing] = all(times(5_000, (index) => login(index, { user: `name${index}` }))).filter(({ detector }) => detector === 'brute-force');
    expect([guessing?.count, guessing?.users.length, guessing?.reason.includes('64 or more accounts')]).toEqual([5_000, 20, true]);
  });
  it('of a megabyte in a name keeps a short one', () => {
    const long = 'a'.repeat(1_000_000);
    const drafts = all([...times(6, (index) => login(index, { user: long })), login(9, { user: long, outcome: 'success' })]);
    expect(drafts.length).toBeGreaterThan(0);
    expect(Math.max(...drafts.map((draft) => JSON.stringify(draft).length))).toBeLessThan(10_000);
  });
});

describe('records without a time', () => {
  it('count by their number alone', () => {
    const untimed = times(6, (index) => login(index, { time: null }));
    expect(told(untimed)).toEqual(['brute-force slow']);
    expect(told([...untimed, login(0, { time: null, outcome: 'success' })])).toContain('takeover after-guessing');
    expect(all(untimed).map(({ first, last }) => [first, last])).toEqual([[null, null]]);
  });
});

describe('what accuses nobody', () => {
  it('is a forged record', () => {
    expect(told(times(9, (index) => login(index, { forged: 'written by logger' })))).toEqual(['log-tampering forged-record']);
  });
  it('is a second record of the same attempt, and the question which methods there are', () => {
    expect(told(times(9, (index) => login(index, { primary: false })))).toEqual([]);
    expect(told(times(9, (index) => login(index, { method: 'none' })))).toEqual([]);
  });
  it('is what the generic reader guessed, with more than low confidence', () => {
    expect(all(times(9, (index) => login(index, { inferred: true }))).map(({ confidence }) => confidence)).toEqual(['low']);
  });
});

describe('the statement that an account does not exist', () => {
  const statement = (second: number, pid: string, user: string): Event =>
    login(second, { action: 'unknown-user', primary: false, unknownUser: true, pid, user });
  it('is the same attempt as the failure beside it', () => {
    const events = times(4, (index) => [statement(index, `${index}`, 'x'), login(index, { unknownUser: true, pid: `${index}`, user: 'x' })]).flat();
    const ledger = openLoginLedger();
    for (const event of events) ledger.note(event);
    expect(ledger.sources(-1).map(({ attempts }) => attempts)).toEqual([4]);
  });
  it('counts alone, once for a connection', () => {
    const ledger = openLoginLedger();
    for (const event of times(8, (index) => statement(index, `${index >> 1}`, 'x'))) ledger.note(event);
    expect(ledger.sources(-1).map(({ attempts }) => attempts)).toEqual([4]);
  });
});

describe('a break-in', () => {
  const guessed = [...times(12, (index) => login(index)), login(20, { outcome: 'success' })];
  const severityOf = (events: readonly Event[]): string | undefined => all(events).find(({ detector }) => detector === 'takeover')?.severity;
  it('is graver once the session becomes root', () => {
    expect(severityOf(guessed)).toBe('high');
    expect(severityOf([...guessed, sudo(30, '/usr/bin/id')])).toBe('critical');
    expect(severityOf([...guessed, sudo(30, '/usr/bin/id', { host: 'web2' })])).toBe('high');
    expect(severityOf([...guessed, sudo(30 + 3 * 86_400, '/usr/bin/id')])).toBe('high');
  });
  it('is not made of failures that came days before', () => {
    expect(severityOf([...times(12, (index) => login(index)), login(3 * 86_400, { outcome: 'success' })])).toBeUndefined();
  });
  it('of root by a machine is critical by itself', () => {
    const root = times(30, (index) => login(index, { user: 'root' }));
    expect(severityOf([...root, login(40, { user: 'root', outcome: 'success' })])).toBe('critical');
  });
  it('keeps the story of one session bounded', () => {
    const drafts = all([...guessed, ...times(500, (index) => sudo(30 + index, `/usr/bin/tee /etc/cron.d/${index}`))]);
    expect(drafts.find(({ detector }) => detector === 'takeover')?.reason).toContain('and 492 more');
    expect(Math.max(...drafts.map(({ lines }) => lines.length))).toBeLessThanOrEqual(10);
  });
});

it('takes the loopback address of two hosts for two sources', () => {
  const lines = (host: string, from: number, what: string, count: number): string => Array.from({ length: count }, (_, at) =>
    `Mar  3 04:${String(from + at).padStart(2, '0')}:00 ${host} sshd[${100 + from + at}]: ${what} password for anna from 127.0.0.1 port 4000 ssh2\n`).join('');
  const found = scanText(lines('web1', 0, 'Failed', 8) + lines('web2', 20, 'Accepted', 1), { detectors: DETECTORS });
  expect(found.filter(({ progress }) => progress === 'access')).toEqual([]);
  const same = scanText(lines('web1', 0, 'Failed', 8) + lines('web1', 20, 'Accepted', 1), { detectors: DETECTORS });
  expect(same.some(({ progress }) => progress === 'access')).toBe(true);
});
