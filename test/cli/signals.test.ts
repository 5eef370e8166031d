import type { ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TriageDocument } from '../../src/domain/document.ts';
import { documentSchema } from '../../src/domain/document.ts';
import { ended, folderForAll, installSoc } from '../support/run-soc.ts';

const soc = installSoc();
const folder = folderForAll();
const log = join(folder, 'ssh.log');
const LINES = '300000';

/** What a run came to, without what belongs to the occasion. */
const outcomeOf = ({ verdict, gotIn, severity, findings, incidents }: TriageDocument): unknown => ({
  verdict, gotIn, severity, incidents: incidents.map(({ fingerprint, title }) => [fingerprint, title]).sort(),
  findings: findings.map(({ fingerprint, count, title, severity: own }) => [fingerprint, count, title, own].join(' ')).sort(),
});

const document = async (home: string): Promise<TriageDocument> =>
  documentSchema.parse(JSON.parse((await soc.run(['report', 'last', '--format', 'json'], { home })).out));

const journalOf = (home: string): string => {
  const sessions = join(home, 'sessions');
  const [id] = existsSync(sessions) ? readdirSync(sessions) : [];
  return id === undefined ? '' : join(sessions, id, 'journal.jsonl');
};

/** Resolves when the journal of the run holds `text`, that is, in the middle of the work. */
async function until(home: string, child: ChildProcess, text: string): Promise<void> {
  while (child.exitCode === null) {
    const path = journalOf(home);
    if (path !== '' && existsSync(path) && readFileSync(path, 'utf8').includes(text)) return;
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
}

const lastFact = (home: string): unknown => {
  const last = readFileSync(journalOf(home), 'utf8').trimEnd().split('\n').at(-1) ?? '{}';
  return (JSON.parse(last) as { readonly fact: unknown }).fact;
};

describe('a run over a large log', () => {
  let whole: unknown;
  beforeAll(async () => {
    execFileSync(process.execPath, [join(import.meta.dirname, '..', '..', 'bench', 'generate-sshd.mjs'), LINES, log]);
    const home = join(folder, 'whole');
    await soc.run(['triage', log, '--quiet'], { home });
    whole = outcomeOf(await document(home));
  }, 120_000);

  it.each([['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const)('ends on %s with %i, its session kept; resume finishes it as if nothing had been', async (signal, code) => {
    const home = join(folder, signal);
    const child = soc.start(['triage', log], { home });
    const end = ended(child);
    await until(home, child, '"log.opened"');
    child.kill(signal);
    const { code: got, err } = await end;
    expect([got, err]).toEqual([code, '']);
    expect(lastFact(home)).toMatchObject({ type: 'session.ended', state: 'interrupted', why: signal, exitCode: code });
    expect((await soc.run(['sessions'], { home })).out).toContain('interrupted');

    await soc.run(['resume', 'last'], { home });
    expect(outcomeOf(await document(home))).toEqual(whole);
    const again = await soc.run(['resume', 'last'], { home });
    expect([again.code, /came to its end/.test(again.err)]).toEqual([2, true]);
    expect((await soc.run(['verify', 'last'], { home })).code).toBe(0);
  }, 120_000);

  it('is not resumed nor removed by another while it runs', async () => {
    const home = join(folder, 'running');
    const child = soc.start(['triage', log, '--quiet'], { home });
    const end = ended(child);
    await until(home, child, '"log.opened"');
    child.kill('SIGSTOP');
    for (const args of [['resume', 'last'], ['sessions', 'rm', 'last', '--force']]) {
      const { code, err } = await soc.run(args, { home });
      expect([args, code, /still running: held by process \d+/.test(err)]).toEqual([args, 2, true]);
    }
    child.kill('SIGCONT');
    await end;
    expect((await soc.run(['verify', 'last'], { home })).code).toBe(0);
    expect(outcomeOf(await document(home))).toEqual(whole);
  }, 60_000);

  it('follows --fail-on when it is resumed, and leaves the standard input of another alone', async () => {
    const home = join(folder, 'fail-on');
    const child = soc.start(['triage', '/dev/stdin', '--fail-on', 'info'], { home });
    const end = new Promise((resolve) => { child.on('close', resolve); });
    await until(home, child, '"session.started"');
    child.kill('SIGKILL');
    await end;
    const { code, out } = await soc.run(['resume', 'last'], { home, input: 'not for you\n' });
    expect([code, out.includes('not kept yet')]).toEqual([2, true]);
    expect(readFileSync(journalOf(home), 'utf8')).toMatch(/"failOn":"info"/);
    expect(readFileSync(journalOf(home), 'utf8')).not.toContain('not for you');
  }, 60_000);

  it('is killed at any moment, and goes on from what is on the disk', async () => {
    const moments = ['"session.started"', '"tool.called"', '"log.read"', '"finding.raised"', '"verdict.given"', '"report.written"'];
    for (const moment of moments) {
      const home = join(folder, `kill-${moment.replaceAll('"', '')}`);
      const child = soc.start(['triage', log, '--quiet'], { home });
      const end = ended(child);
      await until(home, child, moment);
      child.kill('SIGKILL');
      await end;
      const resumed = await soc.run(['resume', 'last'], { home });
      expect([moment, resumed.code === 70, resumed.err.includes('defect')]).toEqual([moment, false, false]);
      const verified = await soc.run(['verify', 'last'], { home });
      expect([moment, verified.code]).toEqual([moment, 0]);
      const { findings } = await document(home);
      expect([moment, findings.length]).toEqual([moment, new Set(findings.map(({ fingerprint }) => fingerprint)).size]);
      expect([moment, outcomeOf(await document(home))]).toEqual([moment, whole]);
    }
  }, 240_000);
});
