// Who may import whom: the table of docs/architecture.md as rules. Whatever a row does not list is forbidden.
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const registries = require('./test/support/registries.json');

const ENGINES = ['detect', 'intel', 'respond', 'evidence', 'scan', 'report'];
const BELOW_SESSION = ['domain', 'ports', ...ENGINES, 'tools', 'agents', 'analyst'];

/** Libraries that belong to one place, whatever a row with `'*'` says. */
const RESERVED = ['@anthropic-ai/sdk', 'chalk', 'commander', 'ink', 'lowdb', 'proper-lockfile', 'react', 'tinyglobby', 'tldts', 'ulid'];

/**
 * imports: folders of src/ whose files may be imported; a name with a dot is a single file
 * types:   the same, for type-only imports
 * never:   single files and folders taken out again
 * npm:     libraries; '*' is any that is not reserved for another folder
 */
const TABLE = {
  domain: { imports: [], npm: ['zod'] },
  ports: { imports: ['domain'], npm: [] },
  detect: { imports: ['domain'], npm: ['yaml'] },
  intel: { imports: ['domain'], npm: ['tldts', 'csv-parse'] },
  respond: { imports: ['domain', 'ports'], npm: ['yaml'] },
  evidence: { imports: ['domain', 'ports'], npm: [] },
  scan: { imports: ['domain', 'ports'], npm: ['*'] },
  report: { imports: ['domain'], npm: [] },
  tools: {
    imports: ['domain', 'ports', ...ENGINES],
    never: ['ports/shell', 'ports/proc', 'respond/executor', 'respond/lifecycle'],
    npm: ['zod'],
  },
  agents: { imports: ['domain', 'ports', 'tools/tool.ts'], npm: [] },
  analyst: { imports: ['domain', 'ports'], types: ['tools'], npm: [] },
  session: { imports: BELOW_SESSION, npm: [] },
  ui: { imports: ['session', 'domain'], npm: ['ink', 'react', 'ink-*', 'string-width', 'cli-truncate'] },
  cli: { imports: ['session', 'domain'], npm: ['commander', 'chalk'] },
  adapters: {
    imports: ['ports', 'domain'],
    npm: ['*', '@anthropic-ai/sdk', 'lowdb', 'proper-lockfile', 'tinyglobby', 'ulid'],
  },
};

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const anyOf = (patterns) => `(?:${patterns.join('|')})`;
const target = (name) => (name.includes('.') ? `^src/${escape(name)}$` : `^src/${escape(name)}(?:/|\\.tsx?$)`);
const library = (name) => `(?:^|/)node_modules/(?:@types/)?${escape(name).replace('\\*', '[^/]+')}/`;
const EVERY_LIBRARY = '(?:^|/)node_modules/(?!@types/node/)';

function folderRules([folder, row]) {
  const from = { path: `^src/${folder}/` };
  const values = [folder, ...row.imports].map(target);
  const types = [...values, ...(row.types ?? []).map(target)];
  const rules = [
    { name: `${folder}-imports`, from, to: { path: '^src/', pathNot: anyOf(types) } },
    ...(row.types ? [{ name: `${folder}-types-only`, from, to: { path: anyOf(row.types.map(target)), dependencyTypesNot: ['type-only'] } }] : []),
    ...(row.never ? [{ name: `${folder}-never`, from, to: { path: anyOf(row.never.map(target)) } }] : []),
  ];
  const own = anyOf(row.npm.filter((name) => name !== '*').concat('soc-no-library').map(library));
  const banned = row.npm.includes('*') ? anyOf(RESERVED.concat('ink-*').map(library)) : EVERY_LIBRARY;
  return [...rules, { name: `${folder}-libraries`, from, to: { path: banned, pathNot: own } }];
}

/** The files that a registry's index.ts loads: `import { x } from './x.ts'`, but not `import type`. */
function membersOf({ folder, noun }) {
  const index = join(__dirname, folder, 'index.ts');
  if (!existsSync(index)) return [];
  const source = readFileSync(index, 'utf8');
  const specifier = /^(?:import(?!\s+type\b)|export(?!\s+type\b))[^'"]*?from\s*['"]\.\/([^'"/]+)\.tsx?['"]|import\(\s*['"]\.\/([^'"/]+)\.tsx?['"]/gm;
  const names = [...source.matchAll(specifier)].map((match) => match[1] ?? match[2]);
  return names.filter((name) => name !== noun);
}

/** A member may use `shared/` and the folder of its own name, never another member or what belongs to it. */
function registryRules(registry) {
  const { folder } = registry;
  const members = membersOf(registry).map(escape);
  if (members.length === 0) return [];
  const member = `(${members.join('|')})`;
  return {
    name: `siblings-of-${folder.replace('src/', '')}`,
    comment: 'Members of a registry do not import each other: put what they share into shared/ or the parent folder.',
    from: { path: `^${folder}/${member}(?:\\.tsx?$|/)` },
    to: { path: `^${folder}/${anyOf([...members, 'index'])}(?:\\.tsx?$|/)`, pathNot: `^${folder}/$1(?:\\.tsx?$|/)` },
  };
}

module.exports = {
  forbidden: [
    ...Object.entries(TABLE).flatMap(folderRules),
    ...registries.flatMap(registryRules),
    {
      name: 'no-value-circles',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'every-folder-has-a-row',
      comment: 'A new folder of src/ needs its row in the table above.',
      from: { path: `^src/(?!${anyOf(Object.keys(TABLE))}/|main\\.ts$)` },
      to: {},
    },
    { name: 'src-stands-alone', from: { path: '^src/' }, to: { path: '^(?:test|bench|scripts|bin|dist)/' } },
    { name: 'nobody-imports-main', from: { path: '^src/' }, to: { path: '^src/main\\.ts$' } },
    { name: 'resolvable', from: { path: '^src/' }, to: { couldNotResolve: true } },
    { name: 'no-development-library', from: { path: '^src/' }, to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] } },
  ].map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
