import { jsonText } from '../domain/json-text.ts';
import { safe } from '../domain/safe-text.ts';
import { parseLogs } from '../session/desk/parse.ts';
import { zoneTrouble } from '../session/desk/triage.ts';
import { EXIT } from '../session/exit-code.ts';
import type { CliHost } from './host.ts';
import { UsageError } from './usage.ts';

/** Rows joined before they are written: a write a row would cost more than reading the line. */
const BATCH = 16_384;

export async function runParse(
  host: CliHost, paths: readonly string[], flags: { readonly unparsed?: true; readonly zone?: string },
): Promise<number> {
  const zone = zoneTrouble(flags.zone ?? null);
  if (zone !== null) throw new UsageError(`--zone: ${zone}`);
  const { terminal } = host;
  const house = await host.house();
  let batch = '';
  const outcome = await parseLogs(house, {
    paths, zone: flags.zone ?? null, unparsedOnly: flags.unparsed === true, signal: host.signal,
    row: async (row) => {
      batch += `${jsonText(row)}\n`;
      if (batch.length < BATCH) return;
      await terminal.out(batch);
      batch = '';
    },
  });
  await terminal.out(batch);
  for (const { path, why, remedy } of outcome.unreadable) {
    await terminal.err(`soc: ${safe(path)}: ${safe(why)}${remedy === null ? '' : `; ${safe(remedy)}`}\n`);
  }
  return outcome.logs.length === 0 ? EXIT.notAssessed : EXIT.none;
}
