import { appendFileSync, chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openFileJournal } from '../../src/adapters/file-journal.ts';
import { fileJournals } from '../../src/adapters/file-journals.ts';
import { openLocks } from '../../src/adapters/file-lock.ts';
import { findHomes } from '../../src/adapters/homes.ts';
import type { JournalDisk } from '../../src/adapters/journal-disk.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { sessionNumber } from '../support/fake-ids.ts';
import { bundled } from '../support/processes.ts';
import { crashDisk } from '../support/crash-body.ts';
import { lesson, trouble } from '../support/sample-facts.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const writer = await bundled('journal-writer');

const clock = fakeClock();
const homeIn = (folder: string) =>
  findHomes({ env: { SOC_HOME: folder }, uid: 1000, homeFolder: folder, workingFolder: folder, passwd: '' });
const journalsIn = (folder: string) => fileJournals({ homes: homeIn(folder), clock, locks: openLocks() });
const one = sessionNumber(1);

describe('the files of a journal', () => {
  it('are for their owner alone', async () => {
    const folder = join(temporaryFolder(), 'new', 'home');
    const journal = await journalsIn(folder).open(one);
    await journal.append([lesson('x')]);
    const mode = (path: string): number => statSync(path).mode & 0o777;
    const { journal: file } = homeIn(folder).session(one);
    expect([mode(file), mode(dirname(file)), mode(join(folder, 'sessions')), mode(folder)]).toEqual([0o600, 0o700, 0o700, 0o700]);
    expect(readdirSync(dirname(file))).toEqual(['journal.jsonl']);
  });

  it('keep a torn tail when read, and lose it when next written', async () => {
    const folder = temporaryFolder();
    const journal = await journalsIn(folder).open(one);
    await journal.append([trouble('a')]);
    const { journal: file } = homeIn(folder).session(one);
    appendFileSync(file, '{"v":1,"seq":1,');
    const torn = readFileSync(file);
    expect((await journal.read()).damage).toEqual([{ kind: 'torn-tail', line: 2, bytes: 15 }]);
    expect(readFileSync(file)).toEqual(torn);
    await (await journalsIn(folder).open(one)).append([trouble('b')]);
    const contents = await journal.read();
    expect(contents.damage).toEqual([]);
    expect(contents.entries.map((entry) => entry.fact)).toEqual([trouble('a'), trouble('b')]);
  });

  it('are never reached through a link', async () => {
    const folder = temporaryFolder();
    const { journal: file } = homeIn(folder).session(one);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(join(folder, 'elsewhere'), '');
    symlinkSync(join(folder, 'elsewhere'), file);
    await expect((await journalsIn(folder).open(one)).append([trouble('a')])).rejects.toThrow('too many symbolic links');
    expect(readFileSync(join(folder, 'elsewhere'), 'utf8')).toBe('');
  });

  it('refuse what would be lost, once the session was removed under an open journal', async () => {
    const journals = journalsIn(temporaryFolder());
    const journal = await journals.open(one);
    await journal.append([trouble('a')]);
    await journals.remove(one);
    await expect(journal.append([trouble('b')])).rejects.toThrow('no such file or directory');
    expect(await journals.list()).toEqual([]);
  });

  it('can be read where they cannot be written', async () => {
    const folder = temporaryFolder();
    const journal = await journalsIn(folder).open(one);
    await journal.append([trouble('a')]);
    const { journal: file, folder: home } = homeIn(folder).session(one);
    appendFileSync(file, 'torn');
    chmodSync(home, 0o500);
    expect((await journal.read()).entries).toHaveLength(1);
    chmodSync(home, 0o700);
  });
});

