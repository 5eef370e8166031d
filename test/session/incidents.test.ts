import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentSchema } from '../../src/domain/document.ts';
import type { Knowledge, KnownIncident } from '../../src/domain/knowledge.ts';
import { folderForAll, installSoc } from '../support/run-soc.ts';
import { guessingLog, QUIET_LOG, takeoverLog } from '../support/small-logs.ts';

const soc = installSoc();
const folder = folderForAll();

/** A desk of its own: a home, logs, and the program. */
function desk(name: string) {
  const home = join(folder, name);
  const log = (file: string, text: string): string => {
    const path = join(folder, `${name}-${file}`);
    writeFileSync(path, text);
    return path;
  };
  const run = (...args: readonly string[]) => soc.run(args, { home });
  const incidents = async (): Promise<readonly KnownIncident[]> => JSON.parse((await run('incidents', '--json')).out) as readonly KnownIncident[];
  const knowledge = async (): Promise<Knowledge> => JSON.parse((await run('knowledge', 'show', '--json')).out) as Knowledge;
  return { home, log, run, incidents, knowledge };
}

describe('an incident over sessions', () => {
  it('is one, seen twice, and nothing changed', async () => {
    const { log, run, incidents } = desk('twice');
    const path = log('auth.log', takeoverLog());
    await run('triage', path);
    await run('triage', path);
    const [only, ...others] = await incidents();
    expect([others.length, only?.sightings.length, only?.changed]).toEqual([0, 2, []]);
    expect((await run('incidents')).out).toMatch(/seen 2 times/);
    expect((await run('incidents', 'show', 'I1')).out).toMatch(/Changed +nothing since last time/);
  });

  it('takes the analyst\'s word: note, assign, close, reopen; and counts precision', async () => {
    const { log, run, incidents } = desk('words');
    await run('triage', log('auth.log', takeoverLog()));
    expect((await run('incidents', 'note', 'I1', 'asked the owner')).code).toBe(0);
    await run('incidents', 'assign', 'I1', 'anna');
    const noted = await run('incidents', 'show', 'I1');
    expect(noted.out).toMatch(/Owner +anna[^]*asked the owner/);
    const [{ fingerprint } = { fingerprint: '' }] = await incidents();
    await run('incidents', 'close', fingerprint, '--verdict', 'true', '--reason', 'confirmed by the owner');
    expect((await incidents()).map(({ state, judged }) => [state, judged])).toEqual([['closed', 'true']]);
    expect((await run('incidents', 'precision')).out).toMatch(/100 % +1 true, 0 false/);
    await run('incidents', 'reopen', fingerprint, '--reason', 'seen again');
    expect((await incidents()).map(({ state, judged }) => [state, judged])).toEqual([['open', null]]);
    expect((await run('incidents', 'close', fingerprint, '--reason', 'x')).code).toBe(2);
  });

  it('can be merged into another, not into itself', async () => {
    const { log, run, incidents } = desk('merge');
    await run('triage', log('a.log', takeoverLog('deploy', '/bin/bash', '203.0.113.50')));
    await run('triage', log('b.log', takeoverLog('backup', '/bin/sh', '198.51.100.77').replaceAll('web7', 'db2')));
    const [a, b] = (await incidents()).map(({ fingerprint }) => fingerprint);
    expect((await run('incidents', 'merge', a ?? '', a ?? '', '--reason', 'x')).code).toBe(2);
    expect((await run('incidents', 'merge', a ?? '', b ?? '', '--reason', 'one actor')).code).toBe(0);
    expect((await incidents()).find(({ fingerprint }) => fingerprint === a)).toMatchObject({ state: 'merged', into: b, judged: 'duplicate' });
  });
});

describe('a suppression', () => {
  it('hides at view time, for a reason, until it expires or is lifted', async () => {
    const { log, run } = desk('suppress');
    const path = log('auth.log', guessingLog());
    const shown = async () => {
      const { findings, silenced } = documentSchema.parse(JSON.parse((await run('report', 'last', '--format', 'json')).out));
      return { findings: findings.filter(({ sources }) => sources.includes('203.0.113.50')).length, silenced: silenced.map(({ why }) => why) };
    };
    await run('triage', path);
    const before = await shown();
    expect(before.findings).toBeGreaterThan(0);
    expect((await run('incidents', 'suppress', '--reason', 'nothing named')).code).toBe(2);
    const said = await run('incidents', 'suppress', '--source', '203.0.113.50', '--reason', 'our own scanner', '--days', '1');
    const [id = ''] = said.out.split(' ');
    const during = await shown();
    expect([during.findings, new Set(during.silenced)]).toEqual([0, new Set(['our own scanner'])]);
    expect((await run('sessions', 'show', 'last')).out).toMatch(/silenced by you: our own scanner/);
    expect((await run('incidents', 'suppressions')).out).toMatch(/203\.0\.113\.50 +until .*our own scanner/);
    await run('incidents', 'lift', id, '--reason', 'it was not ours');
    expect(await shown()).toEqual(before);

    await run('incidents', 'suppress', '--source', '203.0.113.50', '--reason', 'for a blink', '--days', '0.000001');
    expect(await shown()).toEqual(before);
    expect((await run('incidents', 'suppressions')).out).toContain('expired');
  });
});

