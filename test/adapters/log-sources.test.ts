import { execFileSync } from 'node:child_process';
import { appendFileSync, linkSync, mkdirSync, readFileSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LogSourcesSettings } from '../../src/adapters/log-sources.ts';
import { openLogSources } from '../../src/adapters/log-sources.ts';
import type { LogSource, OpenedLogs } from '../../src/ports/log-source.ts';
import { lastlogRecord, utmpRecord } from '../support/login-records.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const quiet = new AbortController().signal;
const sourcesIn = (folder: string, more: Partial<LogSourcesSettings> = {}) =>
  openLogSources({ stdin: Readable.from([]), spoolPath: join(folder, 'spool', 'stdin.gz'), ...more });

async function openIn(folder: string, named: readonly string[], more: Partial<LogSourcesSettings> = {}): Promise<OpenedLogs> {
  const opened = await sourcesIn(folder, more).open(named, quiet);
  onTestFinished(async () => { for (const log of opened.logs) await log.close(); });
  return opened;
}

async function textOf(log: LogSource | undefined): Promise<string> {
  const parts: Buffer[] = [];
  if (log) for await (const chunk of log.chunks(quiet)) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts).toString('latin1');
}

const files = (folder: string, contents: Readonly<Record<string, string | Buffer>>): void => {
  for (const [name, content] of Object.entries(contents)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
};
const names = ({ logs }: OpenedLogs): readonly string[] => logs.map(({ info }) => info.name);
const reasons = ({ unreadable }: OpenedLogs, folder: string): readonly string[] =>
  unreadable.map(({ path, why }) => `${path.replace(`${folder}/`, '')}: ${why}`);

interface Repeated {
  readonly byte: number;
  readonly times: number;
}

/** A frame of raw and repeated blocks, which any reader of zstd takes. */
function zstdOf(blocks: readonly (string | Repeated)[]): Buffer {
  const parts = blocks.map((block, at) => {
    const last = at === blocks.length - 1 ? 1 : 0;
    const head = Buffer.alloc(3);
    const [size, kind, body] = typeof block === 'string' ? [Buffer.byteLength(block), 0, Buffer.from(block)] : [block.times, 1, Buffer.from([block.byte])];
    head.writeUIntLE((size << 3) | (kind << 1) | last, 0, 3);
    return Buffer.concat([head, body]);
  });
  return Buffer.concat([Buffer.from('28b52ffd0070', 'hex'), ...parts]);
}

describe('finding logs', () => {
  it('opens files by name, whatever order they are named in, each once under the shortest name that is its own', async () => {
    const folder = temporaryFolder();
    files(folder, { 'b.log': 'b\n', 'web1/auth.log': '1\n', 'web2/auth.log': '2\n', 'a.log': 'a\n' });
    symlinkSync(join(folder, 'a.log'), join(folder, 'z.log'));
    linkSync(join(folder, 'b.log'), join(folder, 'c.log'));
    const opened = await openIn(folder, ['z.log', 'web2/auth.log', 'c.log', 'web1', 'b.log', 'a.log'].map((name) => join(folder, name)));
    expect(names(opened)).toEqual(['a.log', 'b.log', 'web1/auth.log', 'web2/auth.log']);
    expect(opened.logs.map(({ info }) => info.id)).toEqual(['S1', 'S2', 'S3', 'S4']);
    expect(opened.unreadable).toEqual([]);
  });

  it('walks folders and says what in them is no text, with a way to read it', async () => {
    const folder = temporaryFolder();
    files(folder, {
      'sub/app.log': 'text\n', 'empty.log': '', 'nuls.log': `${'\0'.repeat(50)}${'a line of text\n'.repeat(60)}`, wtmp: Buffer.concat([utmpRecord({ user: 'root' }), utmpRecord({ user: 'ben' })]),
      'photo.jpg': Buffer.from('ffd8ffe000104a46', 'hex'), 'old.log.xz': Buffer.from('fd377a585a0000', 'hex'),
      'wide.log': Buffer.from('\ufeffevent\n', 'utf16le'), 'noise.bin': Buffer.alloc(300), 'sys@1.journal': Buffer.from('LPKSHHRH\0\0'), 'a b.tar.gz': gzipSync(Buffer.concat([Buffer.alloc(257), Buffer.from('ustar')])),
    });
    const opened = await openIn(folder, [folder]);
    expect(names(opened)).toEqual(['empty.log', 'nuls.log', 'app.log', 'wtmp']);
    expect(opened.logs.map(({ records }) => records?.name ?? null)).toEqual([null, null, null, 'utmp']);
    expect(reasons(opened, folder)).toEqual([
      'a b.tar.gz: binary (tar archive), not read', 'noise.bin: binary (no text), not read', 'old.log.xz: binary (xz compressed), not read',
      'photo.jpg: binary (picture), not read', 'sys@1.journal: binary (systemd journal), not read', 'wide.log: binary (UTF-16 text), not read',
    ]);
    expect(opened.unreadable.find(({ path }) => path.endsWith('xz'))?.remedy).toBe(`xz -dc ${folder}/old.log.xz | soc triage -`);
  });

  it.each([['plain', (bytes: Buffer) => bytes], ['gzip', gzipSync]] as const)('reads fixed records again by their offset: %s', async (_, pack) => {
    const folder = temporaryFolder();
    const records = ['ann', 'ben', 'cleo', 'dora'].map((user) => utmpRecord({ user }));
    files(folder, { wtmp: pack(Buffer.concat([...records, Buffer.alloc(100)])), auth: 'text' });
    const { logs } = await openIn(folder, [join(folder, 'wtmp')]);
    const lines = await logs[0]?.lines([{ line: 3, offset: 768 }, { line: 2, offset: 384 }, { line: 9, offset: 100 }, { line: 5, offset: 1_536 }], 1);
    expect(lines?.map(({ lineNumber, bytes, before, after }) => [lineNumber, Buffer.from(bytes).toString('latin1', 44, 48), before.length, after.length])).toEqual([
      [2, 'ben\0', 1, 1], [3, 'cleo', 1, 1], [5, '\0\0\0\0', 1, 0],
    ]);
  });

  it('knows a lastlog by its first record that is not empty', async () => {
    const folder = temporaryFolder();
    const late = Buffer.alloc(292 * 1_001);
    lastlogRecord({ host: '203.0.113.9' }).copy(late, 292 * 1_000);
    const other = Buffer.from(late);
    lastlogRecord({ host: '203.0.113.10' }).copy(other, 292 * 1_000);
    files(folder, { lastlog: late, packed: gzipSync(other) });
    const { logs } = await openIn(folder, [folder]);
    expect(logs.map(({ records }) => records?.name)).toEqual(['lastlog', 'lastlog']);
  });

  it('leaves out a copy of a log and its packed form, and says of which', async () => {
    const folder = temporaryFolder();
    files(folder, { 'auth.log': 'one\n', 'auth.log.bak': 'one\n', 'auth.log.gz': gzipSync('one\n'), 'other.log': 'one\ntwo\n', 'a.log': '', 'b.log': '' });
    const opened = await openIn(folder, [folder]);
    expect(names(opened)).toEqual(['a.log', 'auth.log', 'b.log', 'other.log']);
    expect(opened.copies).toEqual([{ name: 'auth.log.bak', of: 'auth.log' }, { name: 'auth.log.gz', of: 'auth.log' }]);
  });

  it('finds by pattern, and says when nothing matches', async () => {
    const folder = temporaryFolder();
    files(folder, { 'auth.log': '1', 'auth.log.1': '2', 'x/deep/auth.log': '3', 'odd[1].log': '4' });
    expect(names(await openIn(folder, [join(folder, 'auth.log*')]))).toEqual(['auth.log', 'auth.log.1']);
    expect((await openIn(folder, [join(folder, '**/auth.log')])).logs).toHaveLength(2);
    expect(names(await openIn(folder, [join(folder, 'odd[1].log')]))).toEqual(['odd[1].log']);
    const none = await openIn(folder, [join(folder, '*.nothing')]);
    expect(none).toEqual({ logs: [], unreadable: [{ path: join(folder, '*.nothing'), why: 'no file matches', remedy: null }], copies: [] });
  });

  it('follows no link in a circle and looks only so deep and at so many files', async () => {
    const folder = temporaryFolder();
    files(folder, { 'a/one.log': '1', 'a/b/two.log': '2', 'a/b/c/three.log': '3' });
    symlinkSync(join(folder, 'a'), join(folder, 'a/b/up'));
    symlinkSync('self', join(folder, 'self'));
    const opened = await openIn(folder, [folder], { limits: { folderDepth: 3 } });
    expect(names(opened)).toEqual(['two.log', 'one.log']);
    expect(reasons(opened, folder)).toEqual([
      'a/b/c: more than 3 folders deep, not looked into', 'a/b/up: a link back to a folder above it, not followed', 'self: a link that leads back to itself',
    ]);
    const few = await openIn(folder, [join(folder, 'a')], { limits: { files: 1 } });
    expect([names(few), reasons(few, folder)[0]]).toEqual([['three.log'], 'a/b/two.log: more than 1 files: this one and what follows it are not read']);
  });

  it('refuses pipes, sockets, devices and files that the system makes up, without waiting for them', async () => {
    const folder = temporaryFolder();
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    const server = createServer().listen(join(folder, 'socket'));
    onTestFinished(() => { server.close(); });
    await new Promise((resolve) => server.once('listening', resolve));
    const opened = await openIn(folder, [folder, '/dev/zero', '/proc/self/status']);
    expect(opened.logs).toEqual([]);
    expect(reasons(opened, folder).toSorted()).toEqual([
      '/dev/zero: a device, not a file', '/proc/self/status: made up by the system when read (proc), not a log', 'fifo: a pipe, not a file', 'socket: a socket, not a file',
    ]);
  });

  it('suggests the name that was meant', async () => {
    const folder = temporaryFolder();
    files(folder, { 'Auth.log': '', 'access.log.1': '' });
    const { unreadable } = await openIn(folder, ['auth.log', 'acess.log', 'access.log', 'other'].map((name) => join(folder, name)));
    expect(unreadable.map(({ why, remedy }) => [why, remedy?.replaceAll(`${folder}/`, '') ?? null])).toEqual([
      ['no such file', 'did you mean Auth.log?'], ['no such file', null], ['no such file', 'did you mean access.log.1?'], ['no such file', null],
    ]);
  });

  it('quotes hostile file names in what it tells people to type', async () => {
    const folder = temporaryFolder();
    files(folder, { "$(reboot)';x.xz": Buffer.from('fd377a585a0000', 'hex') });
    const { unreadable } = await openIn(folder, [folder]);
    expect(unreadable[0]?.remedy).toBe(`xz -dc '${folder}/$(reboot)'\\'';x.xz' | soc triage -`);
  });
});

describe('reading logs', () => {
  const line = 'a line that is repeated\n';
  const many = Array.from({ length: 50_000 }, (_, at) => `${at} ${Math.sin(at)}\n`).join('');

  async function read(name: string, content: Buffer, limits: LogSourcesSettings['limits'] = {}) {
    const folder = temporaryFolder();
    files(folder, { [name]: content });
    const { logs: [log] } = await openIn(folder, [join(folder, name)], { limits });
    const text = await textOf(log);
    return { text, end: log?.end(), info: log?.info };
  }

  it('knows gzip by its first bytes, not by its name', async () => {
    expect((await read('app.log', gzipSync('inside\n'))).text).toBe('inside\n');
    expect((await read('app.log.gz', Buffer.from('plain\n'))).info?.compression).toBe('none');
  });

  it('reads member after member, padding and header fields', async () => {
    const named = gzipSync('named\n');
    named[3] = 0x1c;
    const fields = Buffer.concat([named.subarray(0, 10), Buffer.from('\x02\0ab'), Buffer.from('name\0comment\0'), named.subarray(10)]);
    const { text, end } = await read('a.gz', Buffer.concat([gzipSync('one\n'), fields, gzipSync(''), gzipSync(many), Buffer.alloc(600)]));
    expect(text).toBe(`one\nnamed\n${many}`);
    expect(end?.troubles).toEqual([]);
  });

  it('keeps everything before a truncation, and says so', async () => {
    const { text, end } = await read('a.gz', gzipSync(many).subarray(0, -3_000));
    expect(many.startsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThan(many.length - 30_000);
    expect(end).toMatchObject({ bytes: text.length, troubles: [`is cut short: the gzip data stop after ${text.length} bytes`] });
    expect((await read('b.gz', gzipSync(many).subarray(0, -4))).text).toBe(many);
  });

  it('keeps everything before trailing garbage, and says so', async () => {
    const { text, end } = await read('a.gz', Buffer.concat([gzipSync(many), Buffer.from('garbage behind the data')]));
    expect(text).toBe(many);
    expect(end?.troubles).toEqual(['has bytes behind its gzip data that are no gzip: they are not read']);
  });

  it('says where data are damaged', async () => {
    const packed = gzipSync(many);
    packed.fill(0xaa, packed.length - 200_000, packed.length - 199_000);
    const { text, end } = await read('a.gz', packed);
    expect(text.length).toBeGreaterThan(0);
    expect(end?.troubles).toHaveLength(1);
    expect(end?.troubles[0]).toMatch(/^is damaged: /);
    const wrongSum = gzipSync(many);
    wrongSum.writeUInt32LE(1, wrongSum.length - 8);
    expect(await read('b.gz', wrongSum)).toMatchObject({ text: many, end: { troubles: [expect.stringMatching(/^is damaged: the checksum/)] } });
  });

  it('reads zstd frame after frame, and what may stand between them', async () => {
    const note = Buffer.concat([Buffer.from('512a4d1803000000', 'hex'), Buffer.from('abc')]);
    const { text, end, info } = await read('app.log', Buffer.concat([zstdOf(['one\n', 'two\n']), note, zstdOf(['three\n'])]));
    expect([text, end?.troubles, info?.compression]).toEqual(['one\ntwo\nthree\n', [], 'zstd']);
    // Packed by zstd itself: literals and matches.
    const packed = Buffer.from('28b52ffd04684d010072c2070bd03d94a433eb0300c3c762703be767cfc26220df383eade48d59dfa81c01010098de6a8e01619d08e7', 'hex');
    expect((await read('b.log', packed)).text).toBe(`${line.repeat(40)}and another one\n`);
  });

  it('keeps of zstd what stands before a cut, garbage or damage, and says so', async () => {
    const whole = zstdOf([many.slice(0, 100_000), 'end\n']);
    const cut = await read('a.zst', whole.subarray(0, -2));
    expect([cut.text.startsWith(many.slice(0, 100_000)), cut.end?.troubles]).toEqual([true, [`is cut short: the zstd data stop after ${cut.text.length} bytes`]]);
    expect((await read('b.zst', Buffer.concat([whole, Buffer.from('garbage')]))).end?.troubles).toEqual(['has bytes behind its zstd data that are no zstd: they are not read']);
    const damaged = await read('c.zst', Buffer.concat([whole.subarray(0, 6), Buffer.from([0x07, 0, 0])]));
    expect(damaged.end?.troubles[0]).toMatch(/^is damaged: /);
  });

  it('stops zstd at a bomb and at a window that no log needs', async () => {
    const bomb = await read('bomb.zst', zstdOf(Array.from({ length: 40 }, () => ({ byte: 97, times: 100_000 }))), { ratioFrom: 1_000_000 });
    expect(bomb.text.length).toBeLessThan(4_000_000);
    expect(bomb.end?.troubles[0]).toMatch(/as decompression bombs do/);
    const wide = zstdOf(['x']);
    wide[5] = 0xa0;
    expect((await read('wide.zst', wide)).end?.troubles).toEqual(['needs a zstd window of more than 128 MiB: it is not read']);
  });

  it('stops at a decompression bomb, at too much output and at too many members', async () => {
    const bomb = await read('bomb.gz', gzipSync(Buffer.alloc(4_000_000, line)), { ratioFrom: 1_000_000 });
    expect(bomb.text.length).toBeLessThan(4_000_000);
    expect(bomb.end?.troubles[0]).toMatch(/^unpacks \d+ to 1 after .* as decompression bombs do/);
    const large = await read('large.gz', gzipSync(many), { unpackedBytes: 2_048 });
    expect([large.text, large.end?.troubles]).toEqual([many.slice(0, 2_048), ['unpacks to more than 2 KiB: the rest is not read']]);
    const crowd = await read('crowd.gz', Buffer.concat(Array.from({ length: 9 }, () => gzipSync('x'))), { members: 5 });
    expect([crowd.text, crowd.end?.troubles]).toEqual(['xxxxx', ['has more than 5 gzip members: the rest is not read']]);
    const plain = await read('plain.log', Buffer.from(many), { plainBytes: 1_024 });
    expect([plain.text, plain.end?.troubles]).toEqual([many.slice(0, 1_024), ['is larger than 1 KiB: the rest is not read']]);
  });

  it('reads the file it opened, as long as it was, though it is rotated away and grows', async () => {
    const folder = temporaryFolder();
    files(folder, { 'app.log': 'first\nsecond\n' });
    const path = join(folder, 'app.log');
    const { logs: [log] } = await openIn(folder, [path]);
    appendFileSync(path, 'later\n');
    renameSync(path, `${path}.1`);
    writeFileSync(path, 'another file\n');
    expect(await textOf(log)).toBe('first\nsecond\n');
    expect(log?.end().troubles).toEqual([]);
    expect(await log?.lines([{ line: 2, offset: 6 }], 3)).toMatchObject([{ lineNumber: 2, after: [] }]);
  });

  it('says when a file shrank', async () => {
    const folder = temporaryFolder();
    files(folder, { 'app.log': many });
    const { logs: [log] } = await openIn(folder, [join(folder, 'app.log')]);
    truncateSync(join(folder, 'app.log'), 100);
    expect(await textOf(log)).toBe(many.slice(0, 100));
    expect(log?.end().troubles).toEqual([`shrank while it was read: ${many.length} bytes when opened, 100 now`]);
  });
});

describe('standard input', () => {
  const piped = (text: string | Buffer): Readable => Readable.from([Buffer.from(text as string)], { objectMode: false });

  it('is refused when it is a terminal or no text', async () => {
    const folder = temporaryFolder();
    const terminal = Object.assign(piped(''), { isTTY: true });
    expect((await openIn(folder, ['-'], { stdin: terminal })).unreadable).toEqual([
      { path: '-', why: 'standard input is a terminal: pipe a log into it', remedy: 'journalctl -o json | soc triage -' },
    ]);
    expect((await openIn(folder, ['-'], { stdin: piped(Buffer.from('fd377a585a0000', 'hex')) })).unreadable).toEqual([
      { path: '-', why: 'standard input is binary (xz compressed), not read', remedy: 'xz -dc - | soc triage -' },
    ]);
  });

  it('comes after the files, and stays compressed where it was spooled', async () => {
    const folder = temporaryFolder();
    files(folder, { 'z.log': 'file\n' });
    const { logs } = await openIn(folder, ['-', join(folder, 'z.log')], { stdin: piped('piped\n') });
    expect(logs.map(({ info }) => [info.id, info.name, info.kind])).toEqual([['S1', 'z.log', 'file'], ['S2', 'stdin', 'stdin']]);
    await textOf(logs[1]);
    expect(gunzipSync(readFileSync(join(folder, 'spool/stdin.gz'))).toString()).toBe('piped\n');
  });

  it('is read on past what can be kept, and that is told', async () => {
    const folder = temporaryFolder();
    const noise = Array.from({ length: 40 }, (_, at) => Buffer.from(`${Array.from({ length: 5_000 }, (__, n) => Math.sin(at * 5_000 + n)).join('\n')}\n`));
    const whole = Buffer.concat(noise).toString('latin1');
    const { logs: [log] } = await openIn(folder, ['-'], { stdin: Readable.from(noise), limits: { spoolBytes: 100_000 } });
    expect(await textOf(log)).toBe(whole);
    expect(log?.end().troubles).toEqual([expect.stringMatching(/^is longer than what is kept for a second look \(97\.7 KiB compressed\): lines past byte \d+ cannot be shown again$/)]);
    const again = await textOf(log);
    expect(again.length).toBeGreaterThan(0);
    expect(whole.startsWith(again)).toBe(true);
    expect(again.length).toBeLessThan(whole.length);
  });

  it('is read though its spool cannot be written, and that is told', async () => {
    const folder = temporaryFolder();
    files(folder, { blocked: '' });
    const { logs: [log] } = await openIn(folder, ['-'], { stdin: piped('text\n'), spoolPath: join(folder, 'blocked/stdin.gz') });
    expect(await textOf(log)).toBe('text\n');
    expect(log?.end().troubles).toEqual([expect.stringMatching(/^could not be kept for a second look: /)]);
    expect(await log?.lines([{ line: 1, offset: 0 }], 0)).toEqual([]);
  });

  it('ends when it is told to stop while the pipe is silent', async () => {
    const folder = temporaryFolder();
    const stop = new AbortController();
    // Aborted while a read waits for bytes that never come.
    const stdin = new Readable({ read: () => { stop.abort(); } });
    const { logs } = await sourcesIn(folder, { stdin }).open(['-'], stop.signal);
    for (const log of logs) await log.close();
    expect(stdin.destroyed).toBe(true);
  });
});

describe('keeping and opening again', () => {
  it('opens a log by its path as far as it went then, else the copy kept', async () => {
    const folder = temporaryFolder();
    files(folder, { 'app.log': 'one\ntwo\n' });
    const path = join(folder, 'app.log');
    const sources = sourcesIn(folder);
    const { logs: [log] } = await openIn(folder, [path]);
    if (log === undefined) throw new Error('nothing was opened');
    const kept = join(folder, 'kept');
    expect(await sources.keep(log, kept)).toEqual({ ok: true, value: join(kept, 'S1.gz') });
    const reread = async (): Promise<string> => {
      const [again] = await sources.reopen([log.info], kept);
      if (again?.ok !== true) return again?.trouble.why ?? '';
      expect(again.value.info).toEqual(log.info);
      const text = await textOf(again.value);
      await again.value.close();
      return text;
    };
    appendFileSync(path, 'three\n');
    expect(await reread()).toBe('one\ntwo\n');
    writeFileSync(path, 'new\n');
    expect(await reread()).toBe('one\ntwo\n');
    renameSync(path, `${path}.1`);
    expect(await reread()).toBe('one\ntwo\n');
    renameSync(join(kept, 'S1.gz'), join(kept, 'gone'));
    expect(await reread()).toBe('no such file');
  });

  it('moves the spool of standard input instead of copying it, even before it is read', async () => {
    const folder = temporaryFolder();
    const sources = sourcesIn(folder, { stdin: Readable.from([Buffer.from('one\ntwo\n')]) });
    const { logs: [log] } = await sources.open(['-'], quiet);
    if (log === undefined) throw new Error('nothing was opened');
    const kept = join(folder, 'kept');
    expect((await sources.keep(log, kept)).ok).toBe(true);
    expect(await textOf(log)).toBe('one\ntwo\n');
    await log.close();
    const [again] = await sourcesIn(folder).reopen([log.info], kept);
    if (again?.ok !== true) throw new Error(again?.trouble.why);
    expect(await textOf(again.value)).toBe('one\ntwo\n');
    await again.value.close();
  });
});
