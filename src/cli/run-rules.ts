import { jsonText } from '../domain/json-text.ts';
import { safe } from '../domain/safe-text.ts';
import type { ReadFolder } from '../session/desk/rules.ts';
import { EXIT } from '../session/exit-code.ts';
import type { House } from '../session/house.ts';
import type { CliHost } from './host.ts';
import { need } from './stored.ts';
import { UsageError } from './usage.ts';

/** Events explained in one run. */
const EXPLAINED = 200;

// The engine of rules is loaded by these commands alone.
const study = () => import('../session/desk/study-rules.ts');

/** Rules of a folder, or those shipped; a folder that is not there is the caller's mistake. */
async function rulesOf(house: House, folder: string | null): Promise<ReadFolder> {
  const read = await (await study()).rulesIn(house, folder);
  const missing = read.refused.find(({ file, line }) => file === folder && line === 0);
  if (missing) throw new UsageError(`${missing.file}: ${missing.why}`);
  return read;
}

export async function runRulesList({ terminal, house }: CliHost, folder: string | null, json: boolean): Promise<number> {
  const { sourceNameOf } = await study();
  const { rules, refused } = await rulesOf(await house(), folder);
  const lines = [...rules].sort((a, b) => (a.file < b.file ? -1 : 1)).map(({ id, title, level, source, tags, file }) => (json
    ? jsonText({ id, title, level, source, tags, file })
    : `${level.padEnd(13)} ${safe(sourceNameOf(source)).padEnd(28)} ${safe(title)}  ${safe(id)}`));
  await terminal.out(lines.map((line) => `${line}\n`).join(''));
  if (!json) await terminal.out(`${rules.length} rules\n`);
  if (refused.length === 0) return EXIT.none;
  await terminal.err(`soc: ${refused.length} more are not used; soc rules lint ${safe(folder ?? 'rules')} says why\n`);
  return rules.length === 0 ? EXIT.notAssessed : EXIT.none;
}

export async function runRulesLint({ terminal, house }: CliHost, folder: string): Promise<number> {
  const { rules, refused } = await rulesOf(await house(), folder);
  const wrong = refused.filter(({ unread }) => !unread);
  await terminal.out(refused.map(({ file, line, why }) => `${placeOf(file, line)}: ${safe(why)}\n`).join(''));
  await terminal.out(`${rules.length} rules in order, ${refused.length - wrong.length} about logs that nothing here reads, ${wrong.length} refused\n`);
  if (rules.length + refused.length === 0) return EXIT.notAssessed;
  return wrong.length > 0 ? EXIT.findings : EXIT.none;
}

/** Line 0 is a file that was not read at all. */
const placeOf = (file: string, line: number): string => (line === 0 ? safe(file) : `${safe(file)}:${line}`);

export async function runRulesTest({ terminal, house }: CliHost, samples: string, folder: string | null): Promise<number> {
  const { tryRules } = await study();
  const built = await house();
  const { rules } = await rulesOf(built, folder);
  const outcomes = need(await tryRules(built, rules, samples));
  const failed = outcomes.flatMap(({ file, line, trouble }) => (trouble === null ? [] : [`${placeOf(file, line)}: ${safe(trouble)}\n`]));
  await terminal.out(`${failed.join('')}${outcomes.length - failed.length} of ${outcomes.length} samples as expected\n`);
  if (outcomes.length === 0) {
    await terminal.err(`soc: ${safe(samples)}: no samples there (<rule file>.jsonl)\n`);
    return EXIT.notAssessed;
  }
  return failed.length > 0 ? EXIT.findings : EXIT.none;
}

export async function runRulesExplain(
  { terminal, house, signal }: CliHost, name: string, { folder, logs }: { readonly folder: string | null; readonly logs: readonly string[] },
): Promise<number> {
  const { explainLogs, fieldsOf, findRule, selectionsOf, sourceNameOf } = await study();
  const built = await house();
  const rule = findRule((await rulesOf(built, folder)).rules, name);
  if (!rule) throw new UsageError(`there is no rule ${name}; soc rules list${folder === null ? '' : ` ${folder}`} shows them`);
  await terminal.out([
    `${safe(rule.title)} (${rule.level})`, `id          ${safe(rule.id)}`, `file        ${safe(rule.file)}:${rule.line}`,
    `log source  ${safe(sourceNameOf(rule.source))}`, `fields      ${safe(fieldsOf(rule).join(', ')) || 'the line itself'}`,
    `condition   ${safe(rule.condition)}`, ...selectionsOf(rule).map(({ name: one, says }) => `  ${safe(one)}: ${safe(says)}`), '',
  ].join('\n'));
  if (logs.length === 0) return EXIT.none;
  const lines = await explainLogs(built, rule, { paths: logs, limit: EXPLAINED, signal });
  await terminal.out(lines.map(({ file, line, explained }) => {
    if (explained.is !== 'asked') return '';
    const why = explained.selections.map(({ name: one, matches, fails }) => `  ${matches ? 'yes' : 'no '} ${safe(one)}${fails === null ? '' : `: ${safe(fails)}`}\n`);
    return `${safe(file)}:${line}: ${explained.matches ? 'matches' : 'does not match'}\n${why.join('')}`;
  }).join(''));
  await terminal.out(lines.length === 0 ? 'no event of its log source in these logs\n' : lines.length >= EXPLAINED ? `the first ${EXPLAINED} events of its log source\n` : '');
  return EXIT.none;
}
