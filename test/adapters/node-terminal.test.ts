import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
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
    const terminal = open(failing('EPIPE'));
    await terminal.out('one');
    await new Promise((resolve) => setImmediate(resolve));
    expect(terminal.gone()).toBe(true);
    await terminal.out('two');
  });

  it('does not keep a writer waiting whose reader goes away while the pipe is full', async () => {
    const full = new PassThrough({ highWaterMark: 1 });
    const terminal = open(full);
    const writing = terminal.out('x'.repeat(100));
    full.destroy();
    await writing;
    expect(terminal.gone()).toBe(true);
  });

  it('tells of a full disk instead of losing output without a word', async () => {
    const terminal = open(failing('ENOSPC'));
    await terminal.out('one');
    await new Promise((resolve) => setImmediate(resolve));
    await expect(terminal.out('two')).rejects.toThrow('ENOSPC');
  });

  it.each([
    ['a screen', tty(), {}, [], true], ['a pipe', new PassThrough(), {}, [], false], ['NO_COLOR', tty(), { NO_COLOR: '1' }, [], false], ['an empty NO_COLOR', tty(), { NO_COLOR: '' }, [], true],
    ['FORCE_COLOR', new PassThrough(), { FORCE_COLOR: '1' }, [], true], ['FORCE_COLOR=0', tty(), { FORCE_COLOR: '0' }, [], false], ['a dumb terminal', tty(), { TERM: 'dumb' }, [], false],
    ['--color', new PassThrough(), { NO_COLOR: '1' }, ['--color'], true], ['--no-color', tty(), { FORCE_COLOR: '1' }, ['--color', '--no-color'], false], ['--color as an operand', new PassThrough(), {}, ['--', '--color'], false],
  ])('is coloured where it should be: %s', (_, stdout, env, argv, colour) => {
    expect(open(stdout, { env, argv }).colour).toBe(colour);
  });

  it('knows its width', () => {
    expect(open(tty()).columns).toBe(132);
    expect(open(new PassThrough(), { env: { COLUMNS: '100' } }).columns).toBe(100);
    expect(open(new PassThrough()).columns).toBe(80);
  });
});
