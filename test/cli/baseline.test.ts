import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TriageDocument } from '../../src/domain/document.ts';
import { folderForAll, installSoc } from '../support/run-soc.ts';

const soc = installSoc();
const home = folderForAll();
const NIGHT = 'fixtures/nights/d-person';
const at = { home, cwd: join(import.meta.dirname, '..', '..') };

describe('soc baseline', () => {
  it('is built, listed, shown, used, recorded, missed when it changed, and removed', async () => {
    expect((await soc.run(['baseline', 'build', NIGHT, '--name', 'usual'], at)).out).toMatch(/^baseline usual: 579 lines, \d+ forms of lines/);
    const path = join(home, 'baselines', 'usual.json');
    expect([statSync(path).mode & 0o777, statSync(join(home, 'baselines')).mode & 0o777]).toEqual([0o600, 0o700]);
    expect((await soc.run(['baseline', 'show'], at)).out).toBe('usual\n');
    expect((await soc.run(['baseline', 'show', 'usual'], at)).out).toContain('579 lines of 1 logs');

    const { out } = await soc.run(['triage', 'fixtures/demo', '--zone', 'UTC', '--baseline', 'usual', '--format', 'json'], at);
    const document = JSON.parse(out) as TriageDocument;
    expect(document.findings.filter(({ detector }) => detector === 'novelty').every(({ severity }) => severity === 'low' || severity === 'info')).toBe(true);
    expect([document.verdict, document.severity]).toEqual(['incident', 'critical']);
    expect((await soc.run(['replay', 'last', '--verify'], at)).code).toBe(0);

    writeFileSync(path, readFileSync(path, 'utf8').replace('"lines":579', '"lines":580'));
    const changed = await soc.run(['replay', 'last', '--verify'], at);
    expect([changed.code, changed.out]).toEqual([2, expect.stringContaining('baseline usual: it was built anew since')]);
    expect((await soc.run(['baseline', 'rm', 'usual'], at)).out).toBe('removed usual\n');
    expect((await soc.run(['baseline', 'rm', 'usual'], at)).code).toBe(2);
  });

  it.each([
    ['there is none', ['triage', 'fixtures/demo', '--baseline', 'nope'], 'there is no baseline nope'],
    ['the name is a path', ['triage', 'fixtures/demo', '--baseline', '../knowledge'], 'is no name of a baseline'],
    ['the name to build is a path', ['baseline', 'build', NIGHT, '--name', '../x'], 'is no name of a baseline'],
  ])('ends with 2 where %s', async (_why, args, words) => {
    const { code, err } = await soc.run(args, at);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  });

  it('does not use a damaged one', async () => {
    await soc.run(['baseline', 'build', NIGHT], at);
    writeFileSync(join(home, 'baselines', 'default.json'), '{"schema":99}\n');
    expect((await soc.run(['triage', 'fixtures/demo', '--baseline', 'default'], at)).err).toContain('build it again');
  });
});
