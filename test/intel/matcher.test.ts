import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookUp } from '../../src/intel/look-up.ts';
import { openLineMatcher } from '../../src/intel/matcher/line-matcher.ts';
import type { OpenIndex } from '../../src/intel/packed/open-index.ts';
import { openIndex } from '../../src/intel/packed/open-index.ts';
import { packFeed } from '../../src/intel/packed/pack.ts';
import { readFeed } from '../../src/intel/reading/read-feed.ts';
import { valueOf } from '../../src/intel/values/canonical.ts';
import { openPorts } from '../../src/intel/weigh/port.ts';

function indexOf(text: string): OpenIndex {
  const read = readFeed(text);
  const index = read.ok ? openIndex(packFeed(read.value.entries).index) : null;
  if (index === null) throw new Error('the feed does not open');
  return index;
}

function matches(feed: string, text: string, cuts: readonly number[] = []): readonly string[] {
  const found: string[] = [];
  const matcher = openLineMatcher([indexOf(feed)], ({ line, offset, bytes, hits }) => {
    for (const { kind, value, from, to } of hits) found.push(`${line}@${offset} ${kind} ${value} "${bytes.toString('latin1', from, to)}"`);
  });
  const bytes = Buffer.from(text);
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    matcher.push(bytes.subarray(from, Math.max(from, cut)));
    from = Math.max(from, cut);
  }
  matcher.finish();
  return found;
}
const values = (feed: string, text: string): readonly string[] => matches(feed, text).map((one) => one.split(' ').slice(1, 3).join(' '));

const SHA256 = 'ab'.repeat(32);
const FEED = `203.0.113.9\n198.51.100.0/24\n2001:db8::/32\nevil.example\nhttp://files.example/a/x.php\nhttp://192.0.2.77:8080/y\nbad@mail.example\n${SHA256}\nCVE-2021-44228\nSHA256:${'k'.repeat(43)}\n`;

describe('a line is matched by whole values', () => {
  it.each<[string, readonly string[]]>([
    ['from 203.0.113.9 port 22', ['ipv4 203.0.113.9']], ['from 203.0.113.90 and 1203.0.113.9 and 203.0.113.9.5', []],
    ['(203.0.113.9), "203.0.113.9": src=203.0.113.9:80 203.0.113.9.', Array<string>(4).fill('ipv4 203.0.113.9')],
    ['198.51.100.77 and 198.51.101.77', ['ipv4 198.51.100.77']], ['203.0.113.9-203.0.113.10', ['ipv4 203.0.113.9']],
    ['peer 2001:db8:0:0::5 at 12:34:56', ['ipv6 2001:db8::5']], ['[2001:DB8::7]:443', ['ipv6 2001:db8::7']], ['2002:db8::7', []],
    ['GET http://www.Evil.Example/x', ['domain evil.example']], ['evil.example.org notevil.example evil.example-x', []], ['evil.example.', ['domain evil.example']],
    ['https://files.example:443/a/x.php?id=1', ['url files.example/a/x.php']], ['files.example/a/y.php files.example', []],
    ['"http:\\/\\/files.example\\/a\\/x.php"', ['url files.example/a/x.php']], ['192.0.2.77:8080/y 192.0.2.77:81/y', ['url 192.0.2.77:8080/y']],
    ['from=<Bad@mail.example> x', ['email bad@mail.example']], ['verybad@mail.example', []],
    [`${SHA256.toUpperCase()} ${SHA256}0`, [`sha256 ${SHA256}`]], [`/tmp/${SHA256}.bin`, [`sha256 ${SHA256}`]],
    ['${jndi} cve-2021-44228', ['cve cve-2021-44228']], [`key ED25519 SHA256:${'k'.repeat(43)} x`, [`ssh-key SHA256:${'k'.repeat(43)}`]],
    ['next=http%3A%2F%2Fevil.example%2Fx "msg\\nevil.example"', ['domain evil.example', 'domain evil.example']],
    ['éevil.example', []],
  ])('%s', (line, wanted) => { expect(values(FEED, line)).toEqual(wanted); });

  it('looks for paths, names of files and user agents where a feed holds some', () => {
    const feed = JSON.stringify([{ type: 'path', value: 'C:\\Users\\Public\\x.exe' }, { type: 'filename', value: 'evil.ps1' }, { type: 'user-agent', value: 'EvilBot/1.0 (x)' }]);
    expect(values(feed, 'ran "c:\\\\users\\\\public\\\\X.exe" and C:\\t\\EVIL.ps1 by "EvilBot/1.0 (x)" not "xEvilBot/1.0 (x)"'))
      .toEqual(['file-name evil.ps1', 'path c:\\users\\public\\x.exe', 'user-agent EvilBot/1.0']);
  });

  it('takes a name that many share for itself alone', () => {
    expect(values('github.io\nco.uk\n', 'x.github.io github.io a.co.uk')).toEqual(['domain github.io']);
  });

  it('says where each line stands, however the bytes come', () => {
    const text = `x\r\nfrom 203.0.113.9\n\nevil.example and ${'z'.repeat(50)} 203.0.113.9`;
    const whole = matches(FEED, text);
    expect(whole.map((one) => one.split(' ')[0])).toEqual(['2@3', '4@21', '4@21']);
    fc.assert(fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
      expect(matches(FEED, text, [...cuts].sort((a, b) => a - b))).toEqual(whole);
    }));
  });

  it('keeps its count through a line longer than it looks at', () => {
    const long = 'y'.repeat(1_100_000);
    expect(matches(FEED, `${long}\nevil.example`, [1_048_577, 1_060_000])).toEqual([`2@${long.length + 1} domain evil.example "evil.example"`]);
  });
});

