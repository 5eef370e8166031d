import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const DIST = join(ROOT, 'dist', 'main.cjs');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface SocOptions {
  /** Everything of the analyst is kept there. */
  readonly home: string;
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Seconds until it is killed. */
  readonly limit?: number;
}

export interface InstalledSoc {
  /** `bin/soc.js` of this copy. */
  readonly path: string;
  run(args: readonly string[], options: SocOptions): Promise<Ran>;
  start(args: readonly string[], options: SocOptions): ChildProcess;
  /** A line for `bash -c`; the program is `$SOC`. */
  shell(line: string, options: SocOptions): Promise<Ran>;
}

/**
 * The built program, copied aside so that nobody's build replaces it while it runs. `npm test` builds before the tests;
 * only where dist/ is missing or older than the sources is it built here. At the top of a test file only.
 */
export function installSoc(): InstalledSoc {
  const folder = folderForAll();
  buildIfStale();
  copyBuilt(folder);
  for (const part of ['bin', 'fixtures', 'package.json']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  const path = join(folder, 'bin', 'soc.js');
  const environment = ({ home, env }: SocOptions): NodeJS.ProcessEnv => {
    const { NO_COLOR: _none, FORCE_COLOR: _force, ...inherited } = process.env;
    return { ...inherited, SOC_HOME: home, SOC: path, COLUMNS: '80', NODE_COMPILE_CACHE: join(folder, 'cache'), ...env };
  };
  const start: InstalledSoc['start'] = (args, options) =>
    spawn(process.execPath, [path, ...args], { env: environment(options), cwd: options.cwd });
  return {
    path, start,
    run: (args, options) => ended(start(args, options), options),
    shell: (line, options) => ended(spawn('bash', ['-c', line], { env: environment(options), cwd: options.cwd }), options),
  };
}

/** A folder that is gone after the tests of a file. At the top of a test file only. */
export function folderForAll(): string {
  const folder = mkdtempSync(join(tmpdir(), 'soc-test-'));
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
  return folder;
}

const LOCK = join(tmpdir(), `soc-test-build-${String(process.ppid)}`);
const pause = (milliseconds: number): unknown => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

/** One test file builds; the others of this run wait for it. */
function buildIfStale(): void {
  for (let tries = 0; tries < 300 && !isFresh(); tries += 1) {
    try {
      mkdirSync(LOCK);
    } catch {
      // Somebody else is at it.
      pause(200);
      continue;
    }
    try {
      execFileSync(process.execPath, [join(ROOT, 'scripts', 'build.mjs')], { stdio: 'ignore' });
    } finally {
      rmdirSync(LOCK);
    }
    return;
  }
}

/** A build may replace dist/ while it is copied: then the copy is of no use and made again. */
function copyBuilt(folder: string): void {
  const to = join(folder, 'dist');
  for (let tries = 0; ; tries += 1) {
    try {
      const before = statSync(DIST).mtimeMs;
      cpSync(join(ROOT, 'dist'), to, { recursive: true });
      if (statSync(DIST).mtimeMs === before) return;
    } catch (error) {
      if (tries > 20) throw error;
    }
    rmSync(to, { recursive: true, force: true });
    pause(300);
  }
}

function isFresh(): boolean {
  return existsSync(DIST) && newest(join(ROOT, 'src')) <= statSync(DIST).mtimeMs;
}

const newest = (folder: string): number => readdirSync(folder, { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile())
  .reduce((latest, { parentPath, name }) => Math.max(latest, statSync(join(parentPath, name)).mtimeMs), 0);

const LIMIT_SECONDS = 60;

export function ended(child: ChildProcess, { input, limit = LIMIT_SECONDS }: Pick<SocOptions, 'input' | 'limit'> = {}): Promise<Ran> {
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout?.on('data', (chunk: Buffer) => { out.push(chunk); });
  child.stderr?.on('data', (chunk: Buffer) => { err.push(chunk); });
  // A program that does not read its input closes it early: that is its right.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input ?? '');
  return new Promise((resolve) => {
    const timer = setTimeout(() => { child.kill('SIGKILL'); }, limit * 1_000);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() });
    });
  });
}
