import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/cli.ts';
import { installSoc } from '../support/run-soc.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { QUIET_LOG, guessingLog } from '../support/small-logs.ts';

const soc = installSoc();

function desk(): { readonly home: string; readonly file: (name: string, text: string | Buffer) => string } {
  const folder = temporaryFolder();
  return {
    home: join(folder, 'home'),
    file: (name, text) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
  };
}

describe('exit codes of soc triage', () => {
  it('is 0 for a quiet log', async () => {
    const { home, file } = desk();
    const { code, out } = await soc.run(['triage', file('auth.log', QUIET_LOG)], { home });
    expect([code, out.split('  ')[0]]).toEqual([0, 'NOTHING FOUND']);
  });

  it('follows --fail-on: guessing that got nowhere counts from low on', async () => {
    const { home, file } = desk();
    const log = file('auth.log', guessingLog());
    const codes = [];
    for (const level of ['high', 'low', 'info']) codes.push((await soc.run(['triage', log, '--fail-on', level], { home })).code);
    expect(codes).toEqual([0, 1, 1]);
  });

  it('is 1 for a break-in', async () => {
    const { home } = desk();
    expect((await soc.run(['triage', 'fixtures/demo', '--zone', 'UTC', '--quiet'], { home })).code).toBe(1);
  });

  const nothing: readonly (readonly [string, string | Buffer])[] = [
    ['an empty file', ''], ['a binary file', Buffer.from(Array.from({ length: 3_000 }, (_, at) => (at * 7_919) % 256))],
  ];
  it.each(nothing)('is 2 for %s, and says so', async (_name, content) => {
    const { home, file } = desk();
    const { code, out } = await soc.run(['triage', file('some.log', content)], { home });
    expect([code, out.startsWith('CANNOT TELL')]).toEqual([2, true]);
    expect(out).toContain('some.log');
  });

  it('is 2 with a remedy where nothing could be read', async () => {
    const { home } = desk();
    const folder = join(home, '..', 'nothing-here');
    mkdirSync(folder, { recursive: true });
    for (const path of [folder, join(folder, 'missing.log')]) {
      const { code, out } = await soc.run(['triage', path], { home, env: { COLUMNS: '160' } });
      expect(code).toBe(2);
      expect(out).toContain(path.slice(-20));
      expect(out).toMatch(/Try: soc triage/);
    }
  });

  it('is 2 where one of three files could not be read, and names it', async () => {
    const { home, file } = desk();
    const missing = join(home, '..', 'gone.log');
    const { code, out } = await soc.run(['triage', file('a.log', QUIET_LOG), file('b.log', QUIET_LOG), missing], { home, env: { COLUMNS: '160' } });
    expect([code, out.split('  ')[0]]).toEqual([2, 'CANNOT TELL']);
    expect(out).toContain('gone.log: not read: no such file');
  });
});

describe('usage errors', () => {
  const quiet = ['--quiet'];
  const wrong: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown command', ['bogus'], /bogus/],
    ['an unknown option', ['triage', 'x', '--bogus'], /--bogus/],
    ['a missing path', ['triage'], /path/],
    ['a bad zone', ['triage', 'x', '--zone', 'Mars/Olympus'], /--zone.*Mars\/Olympus/],
    ['a bad time', ['triage', 'x', '--since', 'lately'], /--since.*lately/],
    ['a bad severity', ['triage', 'x', '--severity', 'grave'], /--severity.*grave/],
    ['a bad level to fail on', ['triage', 'x', '--fail-on', 'grave'], /--fail-on.*grave/],
    ['a bad clock offset', ['triage', 'x', '--clock-offset', 'abc'], /--clock-offset/],
    ['a bad format', ['triage', 'x', '--format', 'xml'], /--format.*xml/],
    ['a bad audience', ['report', 'last', '--audience', 'public'], /--audience.*public/],
    ['a session that is none', ['sessions', 'show', 'ZZZ'], /ZZZ/],
    ['an incident that is none', ['incidents', 'show', 'I9'], /I9/],
    ['a head that is none', ['verify', 'last', '--head', 'xyz'], /--head/],
    ['a control character, made visible', ['triage', 'x', '--\u001b]52;c;eA==\u0007'], /⟨1b⟩/],
  ];
  it.each(wrong)('%s ends with 2 and is named', async (_name, args, named) => {
    const { home } = desk();
    const { code, out, err } = await soc.run([...args, ...(args[0] === 'triage' ? quiet : [])], { home });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(named);
    expect(err).not.toMatch(/\n {4}at /);
    expect(err).not.toContain('\u001b');
  });

  it('a context file with an error names the file and the line', async () => {
    const { home, file } = desk();
    const context = file('context.yaml', 'assets:\n  - name: web7\n    criticality: superb\n');
    const { code, err } = await soc.run(['triage', file('a.log', QUIET_LOG), '--context', context], { home });
    expect(code).toBe(2);
    expect(err).toMatch(/context\.yaml:3: .*criticality/);
  });

  it('an output file that cannot be written is a clear error', async () => {
    const { home, file } = desk();
    await soc.run(['triage', file('a.log', QUIET_LOG)], { home });
    for (const path of ['/proc/nowhere/report.md', join(home, 'missing', 'report.md'), '/proc/report.md']) {
      const { code, out, err } = await soc.run(['report', 'last', '-o', path], { home, limit: 20 });
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain(path);
    }
  });
});

