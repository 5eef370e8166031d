import { LOGINS } from '../domain/category-groups.ts';
import { openDetach } from '../domain/detach.ts';
import type { Event } from '../domain/event.ts';
import type { Evidence, LineEvidence } from '../domain/evidence.ts';
import type { Finding } from '../domain/finding.ts';
import type { EvidenceId, LogId } from '../domain/ids.ts';
import { isEntry } from '../domain/progress.ts';
import { openLogClock } from './log-clock.ts';
import type { LogReader } from './log-reader.ts';
import { openLogReader } from './log-reader.ts';
import { PARSERS } from './parsers/index.ts';

export type EvidenceOf = (id: EvidenceId) => Evidence | null;

/** A cited line read again: what it and its neighbours say, by the same parsers that read the log. */
export interface Cited {
  readonly line: LineEvidence;
  /** As the evidence holds it; times inside `events` are not to be used, for year and zone were settled earlier. */
  readonly time: number | null;
  readonly events: readonly Event[];
  readonly near: readonly Event[];
}
export type CitedBy = (finding: Finding) => readonly Cited[];

/** The clock of a line read alone: its times are thrown away. */
const NO_CLOCK = { zone: 0, how: 'given', offset: 0, anchor: 0, firstYear: 1970 } as const;

interface Desk {
  readonly reader: LogReader;
  readonly events: Event[];
}

/** Reads each piece of evidence once, whoever cites it; lines of one log go through one reader, in order of asking. */
export function openCited(evidenceOf: EvidenceOf): CitedBy {
  const desks = new Map<LogId, Desk>();
  const read = new Map<EvidenceId, Cited | null>();
  const citedAs = (id: EvidenceId): Cited | null => {
    const known = read.get(id);
    if (known !== undefined) return known;
    const evidence = evidenceOf(id);
    const cited = evidence?.kind === 'line' ? readAgain(deskOf(desks, evidence.log), evidence) : null;
    read.set(id, cited);
    return cited;
  };
  return ({ evidence }) => evidence.flatMap((id) => citedAs(id) ?? []);
}

function deskOf(desks: Map<LogId, Desk>, log: LogId): Desk {
  const known = desks.get(log);
  if (known) return known;
  const events: Event[] = [];
  const reader = openLogReader({
    log: 0, clock: openLogClock(NO_CLOCK), parsers: PARSERS, detach: openDetach(), emit: (event) => events.push({ ...event }),
  });
  const desk = { reader, events };
  desks.set(log, desk);
  return desk;
}

function readAgain({ reader, events }: Desk, line: LineEvidence): Cited {
  for (const { text, lineNumber } of line.before) reader.feed(text, lineNumber, 0);
  reader.feed(line.text, line.lineNumber, line.offset);
  for (const { text, lineNumber } of line.after) reader.feed(text, lineNumber, 0);
  const all = events.splice(0);
  return {
    line, time: line.time === null ? null : Date.parse(line.time),
    events: all.filter((event) => event.line === line.lineNumber),
    near: all.filter((event) => event.line !== line.lineNumber),
  };
}

/** The service let somebody in. */
export const isAccepted = (event: Event): boolean => event.forged === null && event.outcome === 'success'
  && (event.kind === 'auth' ? event.action === 'login' && event.primary : event.kind === 'generic' && event.user !== null);

export const isRefused = (event: Event): boolean => event.forged === null
  && (event.outcome === 'failure' || event.outcome === 'denied')
  && (event.kind === 'auth' || (event.kind === 'generic' && event.source !== null));

/** The line that shows the login itself; null where none of the cited lines does. */
export const loginOf = (finding: Finding, citedBy: CitedBy): Cited | null =>
  citedBy(finding).find(({ events }) => events.some(isAccepted)) ?? null;

/** When it counts: for whoever logged in the time of the login's own line, else the first sign. */
export function momentOf(finding: Finding, citedBy: CitedBy): number | null {
  if (!isEntry(finding) || !LOGINS.has(finding.category)) return finding.first;
  return loginOf(finding, citedBy)?.time ?? (finding.progress === 'action' ? finding.first : finding.last);
}

/** Acts the finding cites from after its login: what the session did. */
export function actsCited(finding: Finding, citedBy: CitedBy): readonly Cited[] {
  const login = loginOf(finding, citedBy);
  const since = login?.time;
  if (!login || since === null || since === undefined) return [];
  return citedBy(finding).filter(({ time, events }) => time !== null && time >= since
    && events.some(({ kind }) => kind === 'privilege' || kind === 'account'));
}
