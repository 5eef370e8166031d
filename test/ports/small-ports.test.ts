import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskFiles } from '../../src/adapters/disk-files.ts';
import { systemClock } from '../../src/adapters/system-clock.ts';
import { ulidIds } from '../../src/adapters/ulid-ids.ts';
import { sessionId } from '../../src/domain/ids.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Files } from '../../src/ports/files.ts';
import type { Ids } from '../../src/ports/ids.ts';
import { FAKE_START, fakeClock } from '../support/fake-clock.ts';
import { fakeIds } from '../support/fake-ids.ts';
import { memoryFiles } from '../support/memory-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const clocks: readonly (readonly [string, Clock])[] = [['fake', fakeClock()], ['of the system', systemClock]];

describe.each(clocks)('a clock, %s', (_name, clock) => {
  it('tells epoch milliseconds', () => {
    expect(clock.now()).toBeGreaterThanOrEqual(FAKE_START - 1e11);
    expect(clock.now()).toBeLessThan(4e12);
  });

  it('waits at least as long as asked, by its own measure', async () => {
    const before = clock.monotonic();
    await clock.wait(15, new AbortController().signal);
    expect(clock.monotonic() - before).toBeGreaterThanOrEqual(14);
  });

  it('stops waiting at once when told to, and never rejects', async () => {
    const stop = new AbortController();
    const waiting = clock.wait(60_000, stop.signal);
    stop.abort();
    await waiting;
    await clock.wait(60_000, AbortSignal.abort());
  });
});

const idBodies: readonly (readonly [string, () => Ids])[] = [['fake', fakeIds], ['ULID', () => ulidIds(fakeClock())]];

describe.each(idBodies)('ids, %s', (_name, open) => {
  it('are valid, unique and in order even within one millisecond', () => {
    const ids = open();
    const made = Array.from({ length: 100 }, () => sessionId.parse(ids.session()));
    expect(new Set(made).size).toBe(100);
    expect(made.toSorted()).toEqual(made);
  });
});

const fileBodies: readonly (readonly [string, () => Files, () => string])[] = [
  ['in memory', () => memoryFiles(), () => '/home/ana/soc'],
  ['on disk', () => diskFiles(null), () => join(temporaryFolder(), 'soc')],
];

describe.each(fileBodies)('files %s', (_name, open, folderOf) => {
  it('read back what was written, and replace it', async () => {
    const [files, path] = [open(), join(folderOf(), 'a', 'x.md')];
    expect(await files.exists(path)).toBe(false);
    expect((await files.writeText(path, 'one')).ok).toBe(true);
    await files.writeText(path, 'zwölf');
    expect(await files.readText(path, 100)).toEqual({ ok: true, value: 'zwölf' });
    expect(await files.exists(path)).toBe(true);
  });

  it('are delivered into folders that are there, and grow none', async () => {
    const [files, folder] = [open(), folderOf()];
    expect(await files.deliver(join(folder, 'none', 'x.md'), 'text')).toMatchObject({ ok: false, trouble: { code: 'ENOENT' } });
    await files.writeText(join(folder, 'kept'), '');
    expect((await files.deliver(join(folder, 'x.md'), 'text')).ok).toBe(true);
    expect(await files.readText(join(folder, 'x.md'), 100)).toEqual({ ok: true, value: 'text' });
  });

  it('answer with the system\'s name for what is wrong', async () => {
    const [files, folder] = [open(), folderOf()];
    expect(await files.readText(join(folder, 'none'), 100)).toMatchObject({ ok: false, trouble: { code: 'ENOENT', path: join(folder, 'none') } });
    await files.writeText(join(folder, 'big'), 'x'.repeat(101));
    expect(await files.readText(join(folder, 'big'), 100)).toMatchObject({ ok: false, trouble: { code: 'EFBIG' } });
    expect((await files.readText(join(folder, 'big'), 101)).ok).toBe(true);
  });
});

describe('files on disk', () => {
  it('write to what is no plain file and never replace it', async () => {
    expect((await diskFiles(null).deliver('/dev/null', 'text')).ok).toBe(true);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('say that no folder can be made below /proc instead of trying for ever', async () => {
    expect(await diskFiles(null).writeText('/proc/soc-nowhere/x/y.md', 'text')).toMatchObject({ ok: false });
  });
});
