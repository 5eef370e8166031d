import { describe, expect, it } from 'vitest';
import { isPrivate, subnetOf } from '../../src/detect/subnet.ts';
import { noteTime, openKeyed } from '../../src/detect/window.ts';

describe('a subnet', () => {
  it.each([
    ['203.0.113.9', '203.0.113.0/24'], ['::ffff:203.0.113.9', '203.0.113.0/24'], ['2001:db8:0:6::1', '2001:db8:0:6::/64'],
    ['2001:DB8::1', '2001:db8:0:0::/64'], ['2001:db8:0000:0006:0:0:0:1', '2001:db8:0:6::/64'], ['10.1.2.3', null], ['fd00::1', null],
    ['host.example.net', null], ['2001:db8::1::2', null], ['1:2:3', null], ['', null], ['f'.repeat(100), null],
  ])('of %s is %s', (address, subnet) => {
    expect(subnetOf(address)).toBe(subnet);
  });
  it.each([
    ['172.16.0.1', true], ['172.32.0.1', false], ['100.64.0.1', true], ['100.128.0.1', false], ['169.254.1.1', true],
    ['::1', true], ['fe80::1', true], ['::ffff:192.168.1.1', true], ['fd.example.net', false],
  ])('%s is private: %s', (address, is) => {
    expect(isPrivate(address)).toBe(is);
  });
});

describe('a window', () => {
  it('slides over the newest times', () => {
    const times: number[] = [];
    expect([0, 10, 11, 12, 100].map((time) => noteTime(times, time, 3))).toEqual([Infinity, Infinity, 11, 2, 89]);
  });
  it('never holds where a record has no time', () => {
    const times: number[] = [];
    expect([1, NaN, 2].map((time) => noteTime(times, time, 2) <= 10)).toEqual([false, false, false]);
  });
});

describe('bounded state', () => {
  it('lets the least recently seen go, and counts them', () => {
    const state = openKeyed<number>(10, () => false);
    for (let index = 0; index < 100; index += 1) {
      state.set(`k${index}`, index);
      state.get('k0');
    }
    expect([state.get('k0'), state.get('k1'), state.get('k99')]).toEqual([0, undefined, 99]);
    expect(state.size()).toBeLessThanOrEqual(10);
    expect(state.evicted()).toBe(100 - state.size());
  });
  it('keeps what is worth it, and stays bounded when everything is', () => {
    const some = openKeyed<number>(16, (value) => value === 7);
    for (let index = 0; index < 200; index += 1) some.set(`k${index}`, index);
    expect(some.get('k7')).toBe(7);
    const every = openKeyed<number>(16, () => true);
    for (let index = 0; index < 200; index += 1) every.set(`k${index}`, index);
    expect(every.size()).toBeLessThanOrEqual(16);
  });
});
