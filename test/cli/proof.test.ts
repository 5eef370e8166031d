import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256Of } from '../../src/domain/digest.ts';
import { entryHeadSchema, factSchema } from '../../src/domain/fact.ts';
import { folderForAll, installSoc } from '../support/run-soc.ts';
import { takeoverLog } from '../support/small-logs.ts';

const soc = installSoc();
const folder = folderForAll();
const entrySchema = entryHeadSchema.extend({ fact: factSchema });

/** A finished session over a log of its own. */
async function session(name: string, args: readonly string[] = []) {
  const [home, log] = [join(folder, name), join(folder, `${name}.log`)];
  writeFileSync(log, takeoverLog());
  const { out } = await soc.run(['triage', log, '--format', 'json', ...args], { home });
  const [id = ''] = readdirSync(join(home, 'sessions'));
  const document = JSON.parse(out) as { readonly chainHead: string; readonly findings: readonly { readonly id: string; readonly evidence: readonly { readonly id: string; readonly offset: number }[] }[] };
  return { home, log, document, journal: join(home, 'sessions', id, 'journal.jsonl') };
}

function changeByte(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = bytes[at] === 0x78 ? 0x79 : 0x78;
  writeFileSync(path, bytes);
}

describe('soc verify', () => {
  it('holds on what was not touched, and against the head that was printed', async () => {
    const { home, document } = await session('whole');
    const { code, out } = await soc.run(['verify', 'last', '--head', document.chainHead.slice(0, 12)], { home });
    expect([code, out.includes('it holds')]).toEqual([0, true]);
    expect((await soc.run(['verify', 'last', '--head', 'deadbeef'], { home })).code).toBe(1);
  });

  it('names the evidence whose line changed by one byte, and what rests on it', async () => {
    const { home, log, document } = await session('changed-log');
    const finding = document.findings[0];
    const evidence = finding?.evidence[0];
    changeByte(log, (evidence?.offset ?? 0) + 30);
    const { code, out } = await soc.run(['verify', 'last', '--json'], { home });
    const { evidence: checks } = JSON.parse(out) as { readonly evidence: readonly { readonly id: string; readonly state: string; readonly restsOn: readonly string[] }[] };
    const changed = checks.filter(({ state }) => state === 'changed');
    expect([code, changed.map(({ id }) => id)]).toEqual([1, [evidence?.id]]);
    expect(changed[0]?.restsOn).toContain(finding?.id);
    expect((await soc.run(['verify', 'last'], { home })).out).toMatch(new RegExp(`^${evidence?.id ?? '?'} changed-log\\.log:\\d+ has changed`, 'm'));
  });

  it('names the line of the journal that changed by one byte', async () => {
    const { home, journal } = await session('changed-journal');
    const lines = readFileSync(journal, 'utf8').split('\n');
    const before = lines.slice(0, 5).join('\n').length + 1;
    changeByte(journal, before + (lines[5]?.indexOf('"fact"') ?? 0) + 20);
    const { code, out } = await soc.run(['verify', 'last'], { home });
    expect(code).toBe(1);
    expect(out).toMatch(/damaged at line [67]:/);
  });

  it('names the fact that changed and what rests on it, and others say that the journal is damaged', async () => {
    const { home, journal, document } = await session('changed-fact');
    const bytes = readFileSync(journal, 'utf8');
    const [first] = document.findings;
    const at = bytes.indexOf(`"type":"finding.raised","finding":{"id":"${first?.id ?? '?'}"`);
    changeByte(journal, bytes.indexOf('"title":"', at) + 12);
    const { code, out } = await soc.run(['verify', 'last'], { home });
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`the fact there is finding\\.raised ${first?.id ?? '?'}; C\\d.* the verdict rest on it`));
    expect((await soc.run(['report', 'last', '--format', 'md'], { home })).err).toMatch(/is damaged: .*soc verify/);
  });

  it('tells by what cites it what an unreadable fact held', async () => {
    const { home, journal } = await session('unreadable-fact');
    const bytes = readFileSync(journal, 'utf8');
    changeByte(journal, bytes.indexOf('"type":"finding.raised"') + 7);
    expect((await soc.run(['verify', 'last'], { home })).out).toMatch(/damaged at line \d+: .*; C\d.* rest on it/);
  });

  it('a log that is gone proves nothing: 2, in so many words', async () => {
    const { home, log } = await session('gone');
    rmSync(log);
    const { code, out } = await soc.run(['verify', 'last'], { home });
    expect([code, /[1-9]\d* not reproducible/.test(out)]).toEqual([2, true]);
    expect(out).toMatch(/^the chain holds; \d+ cited lines cannot be checked any more$/m);
    expect(out).not.toContain('it holds');
  });

  it('kept sources outlive the log', async () => {
    const { home, log } = await session('kept', ['--keep-sources']);
    rmSync(log);
    expect((await soc.run(['verify', 'last'], { home })).out).toMatch(/0 changed, 0 not reproducible/);
    const again = await soc.run(['replay', 'last', '--verify'], { home });
    expect([again.code, /^reproduced (\d+)\/\1$/m.test(again.out)]).toEqual([0, true]);
  });
});

