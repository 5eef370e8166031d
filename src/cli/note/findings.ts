import type { Finding } from '../../domain/finding.ts';
import { countText } from '../../domain/times.ts';
import type { Report } from '../../session/desk/report.ts';
import type { Citations } from './citations.ts';
import type { NoteWriter } from './writer.ts';

const LISTED = 12;

/** Findings that belong to no incident and are no weather. */
export function looseFindingLines(
  report: Report, { writer, cite }: { readonly writer: NoteWriter; readonly cite: Citations },
): void {
  const members = new Set(report.incidents.flatMap(({ incident }) => incident.findings));
  const loose = report.findings.filter(({ id }) => !members.has(id));
  if (loose.length === 0) return;
  writer.gap();
  for (const { id, severity, title, evidence, adjusted } of loose.slice(0, LISTED)) {
    const changed = adjusted.map(({ by, from, to }) => ` (${by}: ${from} → ${to})`).join('');
    writer.row(`${id} ${severity}`, `${title}${changed}`, cite.of(evidence, 2));
  }
  if (loose.length > LISTED) writer.row('', `and ${loose.length - LISTED} more: soc report`, '');
  if (report.silenced.length > 0) {
    writer.row('', `${report.silenced.length} silenced by you: ${[...new Set(report.silenced.map(({ why }) => why))].join(', ')}`, '');
  }
}

/** Failed guessing and scanning without success: one row. */
export function weatherLines({ weather }: Report, writer: NoteWriter): void {
  if (weather.length === 0) return;
  writer.gap();
  const sources = new Set(weather.flatMap((finding) => finding.sources));
  const tries = weather.reduce((sum, { count }) => sum + count, 0);
  writer.labelled('Weather',
    `${countText(sources.size)} sources tried ${countText(tries)} times, none got in (${idsOf(weather)})`);
}

function idsOf(findings: readonly Finding[]): string {
  const [first, last] = [findings[0], findings.at(-1)];
  if (!first || !last) return '';
  return first === last ? first.id : findings.length === 2 ? `${first.id} ${last.id}` : `${first.id} … ${last.id}`;
}
