import { constants, existsSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Files, FileTrouble } from '../ports/files.ts';
import type { Owner } from './private-disk.ts';
import { makeFolder, replaceFile } from './private-disk.ts';
import { codeOf } from './system-error.ts';

export function diskFiles(owner: Owner | null): Files {
  return {
    readText: (path, limitBytes) => attempt(path, () => readBounded(path, limitBytes)),
    writeText: (path, text) =>
      attempt(path, async () => {
        await makeFolder(dirname(path), owner);
        await replaceFile(path, text, { owner });
        return path;
      }),
    list: (folder) => attempt(folder, async () => (await readdir(folder)).sort()),
    exists: async (path) => existsSync(path),
  };
}

async function attempt<Value>(path: string, act: () => Promise<Value>): Promise<Result<Value, FileTrouble>> {
  try {
    return ok(await act());
  } catch (error) {
    const code = codeOf(error);
    if (code === '') throw error;
    return fail({ path, code, why: error instanceof Error ? error.message : code });
  }
}

/** O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever. */
async function readBounded(path: string, limitBytes: number): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const info = await file.stat();
    if (!info.isFile()) throw refusal('EINVAL', `${path} is not a regular file`);
    // Files of /proc say 0 bytes: one byte more than allowed is asked for instead of trusting the size.
    const buffer = Buffer.alloc(Math.min(limitBytes, Math.max(info.size, SMALLEST_READ)) + 1);
    let filled = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, filled);
      filled += bytesRead;
      if (filled > limitBytes) throw refusal('EFBIG', `${path} is larger than ${limitBytes} bytes`);
      if (bytesRead === 0) return buffer.toString('utf8', 0, filled);
    }
  } finally {
    await file.close();
  }
}
const SMALLEST_READ = 64 * 1024;

const refusal = (code: string, why: string): Error => Object.assign(new Error(why), { code });
