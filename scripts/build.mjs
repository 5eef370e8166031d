// Bundles src/main.ts with everything it imports into dist/main.cjs, and lays the code that V8 compiled for it beside:
// a start from one file with its code takes half as long as one from modules. All dependencies go in, because
// node_modules is slow to start from; what is imported lazily is still evaluated only then.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parse } from 'yaml';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

/** Where bench/startup.mjs reads which source file went into which chunk; not part of the package. */
const metafilePath = join(root, '.soc-cache', 'build-meta.json');

// Modules ask for their address, which a CommonJS bundle does not have.
const addressOfBundle = "const __address=require('node:url').pathToFileURL(__filename).href;";

/** Ink names this peer for its debugger; it is not installed, and nobody debugs a release with it. */
const stubReactDevtools = {
  name: 'stub-react-devtools',
  setup(builder) {
    builder.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'stub' }));
    builder.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({
      contents: 'export default { initialize() {}, connectToDevTools() {} };',
    }));
  },
};

/** The bundle is a copy of its dependencies, and their licences ask to go along with each copy. */
async function thirdPartyLicences(inputs) {
  const packageOf = /^node_modules\/(?:@[^/]+\/)?[^/]+(?:\/node_modules\/(?:@[^/]+\/)?[^/]+)*/;
  const folders = new Set(inputs.map((input) => packageOf.exec(input)?.[0]).filter(Boolean));
  const texts = [...folders].sort().map(async (folder) => {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const file = (await readdir(join(root, folder))).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(join(root, folder, file), 'utf8') : '';
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}

/** Writes only after the bundle has succeeded: a failed build leaves the last good dist/ alone. */
async function replaceDist(files) {
  await rm(dist, { recursive: true, force: true });
  for (const { path, contents } of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
  }
}

/** Rules are read once, here: a run that needs them reads plain JSON. */
async function builtRules() {
  const folder = join(root, 'rules');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yml')).sort();
  const files = await Promise.all(names.map(async (name) => ({ file: `rules/${name}`, text: await readFile(join(folder, name), 'utf8') })));
  const hash = createHash('sha256');
  for (const { file, text } of files) hash.update(`${file}\0${text}\0`);
  return JSON.stringify({ digest: hash.digest('hex'), documents: files.map(({ file, text }) => ({ file, value: parse(text) })) });
}

const started = performance.now();
const { outputFiles, metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/main.ts'],
  outfile: join(dist, 'main.cjs'),
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  loader: { '.md': 'text' },
  define: { 'process.env.NODE_ENV': '"production"', 'import.meta.url': '__address' },
  banner: { js: addressOfBundle },
  // Names stay: they are what a trace of a defect is read by.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none', // THIRD-PARTY-LICENSES.txt has them
  plugins: [stubReactDevtools],
  metafile: true,
  write: false,
  logLevel: 'warning',
}).catch(() => process.exit(1)); // esbuild has already printed what is wrong

const rules = await builtRules();
await replaceDist(outputFiles);
await writeFile(join(dist, 'rules.json'), rules);
await writeFile(join(dist, 'THIRD-PARTY-LICENSES.txt'), await thirdPartyLicences(Object.keys(metafile.inputs)));
await mkdir(dirname(metafilePath), { recursive: true });
await writeFile(metafilePath, JSON.stringify(metafile));

/** A run of the main job: what it compiles is what most starts need. */
function keepCompiledCode() {
  const home = mkdtempSync(join(tmpdir(), 'soc-build-'));
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts', 'warm-code.cjs'), 'triage', join(root, 'fixtures', 'demo')],
    { env: { ...process.env, SOC_HOME: home }, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  rmSync(home, { recursive: true, force: true });
  // 1: findings, as that story has.
  if (status !== 1) throw new Error(`the built program does not run (${status}):\n${stderr}`);
}
keepCompiledCode();

const kilobytes = Math.round(outputFiles.reduce((sum, file) => sum + file.contents.length, 0) / 1000);
const milliseconds = Math.round(performance.now() - started);
process.stdout.write(`dist: ${outputFiles.length} files, ${kilobytes} kB, ${milliseconds} ms\n`);
