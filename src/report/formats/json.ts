import type { DOCUMENT_SCHEMA, DocumentEvidence, DocumentFinding, TriageDocument } from '../../domain/document.ts';
import type { Evidence } from '../../domain/evidence.ts';
import type { Finding } from '../../domain/finding.ts';
import type { EvidenceId } from '../../domain/ids.ts';
import { claimSentence } from '../claim-sentence.ts';
import { jsonText } from '../../domain/json-text.ts';
import { isoTime } from '../../domain/times.ts';
import type { ReportFormat } from '../format.ts';
import type { Report, ReportIncident, ReportLog } from '../model.ts';
import { severityOf } from '../model.ts';

const SCHEMA: typeof DOCUMENT_SCHEMA = 'soc.triage/1';

/** The one document of `soc triage --format json`: public contract, see `schema/triage.schema.json`. */
export const json: ReportFormat = {
  name: 'json',
  extension: 'json',
  render: (report) => `${jsonText(documentOf(report), 2)}\n`,
};

const time = (epoch: number | null): string | null => (epoch === null ? null : isoTime(epoch));

function documentOf(report: Report): TriageDocument {
  const { verdict } = report;
  return {
    schema: SCHEMA,
    session: report.session,
    verdict: verdict.verdict,
    headline: verdict.headline,
    severity: severityOf(report),
    gotIn: verdict.gotIn,
    reasons: verdict.reasons,
    brain: report.brain,
    version: report.version,
    started: isoTime(report.started),
    findings: [...report.findings, ...report.weather.findings].map((finding) => findingOf(finding, report)),
    incidents: report.incidents.map(incidentOf),
    claims: report.claims.map(({ standing: _supported, ...claim }) => ({ ...claim, sentence: claimSentence(claim) })),
    indicators: [...report.indicators],
    feeds: [...report.feeds],
    actions: [],
    steps: report.incidents.flatMap(({ incident, steps }) => steps.map((step) => ({ incident: incident.id, ...step }))),
    exposures: [...report.exposures],
    silenced: report.silenced.map(({ finding, why }) => ({ finding: finding.id, why })),
    coverage: coverageOf(report),
    errors: report.troubles.map(({ where, what }) => ({ where, what })),
    chainHead: report.chainHead,
  };
}

function findingOf(finding: Finding, report: Report): DocumentFinding {
  const { first, last, evidence, taint, ...rest } = finding;
  return {
    ...rest, first: time(first), last: time(last), attackerWritable: taint,
    evidence: evidence.flatMap((id) => evidenceOf(id, report.evidence)),
  };
}

function evidenceOf(id: EvidenceId, all: ReadonlyMap<EvidenceId, Evidence>): readonly DocumentEvidence[] {
  const one = all.get(id);
  if (!one) return [];
  switch (one.kind) {
    case 'line': {
      const { kind, file, lineNumber, offset, sha256, time: at, text } = one;
      return [{ id, kind, file, lineNumber, offset, sha256, time: at, text }];
    }
    case 'query': {
      const { kind, question, rows, searchedLines, sha256 } = one;
      return [{ id, kind, question, rows, searchedLines, sha256 }];
    }
    case 'file': return [{ id, kind: one.kind, file: one.path, sha256: one.sha256, text: one.excerpt }];
    default: return one satisfies never;
  }
}

function incidentOf({ incident, triage }: ReportIncident): TriageDocument['incidents'][number] {
  const { first, last, timeline, ...rest } = incident;
  return {
    ...rest, first: time(first), last: time(last),
    timeline: timeline.map((step) => ({ ...step, time: time(step.time) })),
    triage,
  };
}

function coverageOf({ logs, unreadable }: Report): TriageDocument['coverage'] {
  const reads = logs.flatMap(({ read }) => (read ? [read] : []));
  const bounds = reads.flatMap(({ from, to }) => (from === null || to === null ? [] : [{ from, to }]));
  return {
    files: logs.map(fileOf),
    gaps: logs.flatMap(({ info, read }) => (read?.gaps ?? []).map((gap) =>
      ({ file: info.name, from: isoTime(gap.from), to: isoTime(gap.to), afterLine: gap.afterLine, explained: gap.explained }))),
    unreadable: [...unreadable],
    from: bounds.length === 0 ? null : isoTime(Math.min(...bounds.map(({ from }) => from))),
    to: bounds.length === 0 ? null : isoTime(Math.max(...bounds.map(({ to }) => to))),
  };
}

function fileOf({ info, read }: ReportLog): TriageDocument['coverage']['files'][number] {
  if (!read) return { ...NOT_READ, name: info.name, path: info.path };
  return {
    name: info.name, path: info.path, format: read.formats[0] ?? null, formats: read.formats, hosts: read.hosts,
    lines: read.lines, parsed: read.parsed + read.quiet, unparsed: read.unparsed, unparsedForms: read.unparsedForms ?? [], zone: read.zone.name,
    zoneAssumed: read.zone.how === 'assumed', zoneHow: read.zone.how, offset: read.offset,
    yearInferred: read.yearInferred, from: time(read.from), to: time(read.to), sha256: read.sha256,
    troubles: read.troubles,
  };
}

/** A log that was opened and not read to its end. */
const NOT_READ: Omit<TriageDocument['coverage']['files'][number], 'name' | 'path'> = {
  format: null, formats: [], hosts: [], lines: 0, parsed: 0, unparsed: 0, unparsedForms: [], zone: null, zoneAssumed: false,
  zoneHow: null, offset: 0, yearInferred: false, from: null, to: null, sha256: null, troubles: ['not read to its end'],
};
