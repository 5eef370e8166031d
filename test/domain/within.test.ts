import fc from 'fast-check';
import { isIP } from 'node:net';
import { describe, expect, it } from 'vitest';
import { addressOf, canonicalPlace, isPrivate, sameHost, subnetOf, within } from '../../src/domain/within.ts';

describe('an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['0313.0.0161.7', '203.0.113.7'],
    ['0xcb.0.0x71.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['[2001:DB8::0:1]', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['::', '::'],
    ['Web7.Example.ORG.', 'web7.example.org'],
    ['203.0.113.256', '203.0.113.256'],
  ])('%s is written %s', (text, spelled) => { expect(canonicalPlace(text)).toBe(spelled); });

  it.each(['', '1.2.3', '1.2.3.4.5', '203.0.113', '3405803783', '089.1.1.1', '1.2.3.4 ', ':::', '1::2::3', '12345::',
    '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1.2.3.4::', 'a'.repeat(100)])('%s is none', (text) => {
    expect(addressOf(text)).toBeNull();
  });

  it('is read where the platform reads one, and spelled the same twice', () => {
    fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const once = canonicalPlace(text);
      expect(isIP(once)).toBeGreaterThan(0);
      expect(canonicalPlace(once)).toBe(once);
      expect(within(text, once)).toBe(true);
    }));
  });

  it('lies in the blocks that share its leading bits and in no other', () => {
    fc.assert(fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), fc.integer({ min: 0, max: 32 }), (a, b, bits) => {
      const dotted = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
      const alike = bits === 0 || a >>> (32 - bits) === b >>> (32 - bits);
      expect(within(dotted(a), `${dotted(b)}/${bits}`)).toBe(alike);
    }));
  });
});

describe('within', () => {
  it.each([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['::ffff:10.1.2.3', '10.0.0.0/8', true],
    ['10.1.2.3', '::ffff:10.0.0.0/104', true],
    ['2001:db8:1::5', '2001:db8::/32', true],
    ['2001:db9::5', '2001:db8::/32', false],
    ['10.1.2.3', '::/0', false],
    ['10.1.2.3', '10.0.0.0/33', false],
    ['10.1.2.3', '10.0.0.0/', false],
    ['scan.corp.example', '*.corp.example', true],
    ['corp.example', '*.corp.example', false],
    ['scan.corp.example.evil.test', '*.corp.example', false],
    ['evilcorp.example', '*.corp.example', false],
    ['10.1.2.3', '*.corp.example', false],
    ['bastion', 'BASTION', true],
    ['bastion.evil.test', 'bastion', false],
  ])('%s in %s: %s', (value, place, expected) => { expect(within(value, place)).toBe(expected); });
});

describe('hosts', () => {
  it('are the same by short and full name, never by address and name', () => {
    expect(sameHost('web7', 'WEB7.example.org')).toBe(true);
    expect(sameHost('web7.example.org', 'web7')).toBe(true);
    expect(sameHost('web7', 'web77.example.org')).toBe(false);
    expect(sameHost('web7.a.example', 'web7.b.example')).toBe(false);
    expect(sameHost('10', '10.0.0.1')).toBe(false);
  });
  it('know private addresses and subnets', () => {
    expect(['172.31.0.1', '172.32.0.1', 'fd00::1', '8.8.8.8'].map(isPrivate)).toEqual([true, false, true, false]);
    expect(['203.0.113.200', '2001:db8:1:2:3::4', 'web7'].map(subnetOf))
      .toEqual(['203.0.113.0/24', '2001:db8:1:2::/64', null]);
  });
});
