import { describe, expect, it } from 'vitest';
import { openFileJournal } from '../../src/adapters/file-journal.ts';
import { fileJournals } from '../../src/adapters/file-journals.ts';
import { openLocks } from '../../src/adapters/file-lock.ts';
import { findHomes } from '../../src/adapters/homes.ts';
import { NO_HEAD } from '../../src/domain/chain.ts';
import type { Journals } from '../../src/ports/journal.ts';
import { crashDisk } from '../support/crash-body.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { sessionNumber } from '../support/fake-ids.ts';
import { memoryJournals } from '../support/memory-journal.ts';
import { lesson, started, trouble } from '../support/sample-facts.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const clock = fakeClock(5_000);
const home = () => {
  const folder = temporaryFolder();
  return findHomes({ env: { SOC_HOME: folder }, uid: 1000, homeFolder: folder, workingFolder: folder, passwd: '' });
};
const bodies: readonly (readonly [string, () => Journals])[] = [
  ['in memory', () => memoryJournals(clock)],
  ['in files', () => fileJournals({ homes: home(), clock, locks: openLocks() })],
];
const one = sessionNumber(1);
const two = sessionNumber(2);

describe.each(bodies)('journals %s', (_name, open) => {
  it('start empty and list nothing', async () => {
    const journals = open();
    expect(await journals.list()).toEqual([]);
    const journal = await journals.open(one);
    expect(await journal.read()).toEqual({ entries: [], damage: [], head: NO_HEAD });
  });

  it('answer an append with the entries as they read back', async () => {
    const journal = await open().open(one);
    const first = await journal.append([started(one), trouble('a')]);
    const second = await journal.append([lesson('b')]);
    if (!first.ok || !second.ok) throw new Error('refused');
    const contents = await journal.read();
    expect(contents.entries).toEqual([...first.entries, ...second.entries]);
    expect(contents.entries.map((entry) => [entry.seq, entry.at])).toEqual([[0, 5_000], [1, 5_000], [2, 5_000]]);
    expect(contents.head).toEqual(second.head);
    expect(contents.damage).toEqual([]);
  });

  it('refuse an append that expects another head, and write nothing', async () => {
    const journal = await open().open(one);
    const first = await journal.append([trouble('a')], NO_HEAD);
    if (!first.ok) throw new Error('refused');
    expect(await journal.append([trouble('b')], NO_HEAD)).toEqual({ ok: false, conflict: first.head });
    expect((await journal.append([trouble('c')], first.head)).ok).toBe(true);
    expect((await journal.read()).entries).toHaveLength(2);
  });

  it('take an append of nothing as a question for the head', async () => {
    const journal = await open().open(one);
    await journal.append([trouble('a')]);
    const head = (await journal.read()).head;
    expect(await journal.append([])).toEqual({ ok: true, entries: [], head });
    expect(await journal.append([], NO_HEAD)).toEqual({ ok: false, conflict: head });
  });

  it('see what another opening of the same session appended', async () => {
    const journals = open();
    const [a, b] = [await journals.open(one), await journals.open(one)];
    for (let round = 0; round < 5; round += 1) {
      await Promise.all([a.append([trouble('a')]), b.append([trouble('b'), trouble('b')])]);
    }
    const contents = await a.read();
    expect(contents.damage).toEqual([]);
    expect(contents.entries.map((entry) => entry.seq)).toEqual([...Array(15).keys()]);
  });

  it('let exactly one of two win who expect the same head', async () => {
    const journals = open();
    const [a, b] = [await journals.open(one), await journals.open(one)];
    const answers = await Promise.all([a.append([trouble('a')], NO_HEAD), b.append([trouble('b')], NO_HEAD)]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  });

  it('hold a session for one at a time', async () => {
    const journals = open();
    const first = await journals.hold(one);
    expect(first.ok).toBe(true);
    expect(await journals.hold(one)).toMatchObject({ ok: false, trouble: expect.stringContaining('still running') as string });
    expect((await journals.hold(two)).ok).toBe(true);
    if (first.ok) first.value();
    expect((await journals.hold(one)).ok).toBe(true);
  });

  it('keep sessions and desk apart, oldest session first, and forget a removed one', async () => {
    const journals = open();
    for (const session of [two, one]) await (await journals.open(session)).append([started(session)]);
    await (await journals.desk()).append([lesson('x')]);
    expect(await journals.list()).toEqual([one, two]);
    expect(await journals.size(one)).toBeGreaterThan(300);
    await journals.remove(one);
    expect(await journals.list()).toEqual([two]);
    expect(await journals.size(one)).toBe(0);
    expect((await (await journals.desk()).read()).entries).toHaveLength(1);
    await journals.remove(one);
  });

  it('refuse to append once closed', async () => {
    const journal = await open().open(one);
    const last = journal.append([trouble('a')]);
    await journal.close();
    expect((await last).ok).toBe(true);
    await expect(journal.append([trouble('b')])).rejects.toThrow('closed');
    expect((await journal.read()).entries).toHaveLength(1);
  });
});

const BATCHES = [['a'], ['b', 'B!'], ['c'], ['d', 'dd', 'ddd'], ['E!'], ['f'], ['g', 'G!']];
/** What a reader may find: the names of the first batches, whole ones only. */
const WHOLE = new Set(BATCHES.map((_, count) => BATCHES.slice(0, count + 1).flat().join()).concat(''));

/** Batches with and without facts that must be synced; answers what was acknowledged before the power went. */
async function writeUntilDark(disk: ReturnType<typeof crashDisk>): Promise<readonly { readonly what: string; readonly synced: boolean }[]> {
  const journal = openFileJournal({ disk, clock });
  const acknowledged: { what: string; synced: boolean }[] = [];
  for (const names of BATCHES) {
    const facts = names.map((name) => (name.endsWith('!') ? lesson(name) : trouble(name)));
    const answer = await journal.append(facts).catch(() => null);
    if (answer === null) break;
    acknowledged.push({ what: names.join(), synced: names.some((name) => name.endsWith('!')) });
  }
  return acknowledged;
}

describe('a journal on a disk that loses what was not synced', () => {
  const uncut = crashDisk();

  it.each([0, 0.37, 0.8, 1])('keeps every acknowledged fact that must be synced, at every point of a cut (%d of the rest kept)', async (kept) => {
    await writeUntilDark(uncut);
    expect(uncut.calls()).toBeGreaterThan(9);
    for (let cutAt = 0; cutAt < uncut.calls(); cutAt += 1) {
      const disk = crashDisk(cutAt);
      const acknowledged = await writeUntilDark(disk);
      const after = disk.afterPowerLoss(kept);
      const journal = openFileJournal({ disk: after, clock });
      const contents = await journal.read();
      expect(contents.damage.filter((one) => one.kind !== 'torn-tail'), `cut at ${cutAt}`).toEqual([]);
      const names = contents.entries.map(({ fact }) => (fact.type === 'lesson.learnt' ? fact.text : fact.type === 'trouble.met' ? fact.what : ''));
      const upToSynced = acknowledged.slice(0, acknowledged.findLastIndex((one) => one.synced) + 1);
      expect(names.join().startsWith(upToSynced.map((one) => one.what).join()), `cut at ${cutAt}: ${names.join()}`).toBe(true);
      expect(WHOLE).toContain(names.join());
      // The next writer goes on from there, whole batches only.
      expect((await journal.append([trouble('next')])).ok).toBe(true);
      const mended = await journal.read();
      expect(mended.damage).toEqual([]);
      expect(mended.entries).toHaveLength(contents.entries.length + 1);
    }
  });
});
