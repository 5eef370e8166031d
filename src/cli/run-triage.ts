import type { Request } from '../domain/fact.ts';
import { loadContext } from '../session/desk/context.ts';
import { renderOutcome } from '../session/desk/report.ts';
import type { RunOutcome } from '../session/desk/run-session.ts';
import { triage, zoneTrouble } from '../session/desk/triage.ts';
import type { House } from '../session/house.ts';
import { printNote } from './note/print-note.ts';
import { openStreamFace } from './stream-face.ts';
import type { CliHost } from './host.ts';
import { tellNotRemembered } from './tell-not-remembered.ts';
import type { TriageFlags } from './triage-flags.ts';
import type { FormatName } from './usage.ts';
import { UsageError } from './usage.ts';

/** `soc triage`: runs the session and tells it in the format asked for. */
export async function runTriage(host: CliHost, paths: readonly string[], flags: TriageFlags): Promise<number> {
  const house = await host.house();
  const format = formatOf(flags);
  const request = await requestOf(house, paths, flags);
  const face = openStreamFace(host.terminal, { format, quiet: flags.quiet === true, replaying: false });
  const outcome = await triage(house, {
    request, save: flags.save, ...(flags.baseline !== undefined && { baseline: flags.baseline }), watcher: face.watcher, signal: host.signal,
  });
  await face.finish();
  await tell(host, house, outcome, { format, flags });
  await tellNotRemembered(host.terminal, outcome);
  return outcome.exitCode;
}

const formatOf = ({ json, plain, format }: TriageFlags): FormatName =>
  json ? 'ndjson' : plain ? 'note' : format;

async function requestOf(house: House, paths: readonly string[], flags: TriageFlags): Promise<Request> {
  const context = await loadContext(house, flags.context ?? null);
  if (!context.ok) {
    const { path, troubles } = context.trouble;
    throw new UsageError(troubles.map(({ line, why }) => `${path}${line > 0 ? `:${line}` : ''}: ${why}`).join('\n'));
  }
  const zone = zoneTrouble(flags.zone ?? null);
  if (zone !== null) throw new UsageError(`--zone: ${zone}`);
  if (Number.isNaN(flags.clockOffset)) throw new UsageError('--clock-offset: a number of seconds');
  return {
    command: 'triage', paths: [...paths], since: flags.since ?? null, until: flags.until ?? null,
    zone: flags.zone ?? null, clockOffset: flags.clockOffset * 1_000, keepSources: flags.keepSources === true,
    failOn: flags.failOn, context: context.value.text, rules: await rulesOf(house, flags),
  };
}

async function rulesOf({ files }: House, { rules = [] }: TriageFlags): Promise<string[]> {
  for (const folder of rules) if (!(await files.exists(folder))) throw new UsageError(`--rules: ${folder}: there is no such folder`);
  return [...rules];
}

// Four parameters on purpose: each is a different thing.
async function tell(
  { terminal }: CliHost, house: House, outcome: RunOutcome,
  { format, flags }: { readonly format: FormatName; readonly flags: TriageFlags },
): Promise<void> {
  if (format === 'ndjson') return;
  if (format === 'note') {
    await printNote(terminal, house, outcome, { floor: flags.severity ?? null, saved: flags.save });
    return;
  }
  await terminal.out(await renderOutcome(house, outcome, format));
}
