import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { yamlLoader } from '../../src/adapters/yaml-loader.ts';
import { readRule } from '../../src/detect/sigma/read-rule.ts';
import type { Refusal, Rule } from '../../src/detect/sigma/rule.ts';
import { openRuleSet } from '../../src/detect/sigma/rule-set.ts';
import type { RuleSet } from '../../src/detect/sigma/rule-set.ts';
import { readText } from '../../test/support/scan-text.ts';
import type { Check } from '../quality.ts';

const caseSchema = z.object({
  rule_id: z.string(), title: z.string(), json: z.string(), match_count: z.number(),
  logsource: z.object({ category: z.string().optional(), product: z.string().optional(), service: z.string().optional() }),
});
type Case = z.infer<typeof caseSchema>;

/** Rule categories whose events are events of another, too: all changes of the registry are registry events. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  registry_set: ['registry_event'], registry_delete: ['registry_event'], registry_add: ['registry_event'],
};

/** Events of a rule tree's own regression tests: each fires its rule, and no rule about another kind of event. */
export async function sigmaChecks(folder: string): Promise<readonly Check[]> {
  const { rules, refused } = await loadTree(join(folder, 'sigmahq_rules_2026-08.tar.xz'));
  const set = openRuleSet(rules);
  const cases = readFileSync(join(folder, 'regression.jsonl'), 'utf8').trim().split('\n').map((line) => caseSchema.parse(JSON.parse(line)));
  const silent = cases.filter((one) => hitsOf(one, folder, set).filter(({ id }) => id === one.rule_id).length < one.match_count);
  const strays = cases.flatMap((one) => hitsOf(one, folder, set).filter((rule) => !isOfSource(rule, one)).map(({ title }) => title));
  const bad = refused.filter(({ unread }) => !unread);
  process.stdout.write(`sigma tree: ${rules.length} rules loaded, ${refused.length - bad.length} about logs that nothing here reads, `
    + `${bad.length} refused${bad.map(({ file, line, why }) => `\n  ${file}:${line}: ${why}`).join('')}\n`);
  return [
    { name: `sigma regression: ${cases.length} events fire their rule`, expected: [], got: silent.map(({ title }) => title) },
    { name: 'sigma regression: rules of other log sources that fire', expected: [], got: strays },
    { name: `sigma tree: refused for another reason than a value for a placeholder (of ${rules.length + refused.length})`, expected: 0,
      got: bad.filter(({ why }) => !why.startsWith('`expand`')).length },
  ];
}

const hitsOf = ({ json }: Case, folder: string, set: RuleSet): readonly Rule[] =>
  readText(readFileSync(join(folder, json), 'utf8')).flatMap(({ events }) => events.flatMap((event) => set.match(event)));

/** A rule of the same category, or of the same service; a rule of the whole channel holds for both. */
function isOfSource({ source }: Rule, { logsource: { category, service } }: Case): boolean {
  if (source.product !== 'windows') return false;
  if (category !== undefined && source.category !== null) return source.category === category || (WIDER[category]?.includes(source.category) ?? false);
  if (service !== undefined && source.service !== null) return source.service === service;
  return source.category === null || service === 'sysmon';
}

async function loadTree(archive: string): Promise<{ readonly rules: readonly Rule[]; readonly refused: readonly Refusal[] }> {
  const place = mkdtempSync(join(tmpdir(), 'soc-sigma-'));
  try {
    const { status, stderr } = spawnSync('tar', ['xJf', archive, '-C', place], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`tar: ${stderr}`);
    const rules: Rule[] = [];
    const refused: Refusal[] = [];
    for (const name of readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.yml')).sort()) {
      const one = await readOne(name, readFileSync(join(place, name), 'utf8'));
      if ('rule' in one) rules.push(one.rule);
      else refused.push(one.refused);
    }
    return { rules, refused };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function readOne(file: string, text: string): Promise<ReturnType<typeof readRule>> {
  const read = await yamlLoader.yaml(text);
  return read.ok ? readRule({ file, value: read.value.value, lineOf: read.value.lineOf })
    : { refused: { file, line: read.trouble.line, title: null, why: read.trouble.why, unread: false } };
}
