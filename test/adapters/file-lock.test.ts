import { lstatSync, lutimesSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLocks } from '../../src/adapters/file-lock.ts';
import { bundled } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const holder = await bundled('lock-holder');

const lockPath = () => join(temporaryFolder(), 'x.lock');

describe('a lock', () => {
  it('is held by one at a time, and leaves nothing behind', async () => {
    const [path, take] = [lockPath(), openLocks()];
    let inside = 0;
    await Promise.all(Array.from({ length: 30 }, async () => {
      const lock = await take(path);
      inside += 1;
      expect([inside, lock.held()]).toEqual([1, true]);
      await Promise.resolve();
      inside -= 1;
      lock.release();
      expect(lock.held()).toBe(false);
    }));
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('says who holds it when it gives up, and waits for a living holder', async () => {
    const path = lockPath();
    const child = holder(path);
    await child.speaking;
    await expect(openLocks(100)(path)).rejects.toThrow(`x.lock: still held by process ${child.process.pid ?? 0}`);
    child.process.kill('SIGKILL');
    await child.ended;
  });

  it('passes at once from a killed holder to exactly one of those who wait', async () => {
    const path = lockPath();
    const child = holder(path);
    await child.speaking;
    child.process.kill('SIGKILL');
    await child.ended;
    const began = performance.now();
    let inside = 0;
    await Promise.all(Array.from({ length: 20 }, async () => {
      const lock = await openLocks()(path);
      inside += 1;
      expect(inside).toBe(1);
      await Promise.resolve();
      inside -= 1;
      lock.release();
    }));
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(readdirSync(join(path, '..'))).toEqual([]);
  });

  it('is not taken from a holder that cannot be asked, until it is old', async () => {
    const path = lockPath();
    symlinkSync('1:1:elsewhere:token', path);
    await expect(openLocks(50)(path)).rejects.toThrow('another machine');
    const long = lstatSync(path).mtimeMs / 1000 - 60;
    lutimesSync(path, long, long);
    (await openLocks(50)(path)).release();
  });

  it('tells its holder when it was taken over, who then leaves it alone', async () => {
    const path = lockPath();
    const lock = await openLocks()(path);
    lock.release();
    const other = await openLocks()(path);
    expect(lock.held()).toBe(false);
    lock.release();
    expect(other.held()).toBe(true);
  });
});
