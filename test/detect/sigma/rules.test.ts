import { describe, expect, it } from 'vitest';
import { yamlLoader } from '../../../src/adapters/yaml-loader.ts';
import { explainEvent } from '../../../src/detect/sigma/explain.ts';
import { readRule } from '../../../src/detect/sigma/read-rule.ts';
import type { Rule } from '../../../src/detect/sigma/rule.ts';
import { openRuleHits } from '../../../src/detect/sigma/rule-hits.ts';
import { matchesSample } from '../../../src/detect/sigma/rule-sample.ts';
import { openRuleSet } from '../../../src/detect/sigma/rule-set.ts';
import { readText } from '../../support/scan-text.ts';

const HEAD = 'title: a rule\nid: r1\nlogsource: {category: process_creation, product: windows}\n';
async function read(text: string): Promise<ReturnType<typeof readRule>> {
  const document = await yamlLoader.yaml(text);
  if (!document.ok) throw new Error(document.trouble.why);
  return readRule({ file: 'a.yml', value: document.value.value, lineOf: document.value.lineOf });
}
async function ruleOf(text: string): Promise<Rule> {
  const one = await read(text);
  if ('refused' in one) throw new Error(one.refused.why);
  return one.rule;
}
const selecting = (selection: string): Promise<Rule> => ruleOf(`${HEAD}detection:\n  s:\n    ${selection}\n  condition: s`);
const asks = async (selection: string, fields: Readonly<Record<string, string>>): Promise<boolean> =>
  matchesSample(await selecting(selection), { expect: true, of: { fields } }, () => []);

describe('a value', () => {
  it.each<[string, string, boolean]>([
    ["A: 'abc'", 'ABC', true], ["A: 'abc'", 'abcd', false], ["A: 'a*c'", 'a---c', true], ["A: 'a?c'", 'abc', true], ["A: 'a?c'", 'ac', false],
    ["A: 'a\\*c'", 'a*c', true], ["A: 'a\\*c'", 'abc', false], ["A: 'a\\?c'", 'a?c', true], ["A: 'a\\\\*'", 'a\\x', true], ["A: 'a\\\\*'", 'a*', false],
    ["A: 'a\\\\\\*'", 'a\\*', true], ["A: 'a\\\\\\*'", 'a\\x', false], ["A: 'C:\\Windows'", 'c:\\windows', true], ["A: '\\\\\\\\srv'", '\\\\srv', true],
    ["A: 'a\\'", 'a\\', true], ['A: 4624', '4624', true], ['A: true', 'TRUE', true], ["A: ''", '', true], ["A: ''", 'x', false], ["A: '*'", 'x', true],
    ["A|contains: 'b'", 'abc', true], ["A|startswith: 'a'", 'abc', true], ["A|endswith: 'c'", 'abc', true], ["A|endswith: '\\x.exe'", 'C:\\X.EXE', true],
    ["A|contains: 'a*c'", 'xabbcx', true], ["A|contains: ''", 'abc', true], ["A|contains: ['x', 'b']", 'abc', true], ["A|contains|all: ['a', 'c']", 'abc', true],
    ["A|contains|all: ['a', 'x']", 'abc', false], ["A|cased: 'abc'", 'ABC', false], ["A|contains|cased: 'B'", 'aBc', true], ["A|re: '^a.c$'", 'abc', true],
    ["A|re: '^a.c$'", 'ABC', false], ["A|re|i: '^a.c$'", 'ABC', true], ["A|re: '(?i)^a.c$'", 'ABC', true], ["A|re|s: 'a.c'", 'a\nc', true], ["A|re|m: '^c'", 'a\nc', true],
    ["A|cidr: '10.0.0.0/8'", '10.1.2.3', true], ["A|cidr: '10.0.0.0/8'", '11.1.2.3', false], ["A|cidr: '2001:db8::/32'", '2001:db8::1', true], ["A|cidr: '10.0.0.0/8'", 'host', false],
    ["A|windash|contains: ' -f '", 'x /f y', true], ["A|contains|windash: ' -f '", 'x \u2013f y', true], ["A|contains|windash: ' /f '", 'x -f y', true], ["A|contains|windash: ' -f '", 'x f y', false],
    ["A|base64: 'foobar'", 'Zm9vYmFy', true], ["A|base64offset|contains: 'foobar'", Buffer.from('xfoobary').toString('base64'), true],
    ["A|base64offset|contains: 'foobar'", Buffer.from('xyfoobary').toString('base64'), true], ["A|base64offset|contains: 'foobar'", Buffer.from('xyzfoobary').toString('base64'), true],
    ["A|wide|base64offset|contains: 'ping'", Buffer.from('a ping b', 'utf16le').toString('base64'), true], ["A|utf16le|base64offset|contains: 'ping'", Buffer.from('xping', 'utf16le').toString('base64'), true],
    ["A|utf16be|base64: 'a'", Buffer.from([0, 97]).toString('base64'), true], ["A|utf16|base64: 'a'", Buffer.from([255, 254, 97, 0]).toString('base64'), true],
    ['A|gt: 5', '6', true], ['A|gt: 5', '5', false], ['A|gte: 5', '5', true], ['A|lt: 5', '4', true], ['A|lte: 5', '6', false], ['A|gt: 5', 'x', false],
    ["A|neq: 'x'", 'y', true], ["A|neq: 'x'", 'x', false], ["A|contains|neq: 'x'", 'axb', false], ['A|exists: true', 'x', true], ['A|exists: false', 'x', false],
  ])('%s on %j', async (selection, value, expected) => {
    expect(await asks(selection, { A: value })).toBe(expected);
  });

  it('that is empty, missing or another field\'s', async () => {
    expect([await asks('A: null', {}), await asks('A: null', { A: 'x' }), await asks("A: ''", {}), await asks('A|exists: false', {}), await asks('A|fieldref: B', { A: 'x', B: 'X' }),
      await asks('A|fieldref: B', { A: 'x' }), await asks('A|fieldref|startswith: B', { A: 'xy', B: 'x' }), await asks("A: ['x', null]", {})])
      .toEqual([true, false, false, true, true, false, true, true]);
  });
});

