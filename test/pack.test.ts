import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesBelow, ROOT } from './support/typescript.ts';

const MAX_UNPACKED_BYTES = 12_000_000;

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

describe('the npm package', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'soc-pack-'));
  // Taken out of the tarball with no node_modules anywhere near: what runs here needs nothing but Node.
  const unpacked = join(scratch, 'package');
  const soc = (...args: string[]): { status: number | null; stdout: string; stderr: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(unpacked, 'bin', 'soc.js'), ...args], {
      cwd: scratch, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: scratch },
    });
    return { status, stdout, stderr };
  };
  let packed: Packed;

  beforeAll(() => {
    if (!existsSync(join(ROOT, 'dist', 'main.cjs'))) throw new Error('dist/ is missing; run: npm run build');
    // Without scripts, because `prepare` would rebuild dist/ under the feet of tests that run it.
    const answer = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', scratch], {
      cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
    });
    packed = onlyPackage(JSON.parse(answer));
    execFileSync('tar', ['-xzf', join(scratch, packed.filename), '-C', scratch]);
  });
  afterAll(() => { rmSync(scratch, { recursive: true, force: true }); });

  it('says its version', () => {
    expect(soc('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('shows its help', () => {
    const { status, stdout } = soc('--help');
    expect({ status, isHelp: stdout.includes('Usage: soc') }).toEqual({ status: 0, isHelp: true });
  });

  it('holds no sources and no tests, and stays small', () => {
    const strays = packed.files.filter(({ path }) => /^(?:src|test|bench|scripts|node_modules|\.)/.test(path));
    expect(strays).toEqual([]);
    expect(packed.unpackedSize).toBeLessThan(MAX_UNPACKED_BYTES);
  });

  it('holds the whole build', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(filesBelow('dist', /./).filter((path) => !paths.includes(path))).toEqual([]);
    expect(paths).toEqual(expect.arrayContaining(['bin/soc.js', 'LICENSE', 'package.json']));
  });
});

/** npm answers with a list, newer ones with a record by package name. */
function onlyPackage(answer: unknown): Packed {
  const [packed] = Object.values(answer as Record<string, Packed>);
  if (packed === undefined) throw new Error('npm pack packed nothing');
  return packed;
}