describe('a feed holds what was put in, and nothing else', () => {
  it('for any addresses, blocks and names', () => {
    const address = fc.tuple(fc.nat(255), fc.nat(3), fc.nat(3), fc.nat(255)).map((parts) => parts.join('.'));
    const name = fc.tuple(fc.constantFrom('a', 'b', 'c.a', 'd.b'), fc.constantFrom('evil', 'bad'), fc.constantFrom('example', 'com')).map((parts) => parts.join('.'));
    fc.assert(fc.property(fc.array(address), fc.array(name), fc.array(address), (addresses, names, asked) => {
      const index = indexOf(['192.0.2.250', ...addresses, ...names].join('\n'));
      for (const value of [...asked, ...addresses]) expect(lookUp(index, { kind: 'ipv4', value }).length > 0).toBe(addresses.includes(value) || value === '192.0.2.250');
      for (const value of names) expect(lookUp(index, { kind: 'domain', value: `www.${value}` }).length).toBeGreaterThan(0);
      expect(lookUp(index, { kind: 'domain', value: 'example' })).toEqual([]);
    }));
  });

  it('answers with the narrowest block around an address', () => {
    const index = indexOf('10.0.0.0/8\n10.1.0.0/16\n10.1.2.0/24\n10.1.2.3\n10.255.255.0-10.255.255.9\n');
    const notes = ['10.9.9.9', '10.1.9.9', '10.1.2.9', '10.255.255.5', '11.0.0.1'].map((value) => lookUp(index, { kind: 'ipv4', value }));
    expect(new Set(notes.slice(0, 4).map(String)).size).toBe(4);
    expect(notes[4]).toEqual([]);
    expect(lookUp(index, { kind: 'ipv4', value: '10.1.2.3' })).toHaveLength(2);
  });

  it('is refused when it was cut or is something else', () => {
    const { index } = packFeed([]);
    expect([openIndex(index.subarray(0, index.length - 4)), openIndex(new Uint8Array(100)), openIndex(new Uint8Array(0))]).toEqual([null, null, null]);
  });
});

it.each<[string, string]>([
  ['dst=203.0.113.9:443', 'same'], ['dst=203.0.113.9:80', 'another'], ['from 203.0.113.9 port 443 ssh2', 'same'], ['203.0.113.9\t443\ttcp', 'same'],
  ['DST=203.0.113.9 LEN=4 SPT=5 DPT=443', 'same'], ['"dest_ip":"203.0.113.9","dest_port":8443', 'another'], ['GET / from 203.0.113.9', 'none'], ['203.0.113.9#443', 'same'],
])('the port of an address in %s is the %s', (line, seen) => {
  expect(openPorts(line)(line.indexOf('203.0.113.9') + 11, 443)).toBe(seen);
});

it.each<[string, string | null]>([
  ['192.0.2.1', 'ipv4 192.0.2.1'], ['2001:DB8:0::1', 'ipv6 2001:db8::1'], ['[2001:db8::1]:8443', 'ip-port [2001:db8::1]:8443'], ['192.0.2.77/24', 'cidr 192.0.2.0/24'],
  ['EVIL.Example.', 'domain evil.example'], ['HTTP://Evil.Example:80/', 'url evil.example'], ['/tmp/x', 'path /tmp/x'], ['no', null], ['192.0.2.256', null], ['-', null],
])('%s is %s', (text, wanted) => {
  const value = valueOf(text);
  expect(value === null ? null : `${value.kind} ${value.value}`).toBe(wanted);
});