describe('a condition', () => {
  const three = `${HEAD}detection:\n  sel_a: {A: '1'}\n  sel_b: {B: '1'}\n  other: {C: '1'}\n  _own: {D: '1'}\n  condition: `;
  it.each<[string, string, boolean]>([
    ['sel_a and sel_b', 'AB', true], ['sel_a and sel_b', 'A', false], ['sel_a or sel_b and other', 'A', true], ['(sel_a or sel_b) and other', 'A', false],
    ['not sel_a', 'B', true], ['not not sel_a', 'A', true], ['sel_a and not sel_b', 'A', true], ['1 of sel_*', 'B', true], ['all of sel_*', 'B', false], ['all of sel_*', 'AB', true],
    ['1 of them', 'D', false], ['all of them', 'ABC', true], ['2 of them', 'AC', true], ['2 of them', 'AD', false], ['any of them', 'C', true], ['not 1 of sel_*', 'C', true],
    ['sel_a AND NOT sel_b', 'A', true], ['1 of sel*a or other', 'C', true], ['all of sel_* and not other', 'ABC', false],
  ])('%s of %s', async (condition, set, expected) => {
    const fields = Object.fromEntries(Array.from(set, (name) => [name, '1']));
    expect(matchesSample(await ruleOf(three + condition), { expect: true, of: { fields } }, () => [])).toBe(expected);
  });

  it('may be a list, of which one must hold; keywords look in every field', async () => {
    const listed = await ruleOf(`${HEAD}detection:\n  a: {A: '1'}\n  b: {B: '1'}\n  condition: [a, b]`);
    const keywords = await ruleOf(`${HEAD}detection:\n  k: ['one', 'tw?']\n  all:\n    '|all': ['one', 'three']\n  condition: k and not all`);
    const asked = (rule: Rule, fields: Readonly<Record<string, string>>) => matchesSample(rule, { expect: true, of: { fields } }, () => []);
    expect([asked(listed, { B: '1' }), asked(keywords, { X: 'say one' }), asked(keywords, { X: 'x two' }), asked(keywords, { X: 'one', Y: 'three' }), asked(keywords, { X: 'no' })])
      .toEqual([true, true, true, false, false]);
  });
});

