import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { yamlLoader } from '../../../src/adapters/yaml-loader.ts';
import { attackOf } from '../../../src/detect/sigma/attack-tags.ts';
import { SHIPPED_KINDS } from '../../../src/detect/sigma/loaded.ts';
import { readRule } from '../../../src/detect/sigma/read-rule.ts';
import type { Rule } from '../../../src/detect/sigma/rule.ts';
import type { RuleSample } from '../../../src/detect/sigma/rule-sample.ts';
import { matchesSample, readRuleSample } from '../../../src/detect/sigma/rule-sample.ts';
import { openRuleSet } from '../../../src/detect/sigma/rule-set.ts';
import { readText } from '../../support/scan-text.ts';

const FOLDER = fileURLToPath(new URL('../../../rules/', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../samples/rules/', import.meta.url));
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.yml')).sort();

async function ruleOf(name: string): Promise<Rule> {
  const read = await yamlLoader.yaml(readFileSync(FOLDER + name, 'utf8'));
  if (!read.ok) throw new Error(`${name}:${read.trouble.line}: ${read.trouble.why}`);
  const one = readRule({ file: name, value: read.value.value, lineOf: read.value.lineOf });
  if ('refused' in one) throw new Error(`${name}:${one.refused.line}: ${one.refused.why}`);
  return one.rule;
}

const samplesOf = (name: string): readonly RuleSample[] =>
  readFileSync(SAMPLES + name.replace(/\.yml$/, '.jsonl'), 'utf8').trimEnd().split('\n').map((line) => {
    const sample = readRuleSample(line);
    if (!sample) throw new Error(`${name}: no sample: ${line}`);
    return sample;
  });

const eventsOf = (line: string) => readText(line).flatMap(({ events }) => events);
const rules = new Map(await Promise.all(names.map(async (name) => [name, await ruleOf(name)] as const)));

describe.each([...rules])('%s', (name, rule) => {
  const samples = samplesOf(name);
  it('matches what its sample says it matches, and nothing else of it', () => {
    expect(samples.map((sample) => matchesSample(rule, sample, eventsOf))).toEqual(samples.map(({ expect: expected }) => expected));
  });

  it('has a record that it matches and one that it does not', () => {
    expect(new Set(samples.map(({ expect: expected }) => expected))).toEqual(new Set([true, false]));
  });

  it('names techniques, an innocent reason and events that can make it worth loading', () => {
    expect([attackOf(rule.tags).length > 0, rule.falsePositives.length > 0]).toEqual([true, true]);
    expect([...openRuleSet([rule]).kinds].every((kind) => SHIPPED_KINDS.includes(kind))).toBe(true);
  });
});

describe('the shipped rules', () => {
  it('have ids of their own', () => {
    const ids = [...rules.values()].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it('have no sample without a rule', () => {
    expect(readdirSync(SAMPLES).map((name) => name.replace(/\.jsonl$/, '.yml')).sort()).toEqual(names);
  });
});
