import type { Severity } from '../../domain/severity.ts';
import { atLeast } from '../../domain/severity.ts';
import type { Report } from '../../session/desk/report.ts';
import { reportOf } from '../../session/desk/report.ts';
import type { RunOutcome } from '../../session/desk/run-session.ts';
import type { House, Terminal } from '../../session/house.ts';
import { coverageLines } from './coverage.ts';
import { citedLines, openCitations } from './citations.ts';
import { answerLine, headLines } from './head.ts';
import { incidentLines } from './incident.ts';
import { looseFindingLines, silencedLine, weatherLines } from './findings.ts';
import type { NoteWriter } from './writer.ts';
import { openWriter } from './writer.ts';

/** Rows the shell takes after the note. */
const PROMPT = 2;

export interface NoteOptions {
  /** Findings below are counted, not listed; null lists all but weather. */
  readonly floor: Severity | null;
  readonly saved: boolean;
}

/** The plain note: the first line answers "was I breached, where, how"; every fact carries evidence. */
export async function printNote(
  terminal: Terminal, house: House, outcome: Pick<RunOutcome, 'session' | 'state' | 'head'>, options: NoteOptions,
): Promise<void> {
  const writer = openWriter(terminal);
  const report = await reportOf(house, outcome);
  noteLines(report, writer, options);
  // The answer stands first; where that has scrolled away, it stands last, too.
  if (terminal.outIsTty && writer.height() >= terminal.rows - PROMPT) {
    writer.gap();
    answerLine(report, writer);
  }
  await terminal.out(writer.text());
}

/** All lines of the note, in the order a person reads them. Pure. */
function noteLines(report: Report, writer: NoteWriter, { floor, saved }: NoteOptions): void {
  const shown = floor === null ? report
    : { ...report, findings: report.findings.filter(({ severity }) => atLeast(severity, floor)) };
  const cite = openCitations(report);
  headLines(shown, writer);
  for (const incident of shown.incidents) incidentLines(incident, shown, { writer, cite });
  looseFindingLines(shown, { writer, cite });
  weatherLines(shown, writer);
  silencedLine(shown, writer);
  coverageLines(shown, writer);
  citedLines(cite, writer);
  footLines(report, writer, saved);
}

function footLines(report: Report, writer: NoteWriter, saved: boolean): void {
  const { session, brain, chainHead } = report;
  writer.gap();
  if (!saved) {
    writer.line(`not saved · ${brain}`);
    return;
  }
  writer.line(`session ${session} · ${brain}`);
  if (chainHead !== null) writer.line(`chain ${chainHead}`);
  writer.line(`soc replay ${session.slice(-6)} · soc report ${session.slice(-6)} · soc ask ${session.slice(-6)} "…"`);
}
