import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'vitest';

/** Folder of the public data sets, which do not belong to the repository; undefined where there is none. */
export function testData(): string | undefined {
  const named = process.env['SOC_TEST_DATA'];
  if (named === undefined || named === '') return undefined;
  const folder = resolve(named);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`SOC_TEST_DATA is ${folder}, which is not a folder`);
  }
  return folder;
}

/** `describe` for tests on the public data sets. Without them one skipped test says so, and standard error too. */
export function describeWithData(name: string, define: (data: string) => void): void {
  const data = testData();
  if (data !== undefined) {
    describe(name, () => { define(data); });
    return;
  }
  process.stderr.write(`\n*** NOT RUN: ${name}: SOC_TEST_DATA is not set ***\n`);
  describe(name, () => { it.skip('NOT RUN: SOC_TEST_DATA is not set', () => undefined); });
}
