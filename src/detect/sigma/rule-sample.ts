import type { Event } from '../../domain/event.ts';
import { compileQuestion } from './ask.ts';
import type { Rule } from './rule.ts';
import { openRuleSet } from './rule-set.ts';
import { openView } from './view.ts';

/**
 * One line of a rule's sample: whether the rule is expected to match, and what of: a record as it stands in a log, or
 * fields under the rule's own names.
 */
export interface RuleSample {
  readonly expect: boolean;
  readonly of: { readonly line: string } | { readonly fields: Readonly<Record<string, string>> };
}

/** Reads `{"expect": true, "event": {…}}`, or `line` or `fields` instead of `event`; null where it is none of them. */
export function readRuleSample(text: string): RuleSample | null {
  const value = parsed(text);
  if (!isRecord(value) || typeof value['expect'] !== 'boolean') return null;
  const { expect, event, line, fields } = value;
  if (typeof line === 'string') return { expect, of: { line } };
  if (isRecord(event)) return { expect, of: { line: JSON.stringify(event) } };
  if (!isRecord(fields)) return null;
  return { expect, of: { fields: Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, String(one)])) } };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Whether the rule matches a sample; `read` makes events of a line. */
export function matchesSample(rule: Rule, { of }: RuleSample, read: (line: string) => readonly Event[]): boolean {
  if ('fields' in of) return matchesFields(rule, of.fields);
  const set = openRuleSet([rule]);
  return read(of.line).some((event) => set.match(event).length > 0 || set.matchLine(event, of.line).length > 0);
}

function matchesFields(rule: Rule, fields: Readonly<Record<string, string>>): boolean {
  const names: string[] = [];
  const ask = compileQuestion(rule.question, (name) => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1));
  const view = openView(names, () => Object.values(fields));
  view.turnTo(NO_EVENT, (_event, name) => fields[name] ?? null, null);
  return ask(view);
}

/** Stands in where the fields are at hand. */
const NO_EVENT: Event = {
  kind: 'generic', log: 0, line: 1, offset: 0, time: null, format: '', host: null, program: null, pid: null, outcome: 'info', source: null,
  target: null, user: null, count: 1, suspicious: false, inferred: false, forged: null, word: null,
};
