// Bundles src/main.ts with everything it imports into dist/: one small file per lazy import, so that a
// command loads only what it needs. All dependencies go in, because node_modules is slow to start from.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { parse } from 'yaml';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

/** Where bench/startup.mjs reads which source file went into which chunk; not part of the package. */
const metafilePath = join(root, '.soc-cache', 'build-meta.json');

// CommonJS dependencies call require(), which an ES module does not have.
const requireForCommonJs =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

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
  entryPoints: { main: 'src/main.ts' },
  outdir: dist,
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  loader: { '.md': 'text' },
  define: { 'process.env.NODE_ENV': '"production"' },
  banner: { js: requireForCommonJs },
  // Names too: parsing is a third of a start. Errors name themselves, and the map beside each chunk gives traces theirs.
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
  legalComments: 'none', // THIRD-PARTY-LICENSES.txt has them
  sourcemap: 'linked',
  sourcesContent: false,
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

const kilobytes = Math.round(outputFiles.reduce((sum, file) => sum + file.contents.length, 0) / 1000);
const milliseconds = Math.round(performance.now() - started);
process.stdout.write(`dist: ${outputFiles.length} files, ${kilobytes} kB, ${milliseconds} ms\n`);
