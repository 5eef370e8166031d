import type { Finding } from '../../domain/finding.ts';
import { countText } from '../../domain/times.ts';
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
  for (const { id, severity, title, evidence, adjusted } of weighty.slice(0, LISTED)) {
    const changed = adjusted.map(({ by, from, to }) => ` (${by}: ${from} → ${to})`).join('');
    writer.row(`${id} ${severity}`, `${title}${changed}`, cite.of(evidence, 2));
  }
  if (weighty.length > LISTED) writer.row('', `and ${weighty.length - LISTED} more: soc report`, '');
  const notes = loose.filter(({ severity }) => severity === 'info');
  if (notes.length > 0) writer.labelled('Of note', notes.map(({ id, title }) => `${id} ${title}`).slice(0, NOTES).join('; ') + more(notes.length - NOTES));
}

/** What the analyst silenced is counted, never forgotten. */
export function silencedLine({ silenced }: Report, writer: NoteWriter): void {
  if (silenced.length === 0) return;
  writer.gap();
  const reasons = [...new Set(silenced.map(({ why }) => why))].join(', ');
  writer.labelled('Silenced', `${countText(silenced.length)} silenced by you: ${reasons}`);
}

/** Failed guessing and scanning without success: one row. */
export function weatherLines({ weather, state }: Report, writer: NoteWriter): void {
  if (weather.length === 0) return;
  writer.gap();
  const { sources, tries } = allOf(state) ?? listed(weather);
  writer.labelled('Weather',
    `${countText(sources)} sources tried ${countText(tries)} times, none got in (${idsOf(weather)})`);
}

/** The count over everything, where more was tried than findings were raised. */
function allOf({ weather, findings }: Report['state']): { readonly sources: number; readonly tries: number } | null {
  const raised = new Set(findings.flatMap((finding) => finding.sources)).size;
  return weather !== null && weather.sources > raised ? { sources: weather.sources, tries: weather.attempts } : null;
}

function listed(weather: readonly Finding[]): { readonly sources: number; readonly tries: number } {
  const sources = new Set(weather.flatMap((finding) => finding.sources));
  // Several findings can count the same tries of one source: each source counts by its largest.
  const most = new Map<string, number>();
  for (const { sources: from, count } of weather) {
    const key = from.join(' ');
    most.set(key, Math.max(count, most.get(key) ?? 0));
  }
  return { sources: sources.size, tries: [...most.values()].reduce((sum, count) => sum + count, 0) };
}

function idsOf(findings: readonly Finding[]): string {
  const [first, last] = [findings[0], findings.at(-1)];
  if (!first || !last) return '';
  return first === last ? first.id : findings.length === 2 ? `${first.id} ${last.id}` : `${first.id} … ${last.id}`;
}
