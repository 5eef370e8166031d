import { findSession } from '../session/desk/stored.ts';
import { canResume, resume } from '../session/desk/triage.ts';
import type { CliHost } from './host.ts';
import { printNote } from './note/print-note.ts';
import { need } from './stored.ts';
import { openStreamFace } from './stream-face.ts';
import { UsageError } from './usage.ts';

export async function runResume(host: CliHost, asked: string): Promise<number> {
  const house = await host.house();
  const id = need(await findSession(house, asked));
  if (!(await canResume(house.journals, id))) {
    throw new UsageError(`session ${id} came to its end; soc sessions show ${id} tells it`);
  }
  const face = openStreamFace(host.terminal, { format: 'note', quiet: false, replaying: false });
  const outcome = await resume(house, id, { failOn: 'high', watcher: face.watcher, signal: host.signal });
  await face.finish();
  await printNote(host.terminal, house, outcome, { floor: null, saved: true });
  return outcome.exitCode;
}
