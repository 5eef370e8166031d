import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { fail, ok } from '../../src/domain/result.ts';
import type { Files } from '../../src/ports/files.ts';

/** Files by their path; a test looks at the map and puts into it. */
export function memoryFiles(kept: Map<string, string> = new Map()): Files {
  const missing = (path: string) => fail({ path, code: 'ENOENT', why: `ENOENT: no such file or directory, open '${path}'` });
  return {
    readText: async (path, limitBytes) => {
      const text = kept.get(path);
      if (text === undefined) return missing(path);
      if (Buffer.byteLength(text) > limitBytes) return fail({ path, code: 'EFBIG', why: `${path} is larger than ${limitBytes} bytes` });
      return ok(text);
    },
    writeText: async (path, text) => {
      kept.set(path, text);
      return ok(path);
    },
    deliver: async (path, text) => {
      if (![...kept.keys()].some((known) => dirname(known) === dirname(path))) return missing(path);
      kept.set(path, text);
      return ok(path);
    },
    exists: async (path) => kept.has(path),
    digests: async (path) => {
      const text = kept.get(path);
      const of = (name: string): string => createHash(name).update(text ?? '').digest('hex');
      return text === undefined ? missing(path) : ok({ md5: of('md5'), sha1: of('sha1'), sha256: of('sha256') });
    },
  };
}
