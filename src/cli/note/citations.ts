import type { Evidence } from '../../domain/evidence.ts';
import type { Finding } from '../../domain/finding.ts';
import { SEVERITIES, severityRank } from '../../domain/severity.ts';
import type { EvidenceId } from '../../domain/ids.ts';
import type { Report } from '../../session/desk/report.ts';
import type { NoteWriter } from './writer.ts';
import { counted } from '../../domain/times.ts';

/** Lines shown whole under the note; the others are in the report. */
const SHOWN = 6;

export interface Citations {
  /** The ids as text, remembered as used. Telling ones only: at most `most`. */
  of(ids: readonly EvidenceId[], most?: number): string;
  used(): readonly Evidence[];
  /** Those of the used lines that the gravest findings rest on. */
  telling(most: number): ReadonlySet<EvidenceId>;
}

/** Remembers every evidence id the note uses, so that each used one is listed. */
export function openCitations({ evidence, raised }: Report): Citations {
  const used = new Set<EvidenceId>();
  return {
    of: (ids, most = 3) => {
      const shown = ids.slice(0, most);
      for (const id of shown) used.add(id);
      return shown.join(' ');
    },
    used: () => [...used].map((id) => evidence.get(id)).filter((one) => one !== undefined),
    telling: (most) => new Set([...used].filter((id) => evidence.get(id)?.kind === 'line')
      .sort((a, b) => weightOf(a, raised) - weightOf(b, raised)).slice(0, most)),
  };
}

const weightOf = (id: EvidenceId, findings: readonly Finding[]): number =>
  Math.min(SEVERITIES.length, ...findings.filter(({ evidence }) => evidence.includes(id)).map(({ severity }) => severityRank(severity)));

export function citedLines(cite: Citations, writer: NoteWriter): void {
  const used = cite.used();
  if (used.length === 0) return;
  writer.gap();
  const lines = used.filter((one) => one.kind === 'line');
  const queries = used.filter((one) => one.kind === 'query');
  const telling = cite.telling(SHOWN);
  for (const { id, file, lineNumber, text } of lines.filter((line) => telling.has(line.id))) writer.cut(`${id} ${file}:${lineNumber}  ${text.trim()}`);
  for (const { id, question, rows, searchedLines } of queries) {
    writer.cut(`${id} searched ${counted(searchedLines, 'line')} for ${question}: ${counted(rows, 'row')}`);
  }
  const rest = lines.filter((line) => !telling.has(line.id));
  if (rest.length > 0) writer.line(`${rest.map(({ id }) => id).join(' ')} in the report`);
}
