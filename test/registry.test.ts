import { describe, expect, it } from 'vitest';
import type { Registry } from './support/registry.ts';
import { declaredName, exists, listedIn, membersOf, REGISTRIES, speaksOf, testOf } from './support/registry.ts';
import { filesBelow, readText } from './support/typescript.ts';

const present = REGISTRIES.filter(exists);
const missing = REGISTRIES.filter((registry) => !exists(registry));
const namesOf = (registries: readonly Registry[]): string => registries.map(({ folder }) => folder).join(', ');
process.stdout.write(`registries checked: ${namesOf(present)}\nnot there yet: ${namesOf(missing) || 'none'}\n`);

/** Tests about registries as such speak of no member in particular. */
const ABOUT_REGISTRIES = /^test\/(?:architecture\.test|registry\.test|support\/)/;
const tests = filesBelow('test', /\.tsx?$/).filter((path) => !ABOUT_REGISTRIES.test(path)).map((path) => testOf(path, readText(path)));

describe.each(present)('$folder', (registry) => {
  const members = membersOf(registry);
  const index = `${registry.folder}/index.ts`;

  it('lists in index.ts exactly the members in the folder', () => {
    expect(filesBelow(registry.folder)).toContain(index);
    expect(listedIn(index, readText(index))).toEqual(members.map(({ stem }) => stem));
  });

  it('has no two members of one name', () => {
    const names = members.flatMap(({ name }) => name ?? []);
    expect(names).toEqual([...new Set(names)]);
  });

  it('calls each file after its member', () => {
    const strays = members.filter(({ name, stem }) => name !== null && name.replaceAll('_', '-') !== stem);
    expect(strays.map(({ path, name }) => `${path} declares ${name ?? ''}`)).toEqual([]);
  });

  it.runIf(registry.sample !== undefined)('has a sample log for each member', () => {
    const samples = filesBelow(registry.sample ?? '', /\.log$/).filter((path) => readText(path).trim() !== '');
    const wanted = members.map(({ stem }) => `${registry.sample ?? ''}/${stem}.log`);
    expect(wanted.filter((path) => !samples.includes(path))).toEqual([]);
  });

  it.runIf(registry.mentioned === true)('has a test that speaks of each member', () => {
    const silent = members.filter((member) => !tests.some((test) => speaksOf(test, member, registry.door)));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });
});

describe('a test speaks of a member', () => {
  const member = { noun: 'answer', path: 'src/analyst/answers/why.ts', stem: 'why', name: 'why' };
  it.each<[string, string, boolean]>([
    ['it imports the member', "import { why } from '../../src/analyst/answers/why.ts'; use(why);", true],
    ['it imports the registry and names the member in a string', "import { answers } from '../../src/analyst/answers/index.ts'; pick('why');", true],
    ['it imports the registry alone', "import { answers } from '../../src/analyst/answers/index.ts'; // why", false],
    ['it holds the word and imports neither', "const why = 'why';", false],
    ['it imports a type of it alone', "import type { Why } from '../../src/analyst/answers/why.ts'; const a = 'why';", false],
  ])('where %s: %#', (_case, text, speaks) => {
    expect(speaksOf(testOf('test/analyst/x.test.ts', text), member)).toBe(speaks);
  });
});

describe('the table of registries', () => {
  it('knows every index.ts in src, because an index.ts is the list of a registry and nothing else', () => {
    const known = REGISTRIES.map(({ folder }) => `${folder}/index.ts`);
    expect(filesBelow('src', /^index\.tsx?$/).filter((path) => !known.includes(path))).toEqual([]);
  });
});

describe('reading a registry', () => {
  it('takes as listed what is in the list, imported at once or later', () => {
    const text = `
      import type { Tool } from './tool.ts';
      import { helper } from './helper.ts';
      import { scan } from './scan.ts';
      import { block as contain } from './block.ts';
      import { far } from '../far/far.ts';
      helper();
      export const tools: readonly Tool[] = [scan, contain, far];
      export const later = { triage: () => import('./triage.ts') };
    `;
    expect(listedIn('index.ts', text)).toEqual(['block', 'scan', 'triage']);
  });

  it.each([
    ["export const sshd: Parser = { name: 'sshd' };", 'sshd'],
    ["export const scan = defineTool({ name: 'scan_it', input: { name: 'x' } });", 'scan_it'],
    ["const draft = { name: 'no' }; export const json = { name: 'json' } satisfies Format;", 'json'],
    ['export const named = { name };', null],
    ['export function open() { return 1; }', null],
  ])('finds the name that %s declares', (text, name) => {
    expect(declaredName('member.ts', text)).toBe(name);
  });
});