describe('a disk that refuses', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  /** A good disk with one thing broken from now on. */
  const broken = (disk: JournalDisk, how: 'full' | 'short' | 'sync'): JournalDisk => {
    const open = () => {
      const file = disk.open('write');
      return {
        ...file,
        append: (bytes: Buffer) => {
          if (how === 'full') throw full;
          return file.append(how === 'short' ? bytes.subarray(0, 40) : bytes);
        },
        sync: async () => { if (how === 'sync') throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' }); },
      };
    };
    return { ...disk, open };
  };

  it.each(['full', 'short', 'sync'] as const)('acknowledges nothing and leaves the file as it was (%s)', async (how) => {
    const disk = crashDisk();
    const good = openFileJournal({ disk, clock });
    await good.append([lesson('a')]);
    const before = disk.bytes();
    const bad = openFileJournal({ disk: broken(disk, how), clock });
    await expect(bad.append([lesson('b'), lesson('c')])).rejects.toThrow(/ENOSPC|EIO|took 40 of/);
    expect(disk.bytes()).toEqual(before);
    expect((await good.append([lesson('d')])).ok).toBe(true);
    expect((await good.read()).entries.map((entry) => entry.seq)).toEqual([0, 1]);
  });
});

describe('processes that are killed', () => {
  const acknowledgedBy = (out: string): readonly number[] =>
    out.split('\n').slice(0, -1).flatMap((line) => line.split(',').map(Number));

  it('lose no acknowledged fact: 200 kills at random points', { timeout: 240_000 }, async () => {
    const folder = temporaryFolder();
    const journals = journalsIn(folder);
    const killOne = async (number: number): Promise<void> => {
      // Half of them go on where the one before was killed.
      const session = sessionNumber(number - (number % 2));
      const before = await (await journals.open(session)).append([]);
      const child = writer(folder, session, `p${number}`);
      await child.speaking;
      await sleep(Math.random() * 25);
      child.process.kill('SIGKILL');
      const { out, err, code } = await child.ended;
      expect([code, err]).toEqual([null, '']);
      const acknowledged = acknowledgedBy(out);
      expect(acknowledged.length).toBeGreaterThan(0);

      const journal = await journals.open(session);
      const contents = await journal.read();
      expect(contents.damage.filter((damage) => damage.kind !== 'torn-tail')).toEqual([]);
      expect(contents.head.seq).toBeGreaterThan(acknowledged.at(-1) ?? 0);
      expect(acknowledged[0]).toBe(before.ok ? before.head.seq : null);
      expect(contents.entries).toHaveLength(contents.head.seq);

      expect((await journal.append([trouble('next')], contents.head)).ok).toBe(true);
      const mended = await journal.read();
      expect(mended.damage).toEqual([]);
      expect(mended.entries).toHaveLength(contents.entries.length + 1);
    };
    const lane = async (from: number): Promise<void> => {
      for (let number = from; number < from + 50; number += 1) await killOne(number);
    };
    await Promise.all([0, 50, 100, 150].map(lane));
  });

  it('break nothing for another that appends to the same session', async () => {
    const folder = temporaryFolder();
    const staying = writer(folder, one, 'staying', '120');
    for (let round = 0; round < 6; round += 1) {
      const killed = writer(folder, one, `killed${round}`);
      await killed.speaking;
      await sleep(Math.random() * 20);
      killed.process.kill('SIGKILL');
      await killed.ended;
    }
    const { code, err, out } = await staying.ended;
    expect([code, err]).toEqual([0, '']);
    const contents = await (await journalsIn(folder).open(one)).read();
    expect(contents.damage.filter((damage) => damage.kind !== 'torn-tail')).toEqual([]);
    const ofStaying = contents.entries.filter(({ fact }) =>
      (fact.type === 'trouble.met' && fact.where === 'staying') || (fact.type === 'lesson.learnt' && fact.who === 'staying'));
    expect(ofStaying.map((entry) => entry.seq)).toEqual(acknowledgedBy(out));
    expect(ofStaying).toHaveLength(120 + 60 + 30);
  });

  it('break nothing when two append at once', async () => {
    const folder = temporaryFolder();
    const both = [writer(folder, one, 'a', '150'), writer(folder, one, 'b', '150')];
    for (const child of both) expect(await child.ended).toMatchObject({ code: 0, err: '' });
    const contents = await (await journalsIn(folder).open(one)).read();
    expect(contents.damage).toEqual([]);
    const rounds = (name: string) => contents.entries.flatMap(({ fact }) =>
      (fact.type === 'trouble.met' && fact.where === name && fact.what.endsWith('.0') ? [fact.what] : []));
    const all = Array.from({ length: 150 }, (_, round) => `${round}.0`);
    expect([rounds('a'), rounds('b')]).toEqual([all, all]);
  });
});
