import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { folderForAll, installSoc } from '../support/run-soc.ts';

const soc = installSoc();
const home = folderForAll();
const tree = join(home, 'tree');
const rule = (id: string, selection: string): string =>
  `title: rule ${id}\nid: ${id}\nlogsource:\n  category: process_creation\n  product: windows\ndetection:\n  s:\n    ${selection}\n  condition: s\nlevel: high\n`;
mkdirSync(tree);
writeFileSync(join(tree, 'good.yml'), rule('good', "Image|endswith: '\\odd.exe'"));
writeFileSync(join(tree, 'bad.yml'), rule('bad', 'Image|sounds: x'));
writeFileSync(join(tree, 'broken.yml'), 'title: [\n');
writeFileSync(join(tree, 'two.yml'), `${rule('one', 'Image: a')}---\n${rule('two', 'Image|re: (?=x)')}`);
writeFileSync(join(tree, 'good.jsonl'), '{"expect": true, "fields": {"Image": "C:\\\\odd.exe"}}\n{"expect": true, "fields": {"Image": "C:\\\\even.exe"}}\n');
const log = join(home, 'events.json');
const event = { EventID: 1, Channel: 'Microsoft-Windows-Sysmon/Operational', Hostname: 'ws1', UtcTime: '2026-03-03 04:12:01.000', Image: 'C:\\odd.exe', CommandLine: 'odd.exe' };
writeFileSync(log, `${JSON.stringify(event, null, 2)}\n`);

describe('rules', () => {
  it('is a command', () => { expect(COMMANDS.map(({ name }) => name)).toContain('rules'); });

  it('list shows those shipped and those of a folder', async () => {
    expect((await soc.run(['rules', 'list'], { home })).out).toMatch(/Memory of LSASS opened for reading/);
    expect((await soc.run(['rules', 'list', tree, '--json'], { home })).out.trim().split('\n').map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(['good', 'one']);
  });

  it('lint names file and line, and ends with 1', async () => {
    const { code, out } = await soc.run(['rules', 'lint', tree], { home });
    expect(code).toBe(1);
    expect(out).toContain('bad.yml:8: unknown modifier `sounds`');
    expect(out).toMatch(/broken\.yml:\d+: /);
    expect(out).toContain('two.yml:19: regular expression: look-around');
    expect(out).toContain('2 rules in order, 0 about logs that nothing here reads, 3 refused');
  });

  it('lint loses no file: links, large ones and twins of an id are told', async () => {
    const odd = join(home, 'odd');
    mkdirSync(join(odd, 'below'), { recursive: true });
    writeFileSync(join(odd, 'a.yml'), rule('same', 'Image: a'));
    writeFileSync(join(odd, 'below', 'b.yml'), rule('same', 'Image: b'));
    writeFileSync(join(odd, 'large.yml'), 'a'.repeat(1_048_577));
    writeFileSync(join(home, 'elsewhere.yml'), rule('linked', 'Image: c'));
    symlinkSync('..', join(odd, 'below', 'loop'));
    symlinkSync(join(home, 'elsewhere.yml'), join(odd, 'linked.yml'));
    symlinkSync('nowhere.yml', join(odd, 'dangling.yml'));
    const { code, out } = await soc.run(['rules', 'lint', odd], { home });
    expect(code).toBe(1);
    expect(out.split('\n').slice(0, -1)).toEqual([
      expect.stringMatching(/dangling\.yml: no such file or directory$/), expect.stringMatching(/large\.yml: 1048577 bytes are too many/),
      expect.stringMatching(/below\/b\.yml:1: the rule of .*\/a\.yml:1 has the same id same$/),
      '2 rules in order, 0 about logs that nothing here reads, 3 refused',
    ]);
  });

  it('a folder that is not there ends with 2, as do samples that are not', async () => {
    for (const args of [['list', join(home, 'none')], ['lint', join(home, 'none')], ['test', join(home, 'none')], ['test', home, '--rules', join(home, 'none')]]) {
      const { code, err } = await soc.run(['rules', ...args], { home });
      expect([code, err]).toEqual([2, expect.stringContaining('no such file or directory')]);
    }
  });

  it('test runs samples, and names the one that is not as expected', async () => {
    const { code, out } = await soc.run(['rules', 'test', tree, '--rules', tree], { home });
    expect([code, out]).toEqual([1, `${join(tree, 'good.jsonl')}:2: the rule does not match\n1 of 2 samples as expected\n`]);
  });

  it('explain says what a rule asks for and why an event matched', async () => {
    const { out } = await soc.run(['rules', 'explain', 'good', log, '--rules', tree], { home });
    expect(out).toContain('log source  windows/process_creation');
    expect(out).toContain('fields      Image');
    expect(out).toMatch(/events\.json:7: matches\n {2}yes s\n/);
    expect((await soc.run(['rules', 'explain', 'none'], { home })).code).toBe(2);
  });

  it('of a folder are used by triage; a bad one is named and stops nothing', async () => {
    const { code, out } = await soc.run(['triage', log, '--rules', tree, '--json', '--no-save'], { home });
    expect(code).toBe(1);
    const facts = out.trim().split('\n').map((line) => JSON.parse(line) as { fact?: { type: string; what?: string; rules?: number; refused?: number; finding?: { family: string } } });
    const of = (type: string) => facts.flatMap(({ fact }) => (fact?.type === type ? [fact] : []));
    expect(of('finding.raised').map(({ finding }) => finding?.family)).toContain('good');
    expect(of('rules.taken')).toMatchObject([{ refused: 3 }]);
    expect(of('trouble.met').map(({ what }) => what).filter((what) => what?.includes('bad.yml:8'))).toHaveLength(1);
  });

  it('that differ are seen when a session is run again', async () => {
    const own = join(home, 'own');
    mkdirSync(own);
    writeFileSync(join(own, 'a.yml'), rule('a', "Image|endswith: '\\odd.exe'"));
    await soc.run(['triage', log, '--rules', own], { home });
    expect((await soc.run(['replay', 'last', '--verify'], { home })).code).toBe(0);
    writeFileSync(join(own, 'a.yml'), rule('a', "Image|endswith: '\\other.exe'"));
    const { code, out, err } = await soc.run(['replay', 'last', '--verify'], { home });
    expect([code === 0, `${out}${err}`.includes('rules.taken')]).toEqual([false, true]);
  });

  it('that are nowhere end the run', async () => {
    expect((await soc.run(['triage', log, '--rules', join(home, 'nowhere'), '--no-save'], { home })).code).toBe(2);
  });
});
