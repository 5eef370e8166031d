import { describe, expect, it } from 'vitest';
import { READERS } from '../../src/intel/feeds/index.ts';
import { readFeed } from '../../src/intel/reading/read-feed.ts';
import { readPattern } from '../../src/intel/reading/stix-pattern.ts';
import { readXml } from '../../src/intel/reading/xml.ts';

function read(text: string) {
  const result = readFeed(text);
  if (!result.ok) throw new Error(`${result.trouble.line}: ${result.trouble.why}`);
  return result.value;
}
const told = (text: string): readonly string[] => read(text).entries.map(({ kind, value, use }) => `${kind} ${value} ${use}`);
const json = (value: unknown): string => JSON.stringify(value);
const SHA256 = 'ab'.repeat(32);
const MD5 = 'cd'.repeat(16);

/** One feed of each form, and what it holds. */
const FEEDS: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  plain: ['# Emotet C2 servers\nc2[.]example[.]com\n203.0.113.9:443\n\n# scanners\n198.51.100.0/24 # noisy\n', ['domain c2.example.com c2', 'ip-port 203.0.113.9:443 c2', 'cidr 198.51.100.0/24 scanner']],
  csv: ['ioc,type,description,first_seen,confidence\n203.0.113.9,ip,"Cobalt Strike, C2",2026-02-01,90\nevil.example,domain,phishing kit,2026-02-02,high\n', ['ipv4 203.0.113.9 c2', 'domain evil.example phishing']],
  'signature-base': [`# comment\n${MD5};Some RAT - http://example.org/x\n${SHA256};Miner\nevil.example;C2\n`, [`md5 ${MD5} malware`, `sha256 ${SHA256} mining`, 'domain evil.example c2']],
  'hosts-file': ['# hosts\n127.0.0.1 localhost\n0.0.0.0 a.example b.example # ads\n0.0.0.0 c.example\n', ['domain a.example unknown', 'domain b.example unknown', 'domain c.example unknown']],
  misp: [json({ Event: { info: 'Emotet', Attribute: [
    { type: 'ip-dst|port', category: 'Network activity', value: '203.0.113.9|443', to_ids: true, timestamp: '1767225600' },
    { type: 'filename|sha256', category: 'Payload delivery', value: `x.exe|${SHA256}`, to_ids: true }, { type: 'domain', value: 'no.example', to_ids: false },
  ], Object: [{ Attribute: [{ type: 'url', value: 'http://evil.example/x', to_ids: true }] }] } }), ['ip-port 203.0.113.9:443 c2', `sha256 ${SHA256} c2`, 'url evil.example/x c2']],
  stix: [json({ type: 'bundle', objects: [
    { type: 'indicator', name: 'C2', pattern_type: 'stix', pattern: "[ipv4-addr:value = '203.0.113.9' OR domain-name:value IN ('a.example', 'b.example')]", valid_from: '2026-01-01T00:00:00Z', valid_until: '2026-06-01T00:00:00Z', confidence: 80 },
    { type: 'indicator', name: 'dropper', pattern_type: 'stix', pattern: `[file:hashes.'SHA-256' = '${SHA256}' AND file:name = 'x.exe']` },
    { type: 'indicator', name: 'old', revoked: true, pattern_type: 'stix', pattern: "[domain-name:value = 'gone.example']" },
  ] }), ['ipv4 203.0.113.9 c2', 'domain a.example c2', 'domain b.example c2', `sha256 ${SHA256} malware`]],
  openioc: [`<?xml version="1.0"?><OpenIOC xmlns="http://openioc.org/schemas/OpenIOC_1.1" last-modified="2026-02-01T00:00:00Z"><metadata><short_description>Backdoor &amp; co</short_description></metadata><criteria><Indicator operator="OR">
<IndicatorItem condition="is"><Context search="FileItem/Md5sum"/><Content type="md5">${MD5}</Content></IndicatorItem>
<IndicatorItem condition="contains"><Context search="Network/DNS"/><Content type="string">evil.example</Content></IndicatorItem>
<IndicatorItem condition="matches"><Context search="FileItem/FileName"/><Content type="string">a.*</Content></IndicatorItem>
</Indicator></criteria></OpenIOC>`, [`md5 ${MD5} malware`, 'domain evil.example malware']],
  'abuse-ch': [json({ 7: [{ ioc_value: '203.0.113.9:443', ioc_type: 'ip:port', threat_type: 'botnet_cc', malware_printable: 'Qakbot', first_seen_utc: '2026-02-01 10:00:00', confidence_level: 100 }] }), ['ip-port 203.0.113.9:443 c2']],
  json: [json([{ indicator: 'evil.example', type: 'domain', description: 'spam run' }, { indicator: '203.0.113.9', type: 'IPv4' }]), ['domain evil.example spam', 'ipv4 203.0.113.9 unknown']],
  'warning-list': [json({ name: 'Own resolvers', type: 'hostname', list: ['dns.example.org', '192.0.2.53'], matching_attributes: ['domain'] }), ['domain dns.example.org unknown', 'ipv4 192.0.2.53 unknown']],
};