describe('a rule that cannot be used', () => {
  const body = (selection: string, condition = 's') => `${HEAD}detection:\n  s: {${selection}}\n  condition: ${condition}`;
  it.each<[string, string, number]>([
    ['A|sounds: x', 'unknown modifier `sounds`', 5], ["A|expand: '%x%'", '`expand`', 5], ["A|re: '(?=x)'", 'look-around', 5], ["A|re: '(a)\\1'", 'back-references', 5],
    ["A|cidr: 'x'", 'no network', 5], ['A|gt: x', 'a number', 5], ["A|base64: 'a*'", 'wildcards', 5], ["A|minute: 5", 'unknown modifier', 5],
  ])('%s', async (selection, why, line) => {
    expect(await read(body(selection))).toMatchObject({ refused: { file: 'a.yml', line, why: expect.stringContaining(why) as unknown } });
  });
  it.each<[string, string]>([
    [body('A: x', 's | count() > 5'), 'aggregations'], [body('A: x', 't'), 'no selection `t`'], [body('A: x', 's and'), 'too early'], [body('A: x', '(s'), 'not closed'], [body('A: x', 's s'), 'not expected'],
    [body('A: x', '1 of x*'), 'no selection is called'], ['title: x\ncorrelation: {}', '`correlation`'], ['- 1', 'no rule'], ['id: x', '`title`'], ['title: x\nlogsource: {product: windows}', '`detection`'],
    [`${HEAD}detection: {s: {A: x}}`, '`condition`'], ['title: x\nlogsource: {product: aws, service: cloudtrail}\ndetection: {}', 'nothing here reads'], [`${HEAD}level: grave\ndetection: {s: {A: x}, condition: s}`, '`level`'],
  ])('%#', async (text, why) => {
    expect(await read(text)).toMatchObject({ refused: { why: expect.stringContaining(why) as unknown } });
  });
});

describe('routes', () => {
  const event = (channel: string, id: number, more: object = {}): string => JSON.stringify({ EventID: id, Channel: channel, Hostname: 'ws1', SourceName: 'p', ...more });
  const SYSMON = 'Microsoft-Windows-Sysmon/Operational';
  const source = (logsource: string): Promise<Rule> => ruleOf(`title: a rule\nid: r\nlogsource: {${logsource}}\ndetection:\n  s: {X: '1'}\n  condition: s`);
  it.each<[string, string, boolean]>([
    ['product: windows, category: process_creation', event(SYSMON, 1, { X: '1' }), true], ['product: windows, category: process_creation', event(SYSMON, 11, { X: '1' }), false],
    ['product: windows, category: process_creation', event('Security', 4688, { X: '1' }), true], ['product: windows, category: registry_set', event(SYSMON, 13, { X: '1' }), true],
    ['product: windows, category: registry_delete', event(SYSMON, 12, { X: '1', EventType: 'DeleteKey' }), true], ['product: windows, category: registry_delete', event(SYSMON, 12, { X: '1', EventType: 'CreateKey' }), false],
    ['product: windows, service: security', event('Security', 1, { X: '1' }), true], ['product: windows, service: security', event('System', 1, { X: '1' }), false],
    ['product: windows, category: ps_script', event('Microsoft-Windows-PowerShell/Operational', 4104, { X: '1' }), true], ['product: windows', event('Any', 1, { X: '1' }), true],
    ['category: webserver', event('Security', 1, { X: '1' }), false],
  ])('%s and %s', async (logsource, line, expected) => {
    const set = openRuleSet([await source(logsource)]);
    expect(readText(line).flatMap(({ events }) => events).some((one) => set.match(one).length > 0)).toBe(expected);
  });

  it('read the fields of other logs by the names rules use', async () => {
    const web = await ruleOf("title: w\nid: w\nlogsource: {category: webserver}\ndetection:\n  s:\n    cs-uri-query|contains: 'x=1'\n    sc-status: 200\n    cs-method: GET\n  condition: s");
    const sshd = await ruleOf("title: s\nid: s\nlogsource: {product: linux, service: sshd}\ndetection:\n  k: ['Bad protocol']\n  condition: k");
    const log = '203.0.113.7 - - [03/Mar/2026:04:12:01 +0000] "GET /a?x=1 HTTP/1.1" 200 5 "-" "-"';
    const auth = "Mar  3 04:12:01 web1 sshd[1]: Bad protocol version identification 'x' from 203.0.113.7 port 1";
    const set = openRuleSet([web, sshd]);
    expect(readText(log).flatMap(({ events }) => events.flatMap((one) => set.match(one).map(({ id }) => id)))).toEqual(['w']);
    expect(readText(auth).flatMap(({ events }) => events.flatMap((one) => set.matchLine(one, auth).map(({ id }) => id)))).toEqual(['s']);
  });

  it('ask each rule that could match, and no index hides one', async () => {
    const rules = await Promise.all(['A|contains: needle', "A|endswith: '\\abc.exe'", 'B: exact', "A|re: 'ne+dle'", "A|contains: 'xy'"].map(async (selection, at) =>
      ({ ...await selecting(selection), id: `r${at}` })));
    const line = event(SYSMON, 1, { A: 'a NEEDLE xy \\abc.exe', B: 'EXACT' });
    const hits = readText(line).flatMap(({ events }) => events.flatMap((one) => openRuleSet(rules).match(one).map(({ id }) => id)));
    expect(hits.sort()).toEqual(['r0', 'r1', 'r2', 'r4']);
  });
});

