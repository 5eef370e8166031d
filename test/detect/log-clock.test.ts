import { describe, expect, test } from 'vitest';
import { daysOf, openLogClock, parseZone, yearBefore, zoneName } from '../../src/detect/log-clock.ts';
import { alignYears, profileLog } from '../../src/detect/profile.ts';
import { PARSERS } from '../../src/detect/parsers/index.ts';
import { isoTime } from '../../src/domain/times.ts';

const HOUR = 3_600_000;
const settings = { zone: null, how: 'assumed', offset: 0, anchor: Date.UTC(2026, 6, 1), firstYear: null } as const;

describe('zones', () => {
  test.each([['Z', 0], ['utc', 0], ['+02:00', 120], ['-0530', -330], ['Europe/Berlin', 'Europe/Berlin'], ['Nowhere/City', null], ['+25:00', null], ['+0199', null], ['', null]])('%j is %j', (text, zone) => {
    expect(parseZone(text)).toBe(zone);
  });
  test('a named zone follows its summer time, both ways', () => {
    const clock = openLogClock({ ...settings, zone: 'Europe/Berlin', how: 'given' });
    const at = (month: number, day: number, hour: number): string => isoTime(clock.local(daysOf(2026, month, day), hour * HOUR));
    expect([at(3, 29, 1), at(3, 29, 3), at(10, 25, 1), at(10, 25, 3)])
      .toEqual(['2026-03-29T00:00:00Z', '2026-03-29T01:00:00Z', '2026-10-24T23:00:00Z', '2026-10-25T02:00:00Z']);
  });
  test('tells how it is known', () => {
    const clock = openLogClock(settings);
    clock.stated(daysOf(2026, 1, 1), 0, 120);
    expect(clock.notes()).toEqual({ zone: { name: '+02:00', how: 'stated' }, yearInferred: false });
    clock.yearless(1, 2, 0);
    expect(clock.notes()).toEqual({ zone: { name: 'UTC', how: 'assumed' }, yearInferred: true });
    expect(zoneName(-330)).toBe('-05:30');
  });
  test('a clock offset is added to every kind of time', () => {
    const clock = openLogClock({ ...settings, offset: 5_000, firstYear: 2026 });
    expect([clock.local(0, 0), clock.stated(0, 0, 0), clock.epoch(0), clock.yearless(1, 1, 0)])
      .toEqual([5_000, 5_000, 5_000, Date.UTC(2026, 0, 1) + 5_000]);
  });
});

describe('years', () => {
  test('no record is later than its file, and 29 February falls in a leap year', () => {
    expect(yearBefore(Date.UTC(2026, 0, 5), 12, 31)).toBe(2025);
    expect(yearBefore(Date.UTC(2026, 0, 5), 1, 5)).toBe(2026);
    expect(yearBefore(Date.UTC(2026, 5, 1), 2, 29)).toBe(2024);
  });
  const edge = (text: string): Buffer => Buffer.from(`\n${text}\n`);
  const profile = (head: string, tail: string | null, anchor: number, zone: number | null = null) =>
    profileLog({ head: edge(head), tail: tail === null ? null : edge(tail), records: null, anchor, anchorIsWrite: true }, { zone, offset: 0 }, PARSERS);

  test('a log that crosses New Year begins in the old one', () => {
    const { clock, first } = profile('Dec 30 10:00:00 a cron[1]: x', 'Jan  2 10:00:00 a cron[1]: x', Date.UTC(2026, 5, 1));
    expect(clock.firstYear).toBe(2025);
    expect(first).toBe(Date.UTC(2025, 11, 30, 10));
  });
  test('a log beside one that writes years takes the year of that night', () => {
    const old = profile('Mar  3 10:00:00 a cron[1]: x', null, Date.UTC(2026, 5, 1));
    const dated = profile('2023-03-03T09:00:00Z a cron[1]: x', null, Date.UTC(2026, 5, 1));
    const far = profile('2019-09-03T09:00:00Z a cron[1]: x', null, Date.UTC(2026, 5, 1));
    expect(alignYears([old, dated]).map(({ clock }) => clock.firstYear)).toEqual([2023, null]);
    expect(alignYears([old, far]).map(({ clock }) => clock.firstYear)).toEqual([2026, null]);
  });
  test('the zone is inferred where the last record and the last write are whole quarter hours apart', () => {
    const written = Date.UTC(2026, 2, 3, 10, 0, 1);
    expect(profile('Mar  3 11:00:00 a cron[1]: x', 'Mar  3 12:00:00 a cron[1]: x', written).clock).toMatchObject({ zone: 120, how: 'inferred' });
    expect(profile('Mar  3 11:00:00 a cron[1]: x', 'Mar  3 12:07:00 a cron[1]: x', written).clock).toMatchObject({ zone: null, how: 'assumed' });
    expect(profile('Mar  3 11:00:00 a cron[1]: x', 'Mar  3 12:00:00 a cron[1]: x', written, 60).clock).toMatchObject({ zone: 60, how: 'given' });
  });
});
