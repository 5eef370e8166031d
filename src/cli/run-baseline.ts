import { jsonText } from '../domain/json-text.ts';
import { openMasker } from '../domain/masker.ts';
import { safe } from '../domain/safe-text.ts';
import { isoTime } from '../domain/times.ts';
import { buildBaseline } from '../session/desk/baseline.ts';
import { zoneTrouble } from '../session/desk/triage.ts';
import { EXIT } from '../session/exit-code.ts';
import type { CliHost } from './host.ts';
import { need } from './stored.ts';
import { UsageError } from './usage.ts';

const SHOWN = 10;

export async function runBaselineBuild(
  host: CliHost, paths: readonly string[], { name, zone }: { readonly name: string; readonly zone?: string },
): Promise<number> {
  const wrong = zoneTrouble(zone ?? null);
  if (wrong !== null) throw new UsageError(`--zone: ${wrong}`);
  const built = await buildBaseline(await host.house(), { paths, name, zone: zone ?? null, signal: host.signal });
  for (const { path, why } of built.unreadable) await host.terminal.err(`soc: ${safe(path)}: ${safe(why)}\n`);
  if (built.stored === null) return EXIT.notAssessed;
  const { baseline, sha256 } = need(built.stored);
  await host.terminal.out(`baseline ${safe(baseline.name)}: ${baseline.lines} lines, ${baseline.templates.length} forms of lines, `
    + `${baseline.logins.length} logins, ${baseline.commands.length} commands\n${sha256}\n`);
  return EXIT.none;
}

export async function runBaselineShow(host: CliHost, name: string | null, asJson: boolean): Promise<number> {
  const { baselines } = await host.house();
  if (name === null) {
    const names = await baselines.list();
    await host.terminal.out(names.length === 0 ? 'no baseline; soc baseline build makes one\n' : names.map((one) => `${safe(one)}\n`).join(''));
    return EXIT.none;
  }
  const { baseline, sha256 } = need(await baselines.read(name));
  const masked = openMasker().deep(baseline);
  if (asJson) {
    await host.terminal.out(`${jsonText(masked, 2)}\n`);
    return EXIT.none;
  }
  const time = (at: number | null): string => (at === null ? 'unknown' : isoTime(at));
  const forms = masked.templates.slice(0, SHOWN).map(({ program, words, count, median }) =>
    `  ${String(count).padStart(8)}  ${String(median).padStart(6)}/h  ${safe(`${program}: ${words.join(' ')}`, 100)}\n`);
  await host.terminal.out(`${safe(baseline.name)}  ${sha256}\nbuilt ${time(baseline.built)}; records from ${time(baseline.from)} to ${time(baseline.to)}\n`
    + `${baseline.lines} lines of ${baseline.logs.length} logs, ${baseline.logins.length} logins, ${baseline.commands.length} commands, `
    + `${baseline.templates.length} forms of lines:\n${forms.join('')}${baseline.limits.map((limit) => `${safe(limit)}\n`).join('')}`);
  return EXIT.none;
}

export async function runBaselineRemove(host: CliHost, name: string): Promise<number> {
  const { baselines } = await host.house();
  const removed = await baselines.remove(name);
  await (removed ? host.terminal.out(`removed ${safe(name)}\n`) : host.terminal.err(`soc: there is no baseline ${safe(name)}\n`));
  return removed ? EXIT.none : EXIT.notAssessed;
}
