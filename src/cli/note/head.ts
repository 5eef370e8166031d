import type { GotIn, VerdictWord } from '../../domain/incident.ts';
import { counted, isoTime, logTime } from '../../domain/times.ts';
import type { Report, ReportLog } from '../../session/desk/report.ts';
import { severityOf } from '../../session/desk/report.ts';
import type { NoteWriter } from './writer.ts';

/** Logs named one by one; more are counted. */
const NAMED = 4;

const WORDS: Record<VerdictWord, string> = {
  incident: 'BREACHED', suspicious: 'UNDER ATTACK', inconclusive: 'CANNOT TELL', 'nothing-found': 'NOTHING FOUND',
};

/** The word that answers first: an incident without a proven way in is no breach. */
function wordOf(verdict: VerdictWord, gotIn: GotIn, attempts: boolean): string {
  if (verdict === 'incident' && gotIn !== 'yes') return 'INCIDENT';
  if (verdict === 'suspicious' && (!attempts || gotIn === 'cannot-tell')) return 'SUSPICIOUS';
  return WORDS[verdict];
}

/** Was I breached, where, how. */
export function answerLine(report: Report, writer: NoteWriter): void {
  const { verdict, findings, weather, silenced } = report;
  const attempts = [...findings, ...weather.findings, ...silenced.map(({ finding }) => finding)].some(({ progress, severity }) => progress === 'attempt' && severity !== 'info');
  const caveat = verdict.verdict === 'nothing-found' ? ' (which is not "clean")' : '';
  writer.headline(wordOf(verdict.verdict, verdict.gotIn, attempts), severityOf(report), verdict.headline + caveat);
}

export function headLines(report: Report, writer: NoteWriter): void {
  const { verdict, logs } = report;
  answerLine(report, writer);
  const window = windowText(report);
  if (window !== null) writer.line(window);
  for (const log of logs.slice(0, NAMED)) writer.line(logLine(log));
  if (logs.length > NAMED) writer.line(`and ${counted(logs.length - NAMED, 'more log', 'more logs')}, ${counted(linesOf(logs.slice(NAMED)), 'line')}`);
  for (const { path, why, remedy } of report.unreadable.slice(0, NAMED)) {
    writer.line(`${path}: not read: ${why}${remedy === null ? '' : `; ${remedy}`}`);
  }
  if (logs.length === 0) nothingLines(report, writer);
  const more = report.unreadable.length - NAMED;
  if (more > 0) writer.line(`and ${more} more that could not be read`);
  if (verdict.verdict === 'inconclusive') for (const reason of verdict.reasons.slice(0, 4)) writer.line(`because ${reason}`);
}

/** Nobody is left with an empty hand: which place, and what else to try. */
function nothingLines({ unreadable, paths }: Report, writer: NoteWriter): void {
  if (unreadable.length === 0) {
    for (const path of paths) writer.line(`${path}: holds no log`);
  }
  writer.line('Try: soc triage /var/log, or journalctl -o json --since today | soc triage -');
}

/** Which part of the logs was asked for; null for all of them. */
function windowText({ since, until }: Report): string | null {
  if (since === null && until === null) return null;
  return `only ${since === null ? '' : `from ${isoTime(since)} `}${until === null ? '' : `to ${isoTime(until)} `}was asked for`;
}

const linesOf = (logs: readonly ReportLog[]): number => logs.reduce((sum, { read }) => sum + (read?.lines ?? 0), 0);

function logLine({ info, read }: ReportLog): string {
  if (!read) return `${info.name} · not read to its end`;
  const span = read.from === null || read.to === null ? 'no times' : spanOf(read.from, read.to, read.yearInferred);
  return `${info.name} · ${counted(read.lines, 'line')} · ${span}${notesOf(read)}`;
}

function spanOf(from: number, to: number, yearInferred: boolean): string {
  if (!yearInferred) {
    const [start, end] = [isoTime(from), isoTime(to)].map((time) => time.slice(0, 16).replace('T', ' ')) as [string, string];
    return `${start} – ${start.slice(0, 10) === end.slice(0, 10) ? end.slice(11) : end}`;
  }
  const sameDay = logTime(from).slice(0, 6) === logTime(to).slice(0, 6);
  return `${logTime(from)} – ${sameDay ? logTime(to).slice(7) : logTime(to)}`;
}

function notesOf({ yearInferred, zone, offset, from }: NonNullable<ReportLog['read']>): string {
  const notes = [
    ...(yearInferred && from !== null ? [`year ${new Date(from).getUTCFullYear()} inferred`] : []),
    ...(zone.how === 'assumed' ? [`zone unknown, read as ${zone.name}`] : zone.how === 'stated' ? [] : [`zone ${zone.name} ${zone.how}`]),
    ...(offset === 0 ? [] : [`clock ${offset > 0 ? '+' : ''}${offset / 1_000} s`]),
  ];
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}