describe('the knowledge store', () => {
  it('made anew from the journals is the one that grew', async () => {
    const { log, run, knowledge } = desk('rebuild');
    const path = log('auth.log', takeoverLog());
    await run('triage', path);
    await run('triage', path);
    await run('incidents', 'note', 'I1', 'a note');
    await run('incidents', 'suppress', '--detector', 'brute-force', '--reason', 'x');
    const { revision: _before, ...grown } = await knowledge();
    await run('knowledge', 'rebuild');
    const { revision: _after, ...anew } = await knowledge();
    expect(anew).toEqual(grown);
  });

  it('that is corrupt is set aside, told, and stops no triage', async () => {
    const { home, log, run, knowledge } = desk('corrupt');
    const path = log('auth.log', takeoverLog());
    await run('triage', path);
    writeFileSync(join(home, 'knowledge.json'), '{"schema":1,"revis');
    const { code, err } = await run('triage', path);
    expect([code, err.includes('defect')]).toEqual([1, false]);
    expect(err).toMatch(/knowledge.*set aside|set aside.*knowledge/);
    await run('knowledge', 'rebuild');
    expect((await knowledge()).sessions.length).toBe(2);
  });
});

describe('soc sessions', () => {
  it('names logs without their folders, with size and verdict', async () => {
    const { log, run } = desk('listed');
    await run('triage', log('auth.log', takeoverLog()), log('quiet.log', QUIET_LOG));
    const { out } = await run('sessions');
    expect(out).toMatch(/\d+ KiB +incident +listed-auth\.log \+1|\d+ KiB +incident +listed-auth\.log listed-quiet\.log/);
    expect(out).not.toContain(folder);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('rm refuses an open incident, and keeps a summary when forced', async () => {
    const { home, log, run, knowledge } = desk('rm');
    await run('triage', log('auth.log', takeoverLog()));
    const refused = await run('sessions', 'rm', 'last');
    expect([refused.code, /incident.* open|open incident/.test(refused.err)]).toEqual([2, true]);
    expect((await run('sessions', 'rm', 'last', '--force')).code).toBe(0);
    expect((await run('sessions')).out).toContain('no session is kept');
    expect(readFileSync(join(home, 'desk.jsonl'), 'utf8')).toMatch(/"session\.removed".*password guessed/);
    expect((await knowledge()).sessions.map(({ state }) => state)).toEqual(['removed']);
  });

  it('--no-save keeps nothing and proposes nothing', async () => {
    const { log, run } = desk('no-save');
    const { out, code } = await run('triage', log('auth.log', takeoverLog()), '--no-save', '--format', 'json');
    const { steps, verdict } = documentSchema.parse(JSON.parse(out));
    expect([code, verdict, steps]).toEqual([1, 'incident', []]);
    expect((await run('sessions')).out).toContain('no session is kept');
  });
});

describe('soc report', () => {
  it('of an incident holds that incident alone; to a file it says nothing', async () => {
    const { log, run } = desk('report');
    await run('triage', log('auth.log', takeoverLog()), log('db.log', takeoverLog('backup', '/bin/sh', '198.51.100.77').replaceAll('web7', 'db2')));
    const whole = documentSchema.parse(JSON.parse((await run('report', 'last', '--format', 'json')).out));
    expect(whole.incidents.length).toBe(2);
    for (const { id, fingerprint, findings } of whole.incidents) {
      for (const asked of [`last/${id}`, fingerprint, fingerprint.slice(0, 8)]) {
        const one = documentSchema.parse(JSON.parse((await run('report', asked, '--format', 'json')).out));
        expect([asked, one.incidents.map((incident) => incident.id), one.findings.map((finding) => finding.id).sort()]).toEqual([asked, [id], [...findings].sort()]);
      }
    }
    const file = join(folder, 'report.html');
    const { code, out } = await run('report', 'last', '--format', 'html', '-o', file);
    expect([code, out, readFileSync(file, 'utf8').startsWith('<!doctype html>')]).toEqual([0, '', true]);
    expect((await run('report', 'last/I9')).err).toMatch(/holds no incident I9; it holds I1, I2/);
  });
});
