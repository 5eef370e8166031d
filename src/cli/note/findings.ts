import type { Finding } from '../../domain/finding.ts';
import { counted, countText } from '../../domain/times.ts';
import type { Report } from '../../session/desk/report.ts';
import type { Citations } from './citations.ts';
import type { NoteWriter } from './writer.ts';

const LISTED = 12;
const NOTES = 4;
const more = (count: number): string => (count > 0 ? `; and ${count} more` : '');

/** Findings that belong to no incident and are no weather. */
export function looseFindingLines(
  report: Report, { writer, cite }: { readonly writer: NoteWriter; readonly cite: Citations },
): void {
  const members = new Set(report.incidents.flatMap(({ incident }) => incident.findings));
  const loose = report.findings.filter(({ id }) => !members.has(id));
  if (loose.length === 0) return;
  writer.gap();
  const weighty = loose.filter(({ severity }) => severity !== 'info');
  for (const finding of weighty.slice(0, LISTED)) {
    writer.row(`${finding.id} ${finding.severity}`, finding.title + changedBy(finding), cite.of(finding.evidence, 2));
  }
  if (weighty.length > LISTED) writer.row('', `and ${weighty.length - LISTED} more: soc report`, '');
  const notes = loose.filter(({ severity }) => severity === 'info');
  if (notes.length > 0) writer.labelled('Of note', notes.map((finding) => `${finding.id} ${finding.title}${changedBy(finding)}`).slice(0, NOTES).join('; ') + more(notes.length - NOTES));
}

/** What the analyst's context changed in it. */
const changedBy = ({ adjusted }: Finding): string => adjusted.map(({ by, from, to }) => ` (${by}: ${from} → ${to})`).join('');

/** What the analyst silenced is counted, never forgotten. */
export function silencedLine({ silenced }: Report, writer: NoteWriter): void {
  if (silenced.length === 0) return;
  writer.gap();
  const reasons = [...new Set(silenced.map(({ why }) => why))].join(', ');
  writer.labelled('Silenced', `${countText(silenced.length)} silenced by you: ${reasons}`);
}

/** Failed guessing and scanning without success: one row. */
export function weatherLines({ weather: { findings, sources, tries } }: Report, writer: NoteWriter): void {
  if (findings.length === 0) return;
  writer.gap();
  const who = counted(sources, 'source');
  const often = tries === 1 ? 'once' : `${countText(tries)} times`;
  writer.labelled('Weather', `${who} tried ${often}, none got in (${idsOf(findings)})`);
}

function idsOf(findings: readonly Finding[]): string {
  const [first, last] = [findings[0], findings.at(-1)];
  if (!first || !last) return '';
  return first === last ? first.id : findings.length === 2 ? `${first.id} ${last.id}` : `${first.id} … ${last.id}`;
}
