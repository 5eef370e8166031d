import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openLogSources } from '../../src/adapters/log-sources.ts';
import type { LogSource, RawLine } from '../../src/ports/log-source.ts';
import { fakeLog } from '../support/fake-logs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const quiet = new AbortController().signal;

async function openReal(content: Buffer, { packed, piped }: { packed: boolean; piped: boolean }): Promise<LogSource> {
  const folder = temporaryFolder();
  const bytes = packed ? gzipSync(content) : content;
  const path = join(folder, 'app.log');
  writeFileSync(path, bytes);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 1_000) }, (_, at) => bytes.subarray(at * 1_000, at * 1_000 + 1_000));
  const sources = openLogSources({ stdin: Readable.from(pieces, { objectMode: false }), spoolPath: join(folder, 'kept', 'stdin.gz') });
  const { logs, unreadable } = await sources.open([piped ? '-' : path], quiet);
  expect(unreadable).toEqual([]);
  const [log] = logs;
  if (log === undefined) throw new Error('nothing was opened');
  return log;
}

const BODIES: Readonly<Record<string, (content: Buffer) => Promise<LogSource>>> = {
  'the fake': async (content) => fakeLog('app.log', content, { chunkSize: 700 }),
  'a fake stream': async (content) => fakeLog('stdin', content, { kind: 'stdin' }),
  'a plain file': (content) => openReal(content, { packed: false, piped: false }),
  'a gzip file': (content) => openReal(content, { packed: true, piped: false }),
  'standard input': (content) => openReal(content, { packed: false, piped: true }),
  'gzip on standard input': (content) => openReal(content, { packed: true, piped: true }),
};

async function readAll(log: LogSource, signal = quiet): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of log.chunks(signal)) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

const line = (number: number): string => `line ${number} ${'abcdefgh'.repeat(number % 40)} é`;
const long = Buffer.from(Array.from({ length: 20_000 }, (_, at) => line(at + 1)).join('\n'));
const placeOf = (text: Buffer, number: number) => ({ line: number, offset: text.indexOf(`line ${number} `) });
const shown = (raw: RawLine | undefined) => raw && {
  lineNumber: raw.lineNumber, text: Buffer.from(raw.bytes).toString(),
  before: raw.before.map((each) => `${each.lineNumber}:${Buffer.from(each.bytes).toString()}`),
  after: raw.after.map((each) => `${each.lineNumber}:${Buffer.from(each.bytes).toString()}`),
};

describe.each(Object.entries(BODIES))('a log source: %s', (_, open) => {
  it('yields every byte in order and digests them', async () => {
    const log = await open(long);
    expect((await readAll(log)).equals(long)).toBe(true);
    expect(log.end()).toEqual({ bytes: long.length, sha256: createHash('sha256').update(long).digest('hex'), troubles: [] });
    await log.close();
  });

  it('can be read a second time with the same end', async () => {
    const log = await open(long);
    await readAll(log);
    const first = log.end();
    expect((await readAll(log)).equals(long)).toBe(true);
    expect(log.end()).toEqual(first);
    await log.close();
  });

  it('has no end before a pass ran to its end', async () => {
    const log = await open(Buffer.from('one\n'));
    expect(() => log.end()).toThrow('not read to its end');
    await log.close();
  });

  it('shows its first bytes before it is read', async () => {
    const log = await open(Buffer.from('first line\nsecond line\n'));
    const { head, tail } = await log.edges();
    expect(head.toString()).toBe('first line\nsecond line\n');
    expect(tail === null || tail.toString().endsWith('second line\n')).toBe(true);
    expect((await readAll(log)).toString()).toBe('first line\nsecond line\n');
    await log.close();
  });

  it('reads lines again with their neighbours, in the order of their places, each once', async () => {
    const log = await open(long);
    await readAll(log);
    const found = await log.lines([placeOf(long, 19_999), placeOf(long, 1), placeOf(long, 500), placeOf(long, 500)], 2);
    expect(found.map(shown)).toEqual([
      { lineNumber: 1, text: line(1), before: [], after: [`2:${line(2)}`, `3:${line(3)}`] },
      { lineNumber: 500, text: line(500), before: [`498:${line(498)}`, `499:${line(499)}`], after: [`501:${line(501)}`, `502:${line(502)}`] },
      { lineNumber: 19_999, text: line(19_999), before: [`19997:${line(19_997)}`, `19998:${line(19_998)}`], after: [`20000:${line(20_000)}`] },
    ]);
    await log.close();
  });

  it('leaves out a place where no line starts', async () => {
    const log = await open(Buffer.from('one\ntwo\n'));
    await readAll(log);
    expect(await log.lines([{ line: 1, offset: 1 }, { line: 3, offset: 8 }, { line: 9, offset: 900 }], 1)).toEqual([]);
    await log.close();
  });

  it('takes CRLF off its lines and keeps every other byte', async () => {
    const log = await open(Buffer.from('one\r\n\0\xff two\r\n\r\nlast\r', 'latin1'));
    await readAll(log);
    const found = await log.lines([{ line: 2, offset: 5 }, { line: 4, offset: 15 }], 5);
    expect(found.map(({ bytes }) => Buffer.from(bytes).toString('latin1'))).toEqual(['\0\xff two', 'last']);
    expect(found[0]?.before.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['one']);
    expect(found[0]?.after.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['', 'last']);
    await log.close();
  });

  it('stops when it is told to, and then has no end', async () => {
    const log = await open(long);
    const stop = new AbortController();
    let bytes = 0;
    for await (const chunk of log.chunks(stop.signal)) {
      bytes += chunk.length;
      stop.abort();
    }
    expect(bytes).toBeLessThan(long.length + 1);
    if (bytes < long.length) expect(() => log.end()).toThrow('not read to its end');
    await log.close();
  });

  it('may be left in the middle and closed', async () => {
    const log = await open(long);
    for await (const chunk of log.chunks(quiet)) if (chunk.length > 0) break;
    await log.close();
  });

  it('reads a log of no bytes', async () => {
    const log = await open(Buffer.alloc(0));
    expect(await readAll(log)).toEqual(Buffer.alloc(0));
    expect(log.end()).toMatchObject({ bytes: 0, troubles: [] });
    expect(await log.lines([{ line: 1, offset: 0 }], 5)).toEqual([]);
    await log.close();
  });

  it('reads a line of a megabyte and one with no newline in it', async () => {
    const content = Buffer.from(`a\n${'x'.repeat(1_200_000)}\nb`);
    const log = await open(content);
    await readAll(log);
    const [big, last] = await log.lines([{ line: 2, offset: 2 }, { line: 3, offset: 1_200_003 }], 0);
    expect([big?.bytes.length, last?.bytes.length]).toEqual([1_200_000, 1]);
    await log.close();
  });
});
