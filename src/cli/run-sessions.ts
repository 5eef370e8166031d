import { jsonText } from '../domain/json-text.ts';
import { safe } from '../domain/safe-text.ts';
import { isoTime } from '../domain/times.ts';
import type { ListedSession } from '../session/desk/sessions.ts';
import { exportSession, listSessions, removeSession } from '../session/desk/sessions.ts';
import { toldOf } from '../session/desk/report.ts';
import { EXIT } from '../session/exit-code.ts';
import type { CliHost } from './host.ts';
import { printNote } from './note/print-note.ts';
import { deliver } from './output.ts';
import { need, toldSession } from './stored.ts';
import { shortened } from './wrap.ts';

export async function runSessionList(host: CliHost, asJson: boolean): Promise<number> {
  const all = await listSessions(await host.house());
  const width = Math.max(80, Math.min(host.terminal.columns, 120));
  const text = asJson ? `${jsonText(all, 2)}\n` : all.map((one) => listLine(one, width)).join('');
  await host.terminal.out(text === '' ? 'no session is kept yet; soc triage FILE starts one\n' : text);
  return EXIT.none;
}

const LOGS_WIDTH = 30;
/** The end of an id names a session wherever one is asked for. */
const SHORT_ID = 6;

function listLine({ session, started, state, sources, verdict, headline, bytes }: ListedSession, width: number): string {
  const day = isoTime(started).slice(0, 16).replace('T', ' ');
  const size = `${Math.ceil(bytes / 1024)} KiB`.padStart(9);
  const word = state === 'complete' ? verdict ?? 'no verdict' : state;
  const first = `${session.slice(-SHORT_ID)}  ${day}${size}  ${word.padEnd(13)}  ${logNames(sources)}`.trimEnd();
  return `${first}\n${headline === null ? '' : `${' '.repeat(SHORT_ID + 2)}${shortened(headline, width - SHORT_ID - 2)}\n`}`;
}

/** Names without their folders, as many as there is room for. */
function logNames(sources: readonly string[]): string {
  const names = sources.map((path) => path.split('/').at(-1) ?? path);
  const [first = ''] = names;
  const more = names.length > 1 ? ` +${names.length - 1}` : '';
  const both = names.join(' ');
  return Array.from(safe(both)).length <= LOGS_WIDTH ? safe(both) : shortened(first, LOGS_WIDTH - more.length) + more;
}

export async function runSessionShow(host: CliHost, asked: string): Promise<number> {
  const house = await host.house();
  await printNote(host.terminal, house, toldOf(await toldSession(host, house, asked)), { floor: null, saved: true });
  return EXIT.none;
}

export async function runRemove(host: CliHost, asked: string, force: boolean): Promise<number> {
  const removed = need(await removeSession(await host.house(), asked, force));
  await host.terminal.out(`removed ${removed}; its summary is kept\n`);
  return EXIT.none;
}

export async function runExport(host: CliHost, asked: string, file: string | null): Promise<number> {
  const house = await host.house();
  await deliver(host, exportSession(await toldSession(host, house, asked)), file);
  return EXIT.none;
}
