import { createHash } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { open, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { FileDigests, Files, FileTrouble } from '../ports/files.ts';
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
    deliver: (path, text) =>
      attempt(path, async () => {
        if (existsSync(path) && !(await stat(path)).isFile()) await writeFile(path, text);
        else await replaceFile(path, text, { owner });
        return path;
      }),
    exists: async (path) => existsSync(path),
    digests: (path) => attempt(path, () => digestsOf(path)),
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

async function digestsOf(path: string): Promise<FileDigests> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) throw refusal('EINVAL', `${path} is not a regular file`);
    const hashes = [createHash('md5'), createHash('sha1'), createHash('sha256')] as const;
    for await (const chunk of file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>) for (const hash of hashes) hash.update(chunk);
    const [md5, sha1, sha256] = hashes;
    return { md5: md5.digest('hex'), sha1: sha1.digest('hex'), sha256: sha256.digest('hex') };
  } finally {
    await file.close();
  }
}

/** O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever. */
async function readBounded(path: string, limitBytes: number): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const info = await file.stat();
    if (!info.isFile()) throw refusal('EINVAL', `${path} is not a regular file`);
    // Read to the end instead of trusting the size: files of /proc say 0 bytes, and a log grows.
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of file.createReadStream({ autoClose: false, end: limitBytes }) as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
    }
    if (size > limitBytes) throw refusal('EFBIG', `${path} is larger than ${limitBytes} bytes`);
    return Buffer.concat(chunks, size).toString('utf8');
  } finally {
    await file.close();
  }
}

const refusal = (code: string, why: string): Error => Object.assign(new Error(why), { code });