describe('a feed of each form', () => {
  it('stands here', () => { expect(READERS.map(({ name }) => name).sort()).toEqual(Object.keys(FEEDS).sort()); });

  it.each(Object.entries(FEEDS))('%s is told by its looks and read', (name, [text, wanted]) => {
    expect(read(text).format).toBe(name);
    expect(told(text)).toEqual(wanted);
  });

  it('carries what the feed says of times, ends and confidence', () => {
    const [first] = read(FEEDS['stix']?.[0] ?? '').entries;
    expect(first).toMatchObject({ first: Date.UTC(2026, 0, 1), expires: Date.UTC(2026, 5, 1), confidence: 80, note: 'C2' });
  });

  it.each<[string, string, readonly string[]]>([
    ['URLhaus as CSV, its columns named in a comment', '# abuse.ch URLhaus\n# id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter\n"1","2026-02-01 10:00:00","http://203.0.113.9:8080/a.sh","online","2026-02-02 10:00:00","malware_download","elf,mirai","https://urlhaus.abuse.ch/url/1/","x"\n', ['url 203.0.113.9:8080/a.sh malware']],
    ['Feodo Tracker as CSV', '# Feodo Tracker\nfirst_seen_utc,dst_ip,dst_port,c2_status,last_online,malware\n2026-02-01 10:00:00,203.0.113.9,443,online,2026-02-02,Dridex\n', ['ip-port 203.0.113.9:443 c2']],
    ['MalwareBazaar as CSV', `# "first_seen_utc","sha256_hash","md5_hash","sha1_hash","reporter","file_name","file_type_guess","mime_type","signature","clamav","vtpercent","imphash","ssdeep","tlsh"\n"2026-02-01 10:00:00", "${SHA256}", "${MD5}", "${'ef'.repeat(20)}", "x", "a.exe", "exe", "application/x-dosexec", "AgentTesla stealer", "n/a", "10", "${'12'.repeat(16)}", "n/a", "n/a"\n`, [`sha256 ${SHA256} malware`, `md5 ${MD5} malware`, `sha1 ${'ef'.repeat(20)} malware`]],
    ['URLhaus as JSON', json({ 12: [{ dateadded: '2026-02-01 10:00:00 UTC', url: 'http://evil.example/x', url_status: 'offline', threat: 'malware_download', tags: ['exe'] }] }), ['url evil.example/x malware']],
    ['Feodo Tracker as JSON', json([{ ip_address: '203.0.113.9', port: 447, status: 'online', malware: 'TrickBot', first_seen: '2026-02-01 10:00:00', last_online: '2026-02-02' }]), ['ip-port 203.0.113.9:447 c2']],
    ['a table without names', '203.0.113.9;2026-02-01;botnet\n198.51.100.4;2026-02-01;botnet\n', ['ipv4 203.0.113.9 c2', 'ipv4 198.51.100.4 c2']],
    ['JSON lines', '{"ip":"203.0.113.9","comment":"scanner"}\n{"ip":"198.51.100.4","comment":"scanner"}\n', ['ipv4 203.0.113.9 scanner', 'ipv4 198.51.100.4 scanner']],
    ['a report in prose', 'The dropper calls hxxp://evil[.]example/a.php and 203[.]0[.]113[.]9.\n', ['url evil.example/a.php malware', 'ipv4 203.0.113.9 malware']],
  ])('%s', (_what, text, wanted) => { expect(told(text)).toEqual(wanted); });

  it('names the line of what it cannot take', () => {
    expect(read('evil.example\nnot an indicator at all\n').troubles).toEqual([{ line: 2, why: 'no indicator on this line' }]);
    expect(readFeed('{\n  "type": "bundle",\n  "objects": [}\n')).toMatchObject({ ok: false, trouble: { line: 3 } });
  });
});

describe('a pattern of STIX', () => {
  it.each<[string, readonly (readonly string[])[] | null]>([
    ["[a:b = 'x' AND (c:d = '1' OR c:d = '2')]", [['a:b=x', 'c:d=1'], ['a:b=x', 'c:d=2']]],
    ["[file:hashes.'SHA-1' = 'x'] FOLLOWEDBY [a:b = 'y'] WITHIN 5 SECONDS", [['file:hashes.sha-1=x', 'a:b=y']]],
    ["[a:b NOT IN ('x','y')]", [['!a:b=x,y']]], ["[a:b = 'it\\'s']", [["a:b=it's"]]],
    ["[a:b = 'x'", null], ["a:b = 'x'", null], ['('.repeat(60), null], ["[a:b = ']", null],
  ])('%s', (pattern, wanted) => {
    const groups = readPattern(pattern);
    expect(groups?.map((group) => group.map(({ path, values, negated }) => `${negated ? '!' : ''}${path}=${values.join(',')}`)) ?? null).toEqual(wanted);
  });
});

describe('XML of a feed', () => {
  it.each([
    ['<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', 'a document type is not accepted'], ['<a><b></a>', '</a> closes nothing'], ['<a>', '<a> is never closed'],
    ['<a'.repeat(100), null], ['<a>'.repeat(100), 'too large or too deep'],
  ])('%s is refused', (text, why) => {
    const result = readXml(text);
    expect(result.ok ? null : result.trouble.why).toBe(why);
  });
});

it.each(['<!--', '<![CDATA[', '<?', '<a ', '<a b="'])('a feed of nothing but %j takes no time to speak of', (unit) => {
  const started = performance.now();
  readXml(`<ioc>${unit.repeat(400_000 / unit.length)}`);
  expect(performance.now() - started).toBeLessThan(2_000);
});

it('takes what comments and quoted parts of XML hold as it stands', () => {
  const read = readXml('<?xml version="1.0"?><a><!-- <b> --><![CDATA[<c>]]></a>');
  expect(read.ok && read.value.children[0]).toMatchObject({ name: 'a', text: '<c>', children: [] });
});
