import { findSession } from '../session/desk/stored.ts';
import { resume } from '../session/desk/triage.ts';
import type { CliHost } from './host.ts';
import { printNote } from './note/print-note.ts';
import { need } from './stored.ts';
import { openStreamFace } from './stream-face.ts';
import { tellNotRemembered } from './tell-not-remembered.ts';
import { UsageError } from './usage.ts';

export async function runResume(host: CliHost, asked: string): Promise<number> {
  const house = await host.house();
  const id = need(await findSession(house, asked));
  const face = openStreamFace(host.terminal, { format: 'note', quiet: false, replaying: false });
  const resumed = await resume(house, id, { watcher: face.watcher, signal: host.signal });
  await face.finish();
  if (!resumed.ok) throw new UsageError(`session ${id}: ${resumed.trouble}; soc sessions show ${id} tells what is on record`);
  await printNote(host.terminal, house, resumed.value, { floor: null, saved: true });
  await tellNotRemembered(host.terminal, resumed.value);
  return resumed.value.exitCode;
}
