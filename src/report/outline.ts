import { counted, isoTime } from '../domain/times.ts';
import { claimSentence } from './claim-sentence.ts';
import type { Audience, Report, ReportIncident } from './model.ts';
import { severityOf } from './model.ts';
import type { Block, Section } from './blocks.ts';
import { list, text } from './blocks.ts';
import { executive } from './executive.ts';
import { limitsOf } from './limits.ts';

/** What a report says and in which order, for every prose format alike. */
export const outline = (report: Report, audience: Audience): readonly Section[] =>
  (audience === 'executive' ? executive(report) : technical(report)).filter(({ body }) => body.length > 0);


function technical(report: Report): readonly Section[] {
  return [
    summary(report),
    ...report.incidents.flatMap((told) => incidentSections(told)),
    { title: 'Findings', body: [findingTable(report)].filter(({ rows }) => rows.length > 0) },
    { title: 'What was concluded', body: [list(report.claims.map((claim) =>
      ({ text: claimSentence(claim), refs: claim.evidence })))].filter(({ items }) => items.length > 0) },
    exposures(report),
    { title: 'Weather', body: weather(report) },
    { title: 'Silenced by the analyst', body: report.silenced.length === 0 ? [] : [list(report.silenced.map(({ finding, why }) =>
      ({ text: `${finding.id} ${finding.title}: ${why}`, refs: [] })))] },
    { title: 'What was not looked at', body: [list(limitsOf(report))] },
    sources(report),
    evidence(report),
  ];
}

const summary = (report: Report): Section => ({
  title: 'Summary',
  body: [
    text(`Verdict: ${report.verdict.verdict}. Severity: ${severityOf(report) ?? 'none'}. Got in: ${report.verdict.gotIn}.`),
    list(report.verdict.reasons.map((reason) => ({ text: reason, refs: [] }))),
  ],
});

function incidentSections({ incident, triage, steps }: ReportIncident): readonly Section[] {
  const { id, title, timeline, predicates, links } = incident;
  return [
    { title: `${id}: ${title}`, body: [
      text(`${incident.verdict}, ${incident.severity}. Hosts: ${named(incident.hosts)}. Sources: ${named(incident.sources)}. Users: ${named(incident.users)}.`, incident.findings),
      { kind: 'timeline', steps: timeline },
    ] },
    { title: `${id}: what it rests on`, body: [
      { kind: 'table', head: ['predicate', 'state', 'why', 'evidence'], rows: predicates.map(({ name, state, why, evidence: refs }) => [name, state, why, refs.join(' ')]) },
      ...(links.length === 0 ? [] : [list(links.map(({ a, b, because, evidence: refs }) => ({ text: `${a} and ${b}: ${because}`, refs })))]),
    ] },
    ...(triage ? [triageSection(triage)] : []),
    { title: `${id}: what to do`, body: steps.length === 0 ? [] : [list(steps.map(({ order, host, what, why, command, undo, evidence: refs }) => ({
      text: `${order}. on ${host}: ${what}. ${why}${command === null ? '' : ` Run: ${command}`}${undo === null ? '' : ` Undo: ${undo}`}`, refs,
    })))] },
  ];
}

function triageSection(triage: NonNullable<ReportIncident['triage']>): Section {
  const { incident, impact, confidence, score, band, priority, terms, floors, ceilings, sensitivity } = triage;
  return {
    title: `${incident}: triage`,
    body: [
      text(`${priority}, ${band}. Impact ${impact} of 100, confidence ${confidence}, score ${score}.`),
      { kind: 'table', head: ['term', 'weight', 'value', 'why', 'evidence'], rows: terms.map(({ name, weight, value, why, evidence: refs }) => [name, weight, String(value), why, refs.join(' ')]) },
      list([...floors, ...ceilings, ...(sensitivity === null ? [] : [sensitivity])].map((words) => ({ text: words, refs: [] }))),
    ],
  };
}

const named = (names: readonly string[]): string => (names.length === 0 ? 'none named' : names.slice(0, 10).join(', '));

const findingTable = ({ findings }: Report) => ({
  kind: 'table' as const,
  head: ['id', 'severity', 'category', 'what', 'first', 'last', 'count', 'reason', 'innocent reading', 'evidence'],
  rows: findings.map((finding): readonly (string | number)[] => [
    finding.id, finding.severity, finding.family === null ? finding.category : `${finding.category}/${finding.family}`,
    finding.title, time(finding.first), time(finding.last), finding.count, finding.reason, finding.benign,
    finding.evidence.join(' '),
  ]),
});

const time = (epoch: number | null): string => (epoch === null ? '' : isoTime(epoch));

const exposures = ({ exposures: all }: Report): Section => ({
  title: 'The attacked service',
  body: all.map(({ host, service, assessed, evidence: refs }) => text(
    assessed.state === 'yes' ? `${host} runs ${service} ${assessed.version} (read from ${assessed.readFrom.join(', ')}).`
      : `${service} on ${host} was not assessed: ${assessed.why}.`, refs)),
});

function weather({ weather: { findings, sources: many, tries } }: Report): readonly Block[] {
  if (findings.length === 0) return [];
  return [
    text(`${counted(many, 'source')} tried ${counted(tries, 'time')}; none of it shows success.`, findings.map(({ id }) => id).slice(0, 20)),
    { kind: 'table', head: ['id', 'what', 'sources', 'count', 'first', 'last'], rows: findings.slice(0, 50).map(({ id, title, sources: from, count, first, last }) =>
      [id, title, from.slice(0, 3).join(' '), count, time(first), time(last)]) },
  ];
}

const sources = ({ logs }: Report): Section => ({
  title: 'Sources',
  body: [{
    kind: 'table', head: ['log', 'lines', 'from', 'to', 'zone', 'formats', 'SHA-256'],
    rows: logs.map(({ info: { name }, read }) => (read ? [
      name, read.lines, time(read.from), time(read.to),
      `${read.zone.name} (${read.zone.how}${read.yearInferred ? ', year inferred' : ''})`,
      read.formats.join(' '), read.sha256,
    ] : [name, 0, '', '', '', '', 'not read to its end'])),
  }],
});

function evidence({ evidence: all }: Report): Section {
  const lines = [...all.values()].map((one) => {
    switch (one.kind) {
      case 'line': return { label: `${one.id} ${one.file}:${one.lineNumber}`, text: `${one.text}  sha256 ${one.sha256}` };
      case 'query': return { label: one.id, text: `searched ${counted(one.searchedLines, 'line')} for ${one.question}: ${counted(one.rows, 'row')}` };
      case 'file': return { label: `${one.id} ${one.path}`, text: `${one.excerpt}  sha256 ${one.sha256}` };
      default: return one satisfies never;
    }
  });
  return { title: 'Evidence', body: lines.length === 0 ? [] : [{ kind: 'lines', lines }] };
}
