import { jsonText } from '../domain/json-text.ts';
import { openMasker } from '../domain/masker.ts';
import { safe } from '../domain/safe-text.ts';
import { isoTime } from '../domain/times.ts';
import type { ListedSession } from '../session/desk/sessions.ts';
import { exportSession, listSessions, removeSession } from '../session/desk/sessions.ts';
import { toldOf } from '../session/desk/report.ts';
import { EXIT } from '../session/exit-code.ts';
import type { CliHost } from './host.ts';
import { printNote } from './note/print-note.ts';
import { deliver } from './output.ts';
import { need, storedSession } from './stored.ts';

export async function runList(host: CliHost, format: string): Promise<number> {
  const all = openMasker().deep(await listSessions(await host.house()));
  const text = format === 'json' ? `${jsonText(all, 2)}\n` : all.map(listLine).join('');
  await host.terminal.out(text === '' ? 'no session is kept yet; soc triage FILE starts one\n' : text);
  return EXIT.none;
}

function listLine({ session, started, state, sources, headline, bytes }: ListedSession): string {
  const day = isoTime(started).slice(0, 16).replace('T', ' ');
  const what = safe(headline ?? 'no verdict', 60);
  const words = state === 'complete' ? what : `${state}: ${what}`;
  return `${session}  ${day}  ${safe(sources.slice(0, 2).join(' '), 30)}${sources.length > 2 ? ` +${sources.length - 2}` : ''}  ${words}  ${Math.ceil(bytes / 1024)} KiB\n`;
}

export async function runShow(host: CliHost, asked: string): Promise<number> {
  const house = await host.house();
  await printNote(host.terminal, house, toldOf(await storedSession(house, asked)), { floor: null, saved: true });
  return EXIT.none;
}

export async function runRemove(host: CliHost, asked: string, force: boolean): Promise<number> {
  const removed = need(await removeSession(await host.house(), asked, force));
  await host.terminal.out(`removed ${removed}; its summary is kept\n`);
  return EXIT.none;
}

export async function runExport(host: CliHost, asked: string, file: string | null): Promise<number> {
  const house = await host.house();
  await deliver(host, exportSession(await storedSession(house, asked)), file);
  return EXIT.none;
}