describe('soc sessions export', () => {
  it('shows what hides: no byte of a log acts on the terminal', async () => {
    const [home, log] = [join(folder, 'export'), join(folder, 'export.log')];
    writeFileSync(log, takeoverLog('de\u009b31m\u202eploy'));
    await soc.run(['triage', log], { home });
    const { code, out } = await soc.run(['sessions', 'export', 'last'], { home });
    expect([code, /[\u0080-\u009f\u202a-\u202e]/.test(out), out.includes('\\u202e')]).toEqual([0, false, true]);
    expect(JSON.parse(out)).toMatchObject({ schema: 'soc.session/1' });
  });
});

describe('soc replay', () => {
  it('--verify knows what was known then, whatever an analyst said since', async () => {
    const { home, log } = await session('judged');
    const [incident] = (JSON.parse((await soc.run(['incidents', '--json'], { home })).out)) as readonly { readonly fingerprint: string }[];
    await soc.run(['incidents', 'close', incident?.fingerprint ?? '', '--verdict', 'false', '--reason', 'a drill'], { home });
    const after = await soc.run(['replay', 'last', '--verify'], { home });
    expect([after.code, /^reproduced (\d+)\/\1$/m.test(after.out)]).toEqual([0, true]);
    // The next session knows the word, and goes on knowing it after it was taken back.
    await soc.run(['triage', log], { home });
    await soc.run(['incidents', 'reopen', incident?.fingerprint ?? '', '--reason', 'none'], { home });
    const next = await soc.run(['replay', 'last', '--verify'], { home });
    expect([next.code, /^reproduced (\d+)\/\1$/m.test(next.out)]).toEqual([0, true]);
  });

  it('--verify reproduces every fact', async () => {
    const { home } = await session('again');
    const { code, out } = await soc.run(['replay', 'last', '--verify'], { home });
    expect([code, /^reproduced (\d+)\/\1$/m.test(out)]).toEqual([0, true]);
  });

  it('--verify says so where the log is another or gone', async () => {
    const { home, log } = await session('other');
    writeFileSync(log, takeoverLog('deploy', '/usr/bin/id'));
    const other = await soc.run(['replay', 'last', '--verify'], { home });
    expect([other.code, /not reproducible: .*others now/.test(other.out)]).toEqual([2, true]);
    rmSync(log);
    const gone = await soc.run(['replay', 'last', '--verify'], { home });
    expect([gone.code, gone.out.includes('not reproducible')]).toEqual([2, true]);
  });

  it('tells the stream fact for fact as it was live; each entry is of the schema and in its place of the chain', async () => {
    const { home, log, journal } = await session('stream');
    const live = (await soc.run(['triage', log, '--json'], { home })).out;
    const replayed = (await soc.run(['replay', 'last', '--json', '--speed', '1000'], { home })).out;
    expect(replayed).toBe(live);
    const [, id = ''] = readdirSync(join(home, 'sessions'));
    const lines = readFileSync(join(journal, '..', '..', id, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
    const told = live.trimEnd().split('\n').map((line) => entrySchema.parse(JSON.parse(line)));
    expect(told.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index));
    expect(told.slice(1).map(({ prev }) => prev)).toEqual(lines.slice(0, -1).map((line) => sha256Of(line)));
  });

  it('says that it is one', async () => {
    const { home } = await session('named');
    expect((await soc.run(['replay', 'last', '--speed', '1000'], { home })).out).toMatch(/^REPLAY .* nothing is live\n/);
  });
});

describe('the same input', () => {
  it('gives the same session but for ids, times and milliseconds', async () => {
    const log = join(folder, 'twice.log');
    writeFileSync(log, takeoverLog());
    const texts: string[] = [];
    for (const name of ['first', 'second']) {
      const home = join(folder, name);
      await soc.run(['triage', log], { home });
      const [id = ''] = readdirSync(join(home, 'sessions'));
      const text = readFileSync(join(home, 'sessions', id, 'journal.jsonl'), 'utf8');
      texts.push(text.replaceAll(id, '<id>').replace(/"prev":"[0-9a-f]{64}"/g, '"prev":""').replace(/"at":\d+/g, '"at":0')
        .replace(/"now":\d+/g, '"now":0').replace(/"milliseconds":\d+/g, '"milliseconds":0')
        // A report names its session and when it began.
        .replace(/(?<="type":"report.written".*"sha256":")[0-9a-f]{64}/g, ''));
    }
    expect(texts[1]).toBe(texts[0]);
  });
});
