import { openLogRun } from '../../detect/engine.ts';
import { PARSERS } from '../../detect/parsers/index.ts';
import type { Explained } from '../../detect/sigma/explain.ts';
import { explainEvent } from '../../detect/sigma/explain.ts';
import type { Rule } from '../../detect/sigma/rule.ts';
import { matchesSample, readRuleSample } from '../../detect/sigma/rule-sample.ts';
import type { Event } from '../../domain/event.ts';
import { NO_CONTEXT } from '../../domain/no-context.ts';
import type { Result } from '../../domain/result.ts';
import { fail, ok } from '../../domain/result.ts';
import { scanLogs } from '../../tools/reading/scan-logs.ts';
import type { House } from '../house.ts';
import type { Desk, ReadFolder } from './rules.ts';
import { loadRules, readFolder } from './rules.ts';

/** Rules of the shelf, and where a folder is named of it alone. */
export const rulesIn = async (house: Desk, folder: string | null): Promise<ReadFolder> =>
  (folder === null ? loadRules(house, []) : readFolder(house, folder));

/** The rule with this id, title or file name; null where there is none. */
export const findRule = (rules: readonly Rule[], name: string): Rule | null =>
  rules.find(({ id, title, file }) => id === name || title === name || stemOf(file) === name) ?? null;

export const stemOf = (file: string): string => (file.split('/').at(-1) ?? file).replace(/\.ya?ml$/, '');

export interface SampleOutcome {
  readonly file: string;
  readonly line: number;
  readonly trouble: string | null;
}

/** Runs the samples of rules: `<name of the rule file>.jsonl`, below a folder. */
export async function tryRules(house: Desk, rules: readonly Rule[], samples: string): Promise<Result<readonly SampleOutcome[], string>> {
  const found = await house.ruleFiles.below(samples, ['.jsonl']);
  if (!found.ok) return fail(`${samples}: ${found.trouble.why}`);
  const { files, left } = found.value;
  const unread = left.map(({ path, why }): SampleOutcome => ({ file: path, line: 0, trouble: why }));
  return ok([...unread, ...files.flatMap(({ path, text }) => {
    const rule = findRule(rules, stemOf(path.replace(/\.jsonl$/, '.yml')));
    if (!rule) return [{ file: path, line: 1, trouble: 'no rule file has this name' }];
    return text.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : [{ file: path, line: at + 1, trouble: sampleTrouble(rule, line) }]));
  })]);
}

function sampleTrouble(rule: Rule, line: string): string | null {
  const sample = readRuleSample(line);
  if (!sample) return '`expect` with `event`, `line` or `fields` is wanted';
  const matches = matchesSample(rule, sample, eventsOfLine);
  return matches === sample.expect ? null : `the rule ${matches ? 'matches' : 'does not match'}`;
}

function eventsOfLine(line: string): readonly Event[] {
  const events: Event[] = [];
  const run = openLogRun({
    log: 0, parsers: PARSERS, emit: (event) => events.push(event),
    clock: { zone: null, how: 'assumed', offset: 0, anchor: 0, firstYear: null },
  });
  run.push(Buffer.from(line));
  run.finish();
  return events;
}

export interface ExplainedLine {
  readonly file: string;
  readonly line: number;
  readonly explained: Explained;
}

/** Reads logs and says of each event of the rule's log source why it matches, or does not. */
export async function explainLogs(
  house: House, rule: Rule, { paths, limit, signal }: { readonly paths: readonly string[]; readonly limit: number; readonly signal: AbortSignal },
): Promise<readonly ExplainedLine[]> {
  const { logs } = await house.logs(await house.scratchFolder()).open(paths, signal);
  const lines: ExplainedLine[] = [];
  const scan = scanLogs({
    logs, context: NO_CONTEXT, now: house.clock.now(), signal, request: { since: null, until: null, zone: null, clockOffset: 0 },
    onEvent: () => undefined,
    pick: (event, text) => {
      if (lines.length >= limit) return false;
      const explained = explainEvent(rule, event, text);
      if (explained.is === 'asked') lines.push({ file: logs[event.log]?.info.name ?? '', line: event.line, explained });
      return false;
    },
  });
  for (let step = await scan.next(); step.done !== true;) step = await scan.next();
  for (const log of logs) await log.close();
  return lines;
}

export { fieldsOf, selectionsOf } from '../../detect/sigma/explain.ts';
export { nameOfSource as sourceNameOf } from '../../detect/sigma/sources.ts';
