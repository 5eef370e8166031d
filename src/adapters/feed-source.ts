import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Result } from '../domain/result.ts';
import { fail, ok } from '../domain/result.ts';
import type { FeedSource } from '../ports/feeds.ts';
import { codeOf } from './system-error.ts';

/** A text of more does not fit into one string, and no feed is. */
const LIMIT = 400 * 1_048_576;
const DEADLINE_MS = 120_000;
const GZIP = Buffer.from([0x1f, 0x8b]);
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');

const unpack = promisify(gunzip);

/** Reads files, and fetches what begins with `http://` or `https://`. */
export const feedSource: FeedSource = {
  read: async (place, signal) => {
    const bytes = await (/^https?:\/\//i.test(place) ? fetched(place, signal) : fromFile(place));
    return bytes.ok ? textOf(bytes.value) : bytes;
  },
};

async function textOf(bytes: Buffer): Promise<Result<string, string>> {
  if (bytes.subarray(0, 4).equals(ZIP)) return fail('a zip archive: unpack it first');
  if (!bytes.subarray(0, 2).equals(GZIP)) return ok(bytes.toString('utf8'));
  try {
    return ok((await unpack(bytes, { maxOutputLength: LIMIT })).toString('utf8'));
  } catch (error) {
    return fail(`it is damaged or too large when unpacked (${codeOf(error)})`);
  }
}

/** O_NONBLOCK: opening a FIFO that nobody writes to would wait for ever. */
async function fromFile(path: string): Promise<Result<Buffer, string>> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const info = await file.stat();
      if (!info.isFile()) return fail('it is not a regular file');
      return info.size > LIMIT ? fail(TOO_LARGE) : ok(await file.readFile());
    } finally {
      await file.close();
    }
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return fail(codeOf(error) === 'ENOENT' ? 'no such file' : `it cannot be read (${codeOf(error)})`);
  }
}

const TOO_LARGE = `it is larger than ${LIMIT / 1_048_576} MiB`;

async function fetched(url: string, signal: AbortSignal): Promise<Result<Buffer, string>> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]), headers: { 'user-agent': 'soc' } });
    if (!answer.ok || answer.body === null) return fail(`the server answered ${answer.status}`);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > LIMIT) return fail(TOO_LARGE);
      chunks.push(chunk);
    }
    return ok(Buffer.concat(chunks, size));
  } catch (error) {
    // Whatever the network says: fetch tells it as a TypeError with a cause, or as an abort.
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : error instanceof Error ? error.message : 'no answer';
    return fail(`it cannot be fetched: ${cause}`);
  }
}