describe('trouble of the world', () => {
  const oneLine = /^soc: [^\n]+\n$/;
  it('ends with 2 and one line where there is no place to keep anything', async () => {
    const { file } = desk();
    const log = file('auth.log', QUIET_LOG);
    for (const home of ['/proc/nope', '/dev/null/soc', '/sys/nope']) {
      for (const args of [['triage', log], ['sessions'], ['incidents', 'suppress', '--detector', 'x', '--reason', 'y']]) {
        const { code, err } = await soc.run(args, { home });
        if (args[0] === 'sessions' && code === 0) continue; // Nothing there: nothing is listed.
        expect([home, args[0], code]).toEqual([home, args[0], 2]);
        expect(err).toMatch(oneLine);
      }
    }
  });

  it('ends with 2 and one line where the knowledge store is of a newer version', async () => {
    const { home, file } = desk();
    mkdirSync(home);
    writeFileSync(join(home, 'knowledge.json'), '{"schema":99}');
    for (const args of [['triage', file('auth.log', QUIET_LOG)], ['incidents'], ['knowledge', 'show']]) {
      const { code, out, err } = await soc.run(args, { home });
      expect([args[0], code, out]).toEqual([args[0], 2, '']);
      expect(err).toMatch(/^soc: [^\n]*newer soc[^\n]*\n$/);
    }
  });

  it('ends with 2 where a number leads out of all time', async () => {
    const { home, file } = desk();
    const log = file('auth.log', QUIET_LOG);
    for (const args of [
      ['triage', log, '--clock-offset', 'Infinity'], ['triage', log, '--clock-offset', '1e300'],
      ['incidents', 'suppress', '--detector', 'x', '--reason', 'y', '--days', '1e999'],
      ['incidents', 'suppress', '--detector', 'x', '--reason', 'y', '--days', '1e99'],
    ]) {
      const { code, err } = await soc.run(args, { home });
      expect([args, code, /^ {4}at /m.test(err), /--clock-offset|--days/.test(err)]).toEqual([args, 2, false, true]);
    }
  });

  it('after the session was sealed keeps the note and its exit code, and is told', async () => {
    const { home, file } = desk();
    const log = file('auth.log', QUIET_LOG);
    mkdirSync(join(home, 'knowledge.json.lock'), { recursive: true });
    const { code, out, err } = await soc.run(['triage', log], { home });
    expect([code, out.split('  ')[0]]).toEqual([0, 'NOTHING FOUND']);
    expect(err).toMatch(/^soc: the session is kept, but[^\n]*knowledge\.json[^\n]*soc knowledge rebuild\n$/);
  });
});

it('a defect of ours flies out of the command line, for main to end with 70', async () => {
  const terminal = {
    out: () => Promise.resolve(), err: () => Promise.resolve(), columns: 80, rows: 24, outIsTty: false,
    errIsTty: false, colour: false,
  };
  const host = {
    terminal, signal: new AbortController().signal, startedAt: 0,
    house: () => Promise.reject(new TypeError('a broken port')),
  };
  await expect(runCli(['triage', 'x'], host, '0')).rejects.toThrow('a broken port');
});

it('ends with 70 when the place to keep things is broken in a way nobody foresaw', async () => {
  const { home, file } = desk();
  const preload = file('break.mjs', 'import fs from "node:fs"; import { syncBuiltinESMExports } from "node:module";\n'
    + 'fs.promises.readdir = fs.promises.open = () => { throw new RangeError("broken body of a port"); };\nsyncBuiltinESMExports();\n');
  const { code, err } = await soc.run(['triage', file('a.log', QUIET_LOG)], { home, env: { NODE_OPTIONS: `--import=${preload}` } });
  expect(code).toBe(70);
  expect(err).toContain('soc: a defect: RangeError: broken body of a port');
});
