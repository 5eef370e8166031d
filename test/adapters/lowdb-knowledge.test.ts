import { chmodSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openLocks } from '../../src/adapters/file-lock.ts';
import { migrate } from '../../src/adapters/knowledge-migrations.ts';
import { lowdbKnowledge } from '../../src/adapters/lowdb-knowledge.ts';
import { knowledgeSchema } from '../../src/domain/knowledge.ts';
import { NO_KNOWLEDGE } from '../../src/domain/no-knowledge.ts';
import { bundled } from '../support/processes.ts';
import { quickFolder, temporaryFolder } from '../support/temporary-folder.ts';

const writer = await bundled('knowledge-writer');

const newPath = () => join(temporaryFolder(), 'knowledge.json');
const storeAt = (path: string, more = {}) => lowdbKnowledge({ path, owner: null, locks: openLocks(), ...more });
const contentOf = (path: string) => knowledgeSchema.parse(JSON.parse(readFileSync(path, 'utf8')));

describe('the knowledge file', () => {
  it('stays for its owner alone, and a link someone made stays one', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'knowledge.json');
    await storeAt(join(folder, 'real.json')).update((now) => now);
    chmodSync(join(folder, 'real.json'), 0o600);
    symlinkSync('real.json', path);
    await storeAt(path).update((now) => now);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(contentOf(join(folder, 'real.json')).revision).toBe(2);
    expect(readdirSync(folder).toSorted()).toEqual(['knowledge.json', 'real.json']);
  });

  it.each([
    ['cut short', '{"schema":1,"revi', 'not valid JSON'],
    ['empty', '', 'not valid JSON'],
    ['something else', '["x"]', 'it names no schema'],
    ['of the wrong shape', JSON.stringify({ ...NO_KNOWLEDGE, sessions: 7 }), 'sessions'],
  ])('is set aside by a writer when it is %s; a reader only says so', async (_how, text, why) => {
    const path = newPath();
    writeFileSync(path, text);
    const store = storeAt(path);
    expect(await store.read()).toEqual(NO_KNOWLEDGE);
    expect(store.notice()).toContain(why);
    expect(readFileSync(path, 'utf8')).toBe(text);

    for (const number of [1, 2]) {
      writeFileSync(path, text);
      expect((await store.update((now) => now)).revision).toBe(1);
      expect(store.notice()).toContain(`set aside as knowledge.json.corrupt-${number}`);
      expect(store.notice()).toContain('soc knowledge rebuild');
      expect(readFileSync(`${path}.corrupt-${number}`, 'utf8')).toBe(text);
    }
    await store.read();
    expect(store.notice()).toBeNull();
  });

  it('of a newer soc is refused and left alone', async () => {
    const path = newPath();
    const text = JSON.stringify({ ...NO_KNOWLEDGE, schema: 99 });
    writeFileSync(path, text);
    const said = 'written by a newer soc (schema 99';
    await expect(storeAt(path).read()).rejects.toThrow(said);
    await expect(storeAt(path).update((now) => now)).rejects.toThrow(said);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(readdirSync(dirname(path))).toEqual([basename(path)]);
  });

  it('tells that it grows too large before it hurts', async () => {
    const path = newPath();
    const store = storeAt(path, { tellFromBytes: 300 });
    await store.update((now) => now);
    expect(store.notice()).toBeNull();
    const long = { id: 'a', at: 1, who: 'ana', text: 'x'.repeat(300), scope: 'all', expires: 2 };
    await store.update((now) => ({ ...now, lessons: [long] }));
    expect(store.notice()).toContain('soc sessions rm');
  });

  it('loses what a killed writer left beside it', async () => {
    const path = newPath();
    writeFileSync(`${path}.12345678.tmp`, 'half');
    await storeAt(path).update((now) => now);
    expect(existsSync(`${path}.12345678.tmp`)).toBe(false);
  });
});

describe('migrations', () => {
  const steps = [
    (document: Readonly<Record<string, unknown>>) => ({ ...document, order: ['one'] }),
    (document: Readonly<Record<string, unknown>>) => ({ ...document, order: [...(document['order'] as string[]), 'two'] }),
  ];

  it('run in order from where the document stands', () => {
    expect(migrate({ schema: 1 }, steps)).toEqual({ kind: 'migrated', from: 1, document: { schema: 3, order: ['one', 'two'] } });
    expect(migrate({ schema: 2, order: ['x'] }, steps)).toEqual({ kind: 'migrated', from: 2, document: { schema: 3, order: ['x', 'two'] } });
    expect(migrate({ schema: 3 }, steps)).toEqual({ kind: 'current', document: { schema: 3 } });
  });

  it('refuse what is newer and what is no store', () => {
    expect(migrate({ schema: 4 }, steps)).toEqual({ kind: 'newer', schema: 4 });
    for (const document of [null, [], 'x', {}, { schema: '1' }, { schema: 0 }, { schema: 1.5 }]) {
      expect(migrate(document, steps)).toEqual({ kind: 'not-a-store' });
    }
  });
});

describe('eight processes at once', () => {
  it('lose none of 200 records each, and leave the file 0600', { timeout: 240_000 }, async () => {
    const path = join(quickFolder(), 'knowledge.json');
    const children = Array.from({ length: 8 }, (_, index) => writer(path, `p${index}`, '200'));
    const reader = storeAt(path);
    const done = new AbortController();
    const reading = (async () => {
      let highest = 0;
      while (!done.signal.aborted) {
        const { revision, lessons } = await reader.read();
        expect(reader.notice()).toBeNull();
        expect(lessons).toHaveLength(revision);
        expect(revision).toBeGreaterThanOrEqual(highest);
        highest = revision;
        await sleep(20);
      }
    })();
    for (const child of children) expect(await child.ended).toMatchObject({ code: 0, err: '' });
    done.abort();
    await reading;
    const { revision, lessons } = contentOf(path);
    expect(revision).toBe(1_600);
    expect(new Set(lessons.map((one) => one.id)).size).toBe(1_600);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(path))).toEqual(['knowledge.json']);
  });

  it('go on when some are killed', { timeout: 60_000 }, async () => {
    const path = newPath();
    const staying = writer(path, 'staying', '60');
    for (let round = 0; round < 8; round += 1) {
      const killed = writer(path, `killed${round}`, '10000');
      await sleep(120 + Math.random() * 60);
      killed.process.kill('SIGKILL');
      await killed.ended;
    }
    expect(await staying.ended).toMatchObject({ code: 0, err: '' });
    await storeAt(path).update((now) => now);
    const { lessons } = contentOf(path);
    expect(lessons.filter((one) => one.who === 'staying')).toHaveLength(60);
    expect(readdirSync(dirname(path))).toEqual(['knowledge.json']);
  });
});
