import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { build } from 'esbuild';
import { afterAll } from 'vitest';

export interface Child {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  /** Resolves at the first output. */
  readonly speaking: Promise<void>;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
}

/** Bundles a script of `processes/` once, so that starting it costs as little as starting node. At the top of a test file only. */
export async function bundled(name: string): Promise<(...args: readonly string[]) => Child> {
  const folder = mkdtempSync(join(tmpdir(), 'soc-bundle-'));
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
  await build({
    entryPoints: [join(import.meta.dirname, 'processes', `${name}.ts`)], outdir: folder, outExtension: { '.js': '.mjs' },
    bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20',
  });
  return (...args) => start(join(folder, `${name}.mjs`), args);
}

function start(script: string, args: readonly string[]): Child {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err += text; });
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on('close', (code) => { resolve({ code, out, err }); });
  });
  const speaking = new Promise<void>((resolve) => {
    child.stdout.once('data', () => { resolve(); });
    child.once('close', () => { resolve(); });
  });
  return { process: child, speaking, ended };
}
