import { createHash } from 'node:crypto';
import type { LoadedRules, RuleShelf } from '../../detect/sigma/loaded.ts';
import { SHIPPED_KINDS } from '../../detect/sigma/loaded.ts';
import { readRule } from '../../detect/sigma/read-rule.ts';
import type { Refusal, Rule } from '../../detect/sigma/rule.ts';
import { digestOf } from '../../domain/digest.ts';
import type { RuleFile } from '../../ports/rule-files.ts';
import type { House } from '../house.ts';

export type Desk = Pick<House, 'loader' | 'ruleFiles'>;
const ENDINGS = ['.yml', '.yaml'];

/** The shipped rules, and those of the folders named with a session. */
export const shelfFor = (house: Desk, folders: readonly string[]): RuleShelf => ({
  kinds: folders.length === 0 ? SHIPPED_KINDS : null,
  load: () => loadRules(house, folders),
});

/** Shipped rules first; one of a folder with the same id takes the place of another. */
export async function loadRules(house: Desk, folders: readonly string[]): Promise<LoadedRules> {
  const { digest, documents } = await house.ruleFiles.shipped();
  const hash = createHash('sha256').update(digest);
  const read = documents.map(({ file, value }) => readRule({ file, value, lineOf: () => 1 }));
  const rules = new Map(read.flatMap((one) => ('rule' in one ? [[one.rule.id, one.rule] as const] : [])));
  const refused = read.flatMap((one) => ('refused' in one ? [one.refused] : []));
  for (const folder of folders) {
    const own = await readFolder(house, folder, (file) => { hash.update(`${file.path}\0${file.text}\0`); });
    for (const rule of own.rules) rules.set(rule.id, rule);
    refused.push(...own.refused);
  }
  return { rules: [...rules.values()], refused, digest: folders.length === 0 ? digest : digestOf(hash) };
}

export interface ReadFolder {
  readonly rules: readonly Rule[];
  readonly refused: readonly Refusal[];
}

/** Reads every rule below a folder; what is wrong is an answer, never the end. */
export async function readFolder(house: Desk, folder: string, seen: (file: RuleFile) => void = () => undefined): Promise<ReadFolder> {
  const found = await house.ruleFiles.below(folder, ENDINGS);
  if (!found.ok) return { rules: [], refused: [{ file: folder, line: 0, title: null, why: found.trouble.why, unread: false }] };
  const { files, left } = found.value;
  const rules = new Map<string, Rule>();
  const refused: Refusal[] = left.map(({ path, why }) => ({ file: path, line: 0, title: null, why, unread: false }));
  for (const file of files) {
    seen(file);
    for (const part of documentsIn(file.text)) {
      const one = await readDocument(house, file.path, part);
      const first = 'rule' in one ? rules.get(one.rule.id) : undefined;
      if ('refused' in one) refused.push(one.refused);
      else if (first) refused.push(twin(one.rule, first));
      else rules.set(one.rule.id, one.rule);
    }
  }
  return { rules: [...rules.values()], refused };
}

const twin = ({ file, line, title, id }: Rule, first: Rule): Refusal =>
  ({ file, line, title, why: `the rule of ${first.file}:${first.line} has the same id ${id}`, unread: false });

interface Part {
  readonly text: string;
  /** Lines before it in the file. */
  readonly above: number;
}

/** Several documents in one file stand between lines of three dashes. */
function documentsIn(text: string): readonly Part[] {
  const parts: Part[] = [];
  let lines: string[] = [];
  let above = 0;
  const all = text.replace(/^\uFEFF/, '').split('\n');
  const end = (at: number): void => {
    if (lines.some((line) => !/^\s{0,200}(?:#.*)?$/.test(line.trimEnd()))) parts.push({ text: lines.join('\n'), above });
    lines = [];
    above = at + 1;
  };
  for (const [at, line] of all.entries()) {
    if (/^---\s{0,9}$/.test(line)) end(at);
    else lines.push(line);
  }
  end(all.length);
  return parts;
}

async function readDocument({ loader }: Desk, file: string, { text, above }: Part): Promise<ReturnType<typeof readRule>> {
  const read = await loader.yaml(text);
  if (!read.ok) return { refused: { file, line: read.trouble.line + above, title: null, why: read.trouble.why, unread: false } };
  const { value, lineOf } = read.value;
  return readRule({ file, value, lineOf: (path) => lineOf(path) + above });
}
