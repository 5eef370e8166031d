import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Trouble } from '../../src/domain/trouble.ts';
import { openTerminal } from '../../src/adapters/node-terminal.ts';

const open = (stdout: Writable, more: { argv?: readonly string[]; env?: Record<string, string> } = {}) =>
  openTerminal({ stdout, stderr: new PassThrough(), argv: more.argv ?? [], env: more.env ?? {} });
const tty = (): Writable => Object.assign(new PassThrough(), { isTTY: true, columns: 132 });

const failing = (code: string): Writable => new Writable({
  write: (_chunk, _encoding, done) => { done(Object.assign(new Error(code), { code })); },
});

describe('the terminal', () => {
  it('waits until the reader has room again', async () => {
    const slow = new PassThrough({ highWaterMark: 10 });
    const terminal = open(slow);
    let written = false;
    const writing = terminal.out('x'.repeat(100)).then(() => { written = true; });
    await new Promise((resolve) => setImmediate(resolve));
    expect(written).toBe(false);
    expect(String(slow.read())).toBe('x'.repeat(100));
    await writing;
    expect(written).toBe(true);
  });

  it('writes nothing and throws nothing once its reader has gone', async () => {
    const stream = failing('EPIPE');
    const terminal = open(stream);
    await terminal.out('one');
    expect(stream.destroyed).toBe(true);
    await terminal.out('two');
  });

  it('does not keep a writer waiting whose reader goes away while the pipe is full', async () => {
    const full = new PassThrough({ highWaterMark: 1 });
    const terminal = open(full);
    const writing = terminal.out('x'.repeat(100));
    full.destroy();
    await writing;
    await terminal.out('two');
  });

  it('tells of a full disk at the write that met it, and at each after it', async () => {
    const terminal = open(failing('ENOSPC'));
    await expect(terminal.out('one')).rejects.toThrow(/^standard output: ENOSPC$/);
    await expect(terminal.out('two')).rejects.toBeInstanceOf(Trouble);
  });

  it.each([
    { what: 'a screen', stdout: tty(), env: {}, argv: [], colour: true },
    { what: 'a pipe', stdout: new PassThrough(), env: {}, argv: [], colour: false },
    { what: 'NO_COLOR', stdout: tty(), env: { NO_COLOR: '1' }, argv: [], colour: false },
    { what: 'an empty NO_COLOR', stdout: tty(), env: { NO_COLOR: '' }, argv: [], colour: true },
    { what: 'FORCE_COLOR', stdout: new PassThrough(), env: { FORCE_COLOR: '1' }, argv: [], colour: true },
    { what: 'FORCE_COLOR=0', stdout: tty(), env: { FORCE_COLOR: '0' }, argv: [], colour: false },
    { what: 'a dumb terminal', stdout: tty(), env: { TERM: 'dumb' }, argv: [], colour: false },
    { what: '--color', stdout: new PassThrough(), env: { NO_COLOR: '1' }, argv: ['--color'], colour: true },
    { what: 'the last of two', stdout: tty(), env: { FORCE_COLOR: '1' }, argv: ['--color', '--no-color'], colour: false },
    { what: '--color as an operand', stdout: new PassThrough(), env: {}, argv: ['--', '--color'], colour: false },
  ])('is coloured where it should be: $what', ({ stdout, env, argv, colour }) => {
    expect(open(stdout, { env: { ...env }, argv }).colour).toBe(colour);
  });

  it('knows its width', () => {
    expect(open(tty()).columns).toBe(132);
    expect(open(new PassThrough(), { env: { COLUMNS: '100' } }).columns).toBe(100);
    expect(open(new PassThrough()).columns).toBe(80);
  });
});