describe('findings of rules', () => {
  const at = (line: number, image: string): string => JSON.stringify({
    EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational', Hostname: 'ws1', UtcTime: `2026-03-03 04:12:0${line}.000`, Image: image, CommandLine: `${image} /x`, User: 'EXAMPLE\\ana',
  });
  it('are one for each rule and host, with lines, techniques, reason and innocent reading', async () => {
    const rule = await ruleOf(`${HEAD}description: Something odd. And more.\nlevel: high\ntags: [attack.execution, attack.t1059.001, attack.defense-evasion, attack.t1027]\nfalsepositives: [Unknown, A test]\ndetection: {s: {Image: 'c:\\a.exe'}, condition: s}`);
    const set = openRuleSet([rule]);
    const hits = openRuleHits();
    for (const { events } of readText([at(1, 'C:\\a.exe'), at(2, 'C:\\b.exe'), at(3, 'C:\\a.exe')].join('\n'))) {
      for (const one of events) for (const hit of set.match(one)) hits.note(hit, one);
    }
    expect(hits.drain()).toEqual([expect.objectContaining({
      family: 'r1', severity: 'high', progress: 'action', category: 'execution', count: 2, hosts: ['ws1'], users: ['ana'], benign: 'A test',
      attack: [{ tactic: 'execution', technique: 'T1059.001' }, { tactic: 'defense-evasion', technique: 'T1027' }],
      lines: [expect.objectContaining({ line: 1, role: 'first' }), expect.objectContaining({ line: 3, role: 'last' })],
      reason: 'The rule r1 matches 2 records between 2026-03-03 04:12:01Z and 2026-03-03 04:12:03Z. Something odd. The first: `C:\\a.exe /x`.',
    })]);
    expect(hits.drain()).toEqual([]);
  });

  it('of attempts alone are medium at most', async () => {
    const rule = await ruleOf("title: w\nid: w\nlevel: critical\nlogsource: {category: webserver}\ndetection:\n  s: {cs-method: GET}\n  condition: s");
    const hits = openRuleHits();
    for (const { events } of readText('203.0.113.7 - - [03/Mar/2026:04:12:01 +0000] "GET /a HTTP/1.1" 200 5 "-" "-"')) for (const one of events) hits.note(rule, one);
    expect(hits.drain()).toMatchObject([{ severity: 'medium', progress: 'attempt', sources: ['203.0.113.7'] }]);
  });

  it('can be explained', async () => {
    const rule = await ruleOf(`${HEAD}detection:\n  a: {Image|endswith: '\\a.exe'}\n  b: {CommandLine|contains: '/y'}\n  condition: a and b`);
    const [event] = readText(at(1, 'C:\\a.exe'))[0]?.events ?? [];
    expect(event && explainEvent(rule, event, null)).toEqual({ is: 'asked', matches: false, selections: [
      { name: 'a', matches: true, fails: null }, { name: 'b', matches: false, fails: 'CommandLine is "*/y*"' },
    ] });
  });
});
