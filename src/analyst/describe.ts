import type { Evidence } from '../domain/evidence.ts';
import type { Finding } from '../domain/finding.ts';
import type { Incident } from '../domain/incident.ts';
import type { SessionState } from '../domain/session-state.ts';
import { counted } from '../domain/times.ts';
import type { AnswerLine, Known } from './answers/answer.ts';
import { listed } from './wording.ts';

/** Evidence ids shown on one line of an answer. */
const CITED = 4;

export const refsOf = ({ id, evidence }: Finding): readonly string[] => [id, ...evidence.slice(0, CITED)];

export const findingLine = (finding: Finding, { format }: Known): AnswerLine => ({
  text: `${finding.id} ${finding.severity} ${finding.category}: ${format.text(finding.title)}`
    + ` (${format.count(finding.count)}${finding.first === null ? '' : `, from ${format.time(finding.first)}`}).`,
  refs: refsOf(finding),
});

export const incidentLine = ({ id, title, verdict, severity, findings }: Incident, { format }: Known): AnswerLine => ({
  text: `${id} ${severity}, ${verdict}: ${format.text(title)}.`, refs: [id, ...findings.slice(0, CITED)],
});

export function evidenceText(evidence: Evidence, { format }: Known): string {
  switch (evidence.kind) {
    case 'line': return `${evidence.id} ${format.text(evidence.file)}:${evidence.lineNumber} ${format.text(evidence.text)}`;
    case 'file': return `${evidence.id} ${format.text(evidence.path)} ${format.text(evidence.excerpt)}`;
    case 'query': return `${evidence.id} searched ${format.text(evidence.question)}: ${counted(evidence.rows, 'row')} in ${counted(evidence.searchedLines, 'line')}`;
    default: return evidence satisfies never;
  }
}

/** Findings about an address or an account, in order of time. */
export const findingsAbout = (state: SessionState, name: string): readonly Finding[] => state.findings
  .filter(({ sources, users, targets }) => [sources, users, targets].some((list) => list.includes(name)))
  .sort((a, b) => (a.first ?? Infinity) - (b.first ?? Infinity));

export const logRefs = ({ logs, reads }: SessionState): readonly string[] =>
  (reads.length > 0 ? reads.map(({ log }) => log) : logs.map(({ id }) => id)).slice(0, CITED);

export const names = (items: readonly string[], { format }: Known): string => listed(items.map(format.text));
