import type { Evidence } from '../../domain/evidence.ts';
import type { Finding } from '../../domain/finding.ts';
import type { EvidenceId } from '../../domain/ids.ts';
import { isoTime } from '../../domain/times.ts';
import type { ReportFormat } from '../format.ts';
import type { Report, ReportIncident, ReportLog } from '../model.ts';
import { severityOf } from '../model.ts';

/** Version policy: the number grows when a field changes its meaning or goes; new fields may come at any time. */
export const DOCUMENT_SCHEMA = 'soc.triage/1';

/** The one document of `soc triage --format json`: public contract, see `schema/triage.schema.json`. */
export const json: ReportFormat = {
  name: 'json',
  extension: 'json',
  render: (report) => `${JSON.stringify(documentOf(report), null, 2)}\n`,
};

const time = (epoch: number | null): string | null => (epoch === null ? null : isoTime(epoch));

function documentOf(report: Report): unknown {
  const { verdict, state } = report;
  return {
    schema: DOCUMENT_SCHEMA,
    session: report.session,
    verdict: verdict.verdict,
    headline: verdict.headline,
    severity: severityOf(report),
    gotIn: verdict.gotIn,
    reasons: verdict.reasons,
    brain: report.brain,
    version: report.version,
    started: isoTime(report.started),
    findings: [...report.findings, ...report.weather].map((finding) => findingOf(finding, report)),
    incidents: report.incidents.map(incidentOf),
    claims: report.claims.map(({ id, kind, agent, text, values, evidence, findings, benign }) =>
      ({ id, kind, agent, text, values, evidence, findings, benign })),
    indicators: state.indicators,
    actions: [],
    steps: report.incidents.flatMap(({ incident, steps }) => steps.map((step) => ({ incident: incident.id, ...step }))),
    exposures: state.exposures,
    silenced: report.silenced.map(({ finding, why }) => ({ finding: finding.id, why })),
    coverage: coverageOf(report),
    errors: state.troubles,
    chainHead: report.chainHead,
  };
}

function findingOf(finding: Finding, report: Report): unknown {
  const { first, last, evidence, taint, ...rest } = finding;
  return {
    ...rest, first: time(first), last: time(last), attackerWritable: taint,
    evidence: evidence.map((id) => evidenceOf(id, report.evidence)),
  };
}

function evidenceOf(id: EvidenceId, all: ReadonlyMap<EvidenceId, Evidence>): unknown {
  const one = all.get(id);
  if (one?.kind === 'line') {
    return {
      id, kind: one.kind, file: one.file, lineNumber: one.lineNumber, offset: one.offset, sha256: one.sha256,
      time: one.time, text: one.text,
    };
  }
  if (one?.kind === 'query') {
    return { id, kind: one.kind, question: one.question, rows: one.rows, searchedLines: one.searchedLines,
      sha256: one.sha256 };
  }
  return { id, kind: one?.kind ?? 'missing' };
}

function incidentOf({ incident, triage }: ReportIncident): unknown {
  const { first, last, timeline, ...rest } = incident;
  return {
    ...rest, first: time(first), last: time(last),
    timeline: timeline.map((step) => ({ ...step, time: time(step.time) })),
    triage,
  };
}

function coverageOf({ logs, state }: Report): unknown {
  const reads = logs.flatMap(({ read }) => (read ? [read] : []));
  const bounds = reads.flatMap(({ from, to }) => (from === null || to === null ? [] : [{ from, to }]));
  return {
    files: logs.map(fileOf),
    gaps: logs.flatMap(({ info, read }) => (read?.gaps ?? []).map((gap) =>
      ({ file: info.name, from: isoTime(gap.from), to: isoTime(gap.to), afterLine: gap.afterLine, explained: gap.explained }))),
    unreadable: state.unreadable,
    from: bounds.length === 0 ? null : isoTime(Math.min(...bounds.map(({ from }) => from))),
    to: bounds.length === 0 ? null : isoTime(Math.max(...bounds.map(({ to }) => to))),
  };
}

function fileOf({ info, read }: ReportLog): unknown {
  return {
    name: info.name, path: info.path, format: read?.formats[0] ?? null, formats: read?.formats ?? [],
    hosts: read?.hosts ?? [], lines: read?.lines ?? 0, parsed: (read?.parsed ?? 0) + (read?.quiet ?? 0),
    unparsed: read?.unparsed ?? 0, zone: read?.zone.name ?? null, zoneAssumed: read?.zone.how === 'assumed',
    zoneHow: read?.zone.how ?? null, offset: read?.offset ?? 0, yearInferred: read?.yearInferred ?? false,
    from: time(read?.from ?? null), to: time(read?.to ?? null), sha256: read?.sha256 ?? null,
    troubles: read?.troubles ?? [],
  };
}
