import type { ParsedRow } from '../../domain/document.ts';
import type { Event } from '../../domain/event.ts';
import type { LogInfo, Unreadable } from '../../domain/log.ts';
import { mask, maskUserName } from '../../domain/mask.ts';
import { isoTime } from '../../domain/times.ts';
import { NO_CONTEXT } from '../../domain/no-context.ts';
import { scanLogs } from '../../tools/reading/scan-logs.ts';
import type { House } from '../house.ts';

export interface ParseRequest {
  readonly paths: readonly string[];
  readonly zone: string | null;
  readonly unparsedOnly: boolean;
  readonly signal: AbortSignal;
  /** Told in order of lines, log by log. */
  readonly row: (row: ParsedRow) => Promise<void>;
}

export interface ParseOutcome {
  readonly logs: readonly LogInfo[];
  readonly unreadable: readonly Unreadable[];
  readonly lines: number;
  readonly rows: number;
}

/** Reads logs and answers with one row for each line that is understood, and one for each that is not. */
export async function parseLogs(house: House, request: ParseRequest): Promise<ParseOutcome> {
  const opened = await house.logs(await house.scratchFolder()).open(request.paths, request.signal);
  const told = { lines: 0, rows: 0 };
  for (const log of opened.logs) {
    const rows: ParsedRow[] = [];
    let events: Event[] = [];
    const scan = scanLogs({
      logs: [log], context: NO_CONTEXT, now: house.clock.now(), signal: request.signal,
      request: { since: null, until: null, zone: request.zone, clockOffset: 0 },
      onEvent: (event) => events.push({ ...event }),
      onLine: (_index, place, parsed) => {
        if (!request.unparsedOnly) rows.push(...events.map((event) => rowOf(log.info.name, event)));
        if (typeof parsed !== 'string') {
          rows.push({ file: log.info.name, lineNumber: place.line, unparsed: parsed.unparsed });
        }
        events = [];
      },
    });
    told.lines += await drive(scan, rows, async (row) => {
      told.rows += 1;
      await request.row(row);
    });
    await log.close();
  }
  return { logs: opened.logs.map(({ info }) => info), unreadable: opened.unreadable, ...told };
}

/** Runs the scan chunk by chunk and hands the rows over as they come, at the pace of their reader. */
async function drive(
  scan: ReturnType<typeof scanLogs>, rows: ParsedRow[], tell: (row: ParsedRow) => Promise<void>,
): Promise<number> {
  for (;;) {
    const step = await scan.next();
    for (const row of rows.splice(0)) await tell(row);
    if (step.done) return step.value.reduce((sum, { lines }) => sum + lines, 0);
  }
}

const rowOf = (file: string, event: Event): ParsedRow => ({
  file, lineNumber: event.line, format: event.format, kind: event.kind,
  time: event.time === null ? null : isoTime(event.time), outcome: event.outcome, program: event.program,
  source: event.source, target: maskedTarget(event), user: event.user === null ? null : maskUserName(event.user),
  suspicious: event.suspicious, inferred: event.inferred,
});

/** A login's target is the account itself; anything else may hold a secret somewhere in it. */
const maskedTarget = ({ target, user }: Event): string | null =>
  (target === null ? null : target === user ? maskUserName(target) : mask(target));

