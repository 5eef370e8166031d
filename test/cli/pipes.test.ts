import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentSchema, parsedRowSchema } from '../../src/domain/document.ts';
import { folderForAll, installSoc } from '../support/run-soc.ts';
import { guessingLog, QUIET_LOG, takeoverLog } from '../support/small-logs.ts';

const soc = installSoc();
const folder = folderForAll();
const place = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const breach = place('breach.log', takeoverLog());
const quiet = place('quiet.log', QUIET_LOG);
const home = join(folder, 'home');
const run = 'node "$SOC"';

describe('a reader that goes away', () => {
  it('ends nothing but the output: the exit code is that of the run, and no stack is shown', async () => {
    const { out, err } = await soc.shell(`${run} triage ${breach} | head -1; echo "codes \${PIPESTATUS[*]}"`, { home });
    expect(out).toMatch(/^BREACHED .*\ncodes 1 0\n$/);
    expect(err).toBe('');
  });

  it('ends soc parse and NDJSON quietly, too', async () => {
    const many = place('many.log', guessingLog(['root', 'admin'], 20_000));
    for (const command of [`parse ${many}`, `triage ${many} --json`, `triage ${many} --format html`]) {
      const { out, err } = await soc.shell(`${run} ${command} | head -c 10; echo " \${PIPESTATUS[0]}"`, { home });
      expect([command, err]).toEqual([command, '']);
      expect(out).toMatch(/ [01]\n$/);
    }
  });
});

describe('a full disk', () => {
  it('behind standard output is told in one line, and the run has failed', async () => {
    await soc.run(['triage', quiet], { home });
    for (const command of [`triage ${quiet}`, `triage ${quiet} --json`, 'report last', `parse ${quiet}`, '--help', 'sessions']) {
      const { out, err } = await soc.shell(`${run} ${command} > /dev/full; echo "code $?" >&2`, { home });
      expect([command, out, err]).toEqual([command, '', 'soc: standard output: no space left on device\ncode 2\n']);
    }
  });

  it('behind standard error leaves the exit code', async () => {
    const { out } = await soc.shell(`${run} triage --bogus 2> /dev/full; echo "code $?"`, { home });
    expect(out).toBe('code 2\n');
  });
});

describe('a slow reader', () => {
  it('gets all rows of soc parse', async () => {
    const rows = 200_000;
    const many = place('rows.log', guessingLog(['root'], rows));
    const slow = 'node -e "let n=0;process.stdin.on(\'data\',c=>{for(const b of c)if(b===10)n++;process.stdin.pause();setTimeout(()=>process.stdin.resume(),1)}).on(\'end\',()=>console.log(n))"';
    const { out, err } = await soc.shell(`${run} parse ${many} | ${slow}; echo "\${PIPESTATUS[0]}"`, { home, limit: 110 });
    expect([out, err]).toEqual([`${rows}\n0\n`, '']);
  }, 120_000);
});

describe('standard input', () => {
  it('is read as a log, and tells the same as the file', async () => {
    const [piped, filed] = [await soc.shell(`cat ${breach} | ${run} triage - --format json`, { home }), await soc.run(['triage', breach, '--format', 'json'], { home })];
    const [a, b] = [piped, filed].map(({ out }) => documentSchema.parse(JSON.parse(out)));
    expect(a?.findings.map(({ title }) => title)).toEqual(b?.findings.map(({ title }) => title));
    expect([piped.code, a?.verdict]).toEqual([1, b?.verdict]);
  });

  it('that is empty cannot tell', async () => {
    const { code, out } = await soc.shell(`${run} triage - < /dev/null`, { home });
    expect([code, out.startsWith('CANNOT TELL')]).toEqual([2, true]);
  });

  it('is kept, so that the session can be verified and run again', async () => {
    await soc.shell(`cat ${breach} | ${run} triage -`, { home });
    expect((await soc.run(['verify', 'last'], { home })).out).toMatch(/0 changed, 0 not reproducible/);
    expect((await soc.run(['replay', 'last', '--verify'], { home })).code).toBe(0);
  });
});

describe('documents', () => {
  it('JSON is one document of the public schema and nothing else', async () => {
    for (const log of [breach, quiet, place('none.log', '')]) {
      const { out, err } = await soc.run(['triage', log, '--format', 'json'], { home });
      expect(documentSchema.parse(JSON.parse(out)).schema).toBe('soc.triage/1');
      expect(err).toBe('');
    }
  });

  it('rows of soc parse are of the public schema', async () => {
    const { out } = await soc.run(['parse', breach], { home });
    const rows = out.trimEnd().split('\n').map((line) => parsedRowSchema.parse(JSON.parse(line)));
    expect(rows.length).toBe(takeoverLog().trimEnd().split('\n').length);
  });
});

const ESC = '\u001b';
describe('colour', () => {
  const coloured = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<boolean> =>
    (await soc.run(['triage', breach, ...args], { home, env })).out.includes(`${ESC}[`);
  it('is used in a pipe only when asked for', async () => {
    expect([await coloured([]), await coloured(['--color']), await coloured([], { FORCE_COLOR: '1' })]).toEqual([false, true, true]);
    expect([await coloured(['--no-color'], { FORCE_COLOR: '1' }), await coloured([], { NO_COLOR: '1' })]).toEqual([false, false]);
  });
});

/** Runs a line on a pseudo-terminal; answers with what the terminal got. */
const onTerminal = (line: string, env: Readonly<Record<string, string>> = {}) =>
  soc.shell(`script -qec '${line}' /dev/null < /dev/null`, { home, env: { TERM: 'xterm-256color', ...env }, limit: 50 });

describe('a terminal', () => {
  it('sees the transcript, then the note; a pipe sees the note alone', async () => {
    const { out } = await onTerminal(`node "$SOC" triage ${breach}`);
    const plain = out.replace(new RegExp(`${ESC}\\[[0-9;]*m`, 'g'), '');
    expect(plain).toMatch(/analyze_logs[^]*BREACHED/);
    expect((await soc.run(['triage', breach], { home })).out).not.toContain('analyze_logs');
  });

  it('gets no transcript with --quiet, and no colour with TERM=dumb or NO_COLOR', async () => {
    expect((await onTerminal(`node "$SOC" triage ${breach} --quiet`)).out).not.toContain('analyze_logs');
    for (const env of [{ TERM: 'dumb' }, { NO_COLOR: '1' }]) {
      expect((await onTerminal(`node "$SOC" triage ${breach}`, env)).out).not.toContain(`${ESC}[`);
    }
  });

  it('sees progress only for what takes more than a second', async () => {
    const small = await onTerminal(`node "$SOC" triage ${quiet}`);
    expect(small.out).not.toContain('MiB/s');
    // A pipe that trickles takes as long as is wanted.
    const many = place('trickle.log', guessingLog(['root'], 60_000));
    const slow = await onTerminal(`(cat ${breach}; sleep 1.6; cat ${many}) | node "$SOC" triage -`);
    expect(slow.out).toContain('MiB/s');
    const quietly = await onTerminal(`(cat ${breach}; sleep 1.6; cat ${many}) | node "$SOC" triage - --quiet`);
    expect(quietly.out).not.toContain('MiB/s');
  });
});
