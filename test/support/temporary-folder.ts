import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is gone after the test. */
export const temporaryFolder = (): string => folderIn(tmpdir());

/** The same in memory, where the system has such a place: for a test that syncs thousands of times and is not about that. */
export const quickFolder = (): string => folderIn(existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

function folderIn(parent: string): string {
  const folder = mkdtempSync(join(parent, 'soc-test-'));
  onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
  return folder;
}
