import { safe } from '../domain/safe-text.ts';
import { replay, rerun } from '../session/desk/replay.ts';
import type { StoredSession } from '../session/desk/stored.ts';
import { EXIT } from '../session/exit-code.ts';
import type { CliHost } from './host.ts';
import { toldOf } from '../session/desk/report.ts';
import { printNote } from './note/print-note.ts';
import { toldSession } from './stored.ts';
import { openStreamFace } from './stream-face.ts';

interface ReplayFlags {
  readonly speed: number;
  readonly verify?: true;
  readonly json?: true;
}

export async function runReplay(host: CliHost, asked: string, flags: ReplayFlags): Promise<number> {
  const house = await host.house();
  const stored = await toldSession(host, house, asked);
  if (flags.verify) return verifyReplay(host, stored);
  if (!flags.json) await host.terminal.out(`REPLAY ${stored.id} – nothing is live\n`);
  const face = openStreamFace(host.terminal, { format: flags.json ? 'ndjson' : 'note', quiet: true, replaying: !flags.json });
  await replay(house, stored, { speed: flags.speed, watcher: face.watcher, signal: host.signal });
  await face.finish();
  if (!flags.json) {
    await host.terminal.out('\n');
    await printNote(host.terminal, house, toldOf(stored), { floor: null, saved: true });
  }
  return EXIT.none;
}

/** A source that is gone proves nothing; a difference over the same bytes is a failure. */
async function verifyReplay({ terminal, house, signal }: CliHost, stored: StoredSession): Promise<number> {
  const result = await rerun(await house(), stored, signal);
  for (const why of result.notReproducible) await terminal.out(`not reproducible: ${safe(why)}\n`);
  if (result.notReproducible.length === 0) {
    for (const difference of result.differences) await terminal.out(`differs: ${safe(difference)}\n`);
  }
  await terminal.out(`reproduced ${result.reproduced}/${result.of}\n`);
  if (result.notReproducible.length > 0) return EXIT.notAssessed;
  return result.differences.length === 0 ? EXIT.none : EXIT.findings;
}
