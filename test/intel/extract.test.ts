import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extract } from '../../src/intel/extract/extract.ts';

const found = (text: string): readonly string[] => extract(text).map(({ kind, value }) => `${kind} ${value}`);

describe('what is found in a text', () => {
  it.each<[string, readonly string[]]>([
    ['hxxps://evil[.]example[.]com:8443/gate.php?id=1.', ['url evil.example.com:8443/gate.php?id=1']],
    ['hxxps[://]c2[.]example[.]org/path', ['url c2.example.org/path']],
    ['h[tt]p://bad(.)example(.)net/x', ['url bad.example.net/x']],
    ['http[:]//b.example.com and (http)://a.example.com/b', ['url b.example.com', 'url a.example.com/b']],
    ['http:// c . example . com/x', ['url c.example.com/x']],
    ['http://[bad.example.com', ['url bad.example.com']],
    ['hxxp:\\\\bad.example.com', ['url bad.example.com']],
    ['evil[.com and evil.]com and evil{.}com', ['domain evil.com', 'domain evil.com', 'domain evil.com']],
    ['evil[dot]com, evil (dot) com, evil dot com, evilDOTcom, evil\\.com, evil&#46;com', Array<string>(6).fill('domain evil.com')],
    ['203[.]0[.]113[.]9, 203(.)0(.)113(.)9, 203\\.0\\.113\\.9, 203.0.113[.]9, 203 . 0 . 113 . 9', Array<string>(5).fill('ipv4 203.0.113.9')],
    ['203.0.113.9[:]443 203.0.113.9:[443] 203.0.113.9[:443]', Array<string>(3).fill('ip-port 203.0.113.9:443')],
    ['user[at]example[dot]com user{at}example{.}com user (at) example (dot) com', Array<string>(3).fill('email user@example.com')],
    ['2001[:]db8[:][:]1 [2001:db8::5]:443 2001:db8::/32', ['ipv6 2001:db8::1', 'ip-port [2001:db8::5]:443', 'cidr 2001:db8::/32']],
    ['192.0.2.0/24 and 192.0.2.10-192.0.2.20', ['cidr 192.0.2.0/24', 'cidr 192.0.2.10-192.0.2.20']],
    ['d41d8cd98f00b204e9800998ecf8427e.exe', ['md5 d41d8cd98f00b204e9800998ecf8427e']],
    ['CVE-2021-44228, cve 2024-3094', ['cve cve-2021-44228', 'cve cve-2024-3094']],
    ['C:\\Users\\Public\\evil.exe and /tmp/.x/run', ['path C:\\Users\\Public\\evil.exe', 'path /tmp/.x/run']],
    ['SHA256:Zk3Jq0Y5p1Rr7uQ2v9Wc4Xb8Td6Nf1Hs3Gm5La7Ke0x', ['ssh-key SHA256:Zk3Jq0Y5p1Rr7uQ2v9Wc4Xb8Td6Nf1Hs3Gm5La7Ke0x']],
    ['AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD', ['tls-key aabbccddeeff00112233445566778899aabbccdd']],
    ['User-Agent: evil-bot/2.1', ['user-agent evil-bot/2.1']],
  ])('%s', (text, wanted) => { expect(found(text)).toEqual(wanted); });

  it.each([
    'Chrome/120.0.0.0 v1.2.3.4 version 10.0.19041.1 nginx/1.2.3.4 OpenSSL 1.0.2.4 foo-1.2.3.4.tar.gz', 'section 1.2.3.4.5 and 1. 2. 3. 4',
    'run setup.py, README.md, script.sh and archive.zip', 'os.name self.id console.info java.util.zip com.google.android.app node.js ASP.NET',
    'invoice.doc payload.exe', '12:34:56 aa:bb:cc:dd:ee:ff std::string', 'and/or 24/7', 'connect the dot com era', 'Next sentence.It works', '999.1.1.1 01.02.03.04',
    'adc83b191b1c6ea0fd8b46cd9f32e592fc', '_____.tld x.x.x.x tooshor.t 85.85',
  ])('nothing in %s', (text) => { expect(found(text)).toEqual([]); });

  it('marks addresses that are nobody\'s, and tells where and how a value was written', () => {
    expect(extract('at 10[.]1[.]2[.]3 now')).toEqual([
      { kind: 'ipv4', value: '10.1.2.3', raw: '10[.]1[.]2[.]3', at: 3, defanged: true, reserved: 'private' },
    ]);
  });

  it('never throws, and quotes what it found as it stands in the text', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('.', '[', ']', '(', ')', ' ', 'a', '1', ':', '/', 'hxxp', 'dot', 'com', '@', ',', '\\', '\n', 'é'), { maxLength: 60 }), (parts) => {
      const text = parts.join('');
      for (const { raw, at } of extract(text)) expect(text.slice(at, at + raw.length)).toBe(raw);
    }));
  });

  it('takes time in proportion to the text', () => {
    const started = performance.now();
    for (const piece of ['[.]', 'a.', '1.', '(dot) ', 'hxxp://', 'a:', '[[[[', ' . ']) extract(piece.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(8_000);
  });
});

it.each([' . a', 'http://a.example/(', ')', 'a,', 'hxxp://a . '])('a URL of nothing but %j takes no time to speak of', (unit) => {
  const started = performance.now();
  extract(`http://a.example/${unit.repeat(200_000 / unit.length)}`);
  expect(performance.now() - started).toBeLessThan(5_000);
});

it('leaves a bracket that the sentence opened to the sentence', () => {
  expect(extract('(see http://a.example/x_(y)).').map(({ value }) => value)).toContain('a.example/x_(y)');
});
