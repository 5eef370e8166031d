import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { keyValuesIn } from '../../../src/detect/network/key-values.ts';
import { readText } from '../../support/scan-text.ts';

const SAMPLES = ['adguard', 'cef', 'cisco', 'cloudtrail', 'dnsmasq', 'ecs', 'falco', 'filterlog', 'firewall-pairs', 'identity', 'juniper', 'leef',
  'mikrotik', 'named', 'netfilter', 'openappsec', 'palo-alto', 'port-watch', 'snort', 'squid', 'suricata', 'tcpdump', 'technitium', 'unbound',
  'vpn-gateway', 'wazuh', 'wireguard'];
const linesOf = (name: string): readonly string[] =>
  readFileSync(new URL(`../../samples/parsers/${name}.log`, import.meta.url), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('pairs', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['a=1 b="two words" c=x', { a: '1', b: 'two words', c: 'x' }],
    ['a="x\\" b=\\"y" c=1', { a: 'x" b="y', c: '1' }],
    ['a=1 a=2', { a: '1' }],
    ['a=b=c d', { a: 'b=c' }],
    ['a="never closed b=1', { a: 'never closed b=1' }],
    ['a= b=1', { a: '', b: '1' }],
    ['=x ==', {}],
  ])('of %j', (text, fields) => {
    expect(Object.fromEntries(keyValuesIn(text))).toEqual(fields);
  });
});

describe('hostile lines of devices', () => {
  const FILLERS: readonly (readonly [string, string])[] = [
    ['blanks', ' '], ['quotes', '"'], ['pairs', ' a="'], ['equals', 'a='], ['bars', '|'], ['commas', ',1'], ['brackets', '[('], ['colons', ': '],
    ['braces', '{"a":'], ['addresses', ' 192.0.2.1'], ['backslashes', '\\'], ['words', 'ab '], ['percent', '%A-1-B: '], ['hex', 'a:'], ['dashes', ' - '],
  ];
  it.each(FILLERS)('of many %s are read in no time, wherever they stand', (_name, filler) => {
    const long = filler.repeat(Math.ceil(60_000 / filler.length));
    const lines = SAMPLES.flatMap((name) => linesOf(name).slice(0, 6)).flatMap((line) => [0.15, 0.5, 0.85].map((share) => {
      const at = Math.floor(line.length * share);
      return `${line.slice(0, at)}${long}${line.slice(at)}`;
    }));
    const start = process.hrtime.bigint();
    expect(readText(lines.join('\n'))).toHaveLength(lines.length);
    expect(Number(process.hrtime.bigint() - start) / 1e9).toBeLessThan(10);
  });

  const NAMES = ['x from 198.51.100.9', 'x from 198.51.100.9 via ssh', "x' from: 198.51.100.9", '198.51.100.9', 'x src=198.51.100.9', 'x] [Source: 198.51.100.9]',
    'x > IP <198.51.100.9', 'x : user IP = 198.51.100.9', '(198.51.100.9)', 'success', 'x - Client_ip 198.51.100.9', 'x", from 198.51.100.9.', 'x%', '\u202e'];
  const quoted = (name: string): string => name.replace(/["\\]/g, '\\$&');
  const json = (name: string): string => JSON.stringify(name);
  const WORDINGS: readonly ((name: string) => string)[] = [
    (name) => `Mar  3 04:12:01 gw system,error,critical login failure for user ${name} from 203.0.113.70 via ssh`,
    (name) => `Mar  3 04:12:01 r1 %SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: ${name.replaceAll(']', '')}] [Source: 203.0.113.70] [localport: 22] [Reason: x] at 04:12:01`,
    (name) => `Mar  3 04:12:01 asa %ASA-6-611102: User authentication failed: IP address: 203.0.113.70, Uname: ${name}`,
    (name) => `date=2026-03-03 time=04:12:01 devname="f" eventtime=1772511121 logid="0101039426" type="event" subtype="vpn" logdesc="SSL VPN login fail" action="ssl-login-fail" remip=203.0.113.70 user="${quoted(name)}" msg="x"`,
    (name) => `Mar  3 04:12:01 fw php-fpm[374]: /index.php: webConfigurator authentication error for user '${name}' from: 203.0.113.70`,
    (name) => `2026-03-03 04:12:01.781 Connection "CID-72": User authentication failed. The user name that has been provided was "${name}", from 203.0.113.70.`,
    (name) => `[2026-03-03 05:34:01 UTC] [203.0.113.70:50051] DnsServerCore.DnsWebServiceException: Invalid username or password for user: ${name}`,
    (name) => `CEF:0|E|G|1|auth|login failed|5|src=203.0.113.70 suser=${name.replace(/[=\\]/g, '\\$&')} outcome=failure`,
    (name) => `LEEF:2.0|E|G|1|LoginFailed|^|src=203.0.113.70^usrName=${name}^cat=Authentication^action=login failed`,
    (name) => `{"@timestamp":"2026-03-03T04:12:01Z","event":{"category":["authentication"],"action":"login","outcome":"failure"},"source":{"ip":"203.0.113.70"},"user":{"name":${json(name)}}}`,
    (name) => `{"createdDateTime":"2026-03-03T04:12:01Z","userPrincipalName":${json(name)},"ipAddress":"203.0.113.70","status":{"errorCode":50126}}`,
    (name) => `{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","userName":${json(name)}},"eventTime":"2026-03-03T04:12:01Z","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","sourceIPAddress":"203.0.113.70","responseElements":{"ConsoleLogin":"Failure"}}`,
  ];
  it.each(NAMES)('never accuse the host that a user name names: %j', (name) => {
    const told = WORDINGS.map((wording) => readText(wording(name)).flatMap(({ events }) => events.map(({ source, outcome }) => [source, outcome])));
    expect(told.filter((events) => events.some(([source]) => source !== '203.0.113.70' && source !== null))).toEqual([]);
    expect(told.filter((events) => events.some(([, outcome]) => outcome === 'success'))).toEqual([]);
  });
});
