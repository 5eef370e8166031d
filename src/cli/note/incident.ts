import { FOOTHOLD } from '../../domain/category-groups.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Predicate, TimelineStep } from '../../domain/incident.ts';
import { isEntry, succeeded } from '../../domain/progress.ts';
import { clockTime, isoTime } from '../../domain/times.ts';
import type { Report, ReportIncident } from '../../session/desk/report.ts';
import type { Citations } from './citations.ts';
import type { NoteWriter } from './writer.ts';

/** Steps of a story shown, and conditions met; the report holds all. */
const STORY = 8;
const TELLING = 5;
const WAYS = 3;

interface Sheet {
  readonly writer: NoteWriter;
  readonly cite: Citations;
}

export function incidentLines(told: ReportIncident, report: Report, { writer, cite }: Sheet): void {
  const { incident, triage } = told;
  writer.gap();
  if (report.incidents.length > 1) writer.line(`${incident.id} ${incident.severity}  ${incident.title}`);
  storyLines(incident.timeline, { writer, cite });
  writer.gap();
  const members = report.raised.filter(({ id }) => incident.findings.includes(id));
  const still = incident.gotIn === 'no-sign' ? null : stillIn(members, cite);
  if (still !== null) writer.labelled('Still in?', still);
  sureLines(incident.predicates, { writer, cite });
  const [worst] = members;
  if (worst) writer.labelled('Otherwise', worst.benign);
  if (triage) {
    const floors = triage.floors.length > 0 ? `; ${triage.floors.join('; ')}` : '';
    writer.labelled('Triage', `${triage.priority} ${triage.band}: impact ${triage.impact}, confidence ${triage.confidence}${floors}`);
    if (triage.sensitivity !== null) writer.labelled('', triage.sensitivity);
  }
  stepLines(told, report, { writer, cite });
}

function storyLines(all: readonly TimelineStep[], { writer, cite }: Sheet): void {
  const timeline = all.filter((step, index) => !all.slice(0, index).some((earlier) => tellsSame(earlier, step)));
  const days = new Set(timeline.map(({ time }) => (time === null ? '' : isoTime(time).slice(0, 10))));
  for (const { time, text, evidence } of timeline.slice(0, STORY)) {
    const at = time === null ? '--:--:--' : days.size > 1 ? isoTime(time).slice(5, 19).replace('T', ' ') : clockTime(time);
    writer.row(at, text, cite.of(evidence));
  }
  if (timeline.length > STORY) writer.row('', `and ${timeline.length - STORY} more steps in the report`, '');
}

/** Two findings of one moment on the same lines are one step to a reader. */
const tellsSame = (a: TimelineStep, b: TimelineStep): boolean =>
  a.time === b.time && a.evidence.length > 0 && a.evidence.join(' ') === b.evidence.join(' ');

/** Who came in, and what was left to come back by; how a session ended, no finding tells. Null where neither is known. */
function stillIn(members: readonly Finding[], cite: Citations): string | null {
  const entered = [...new Set(members.filter(isEntry).flatMap(({ users: [first] }) => first ?? []))];
  const left = members.filter((one) => FOOTHOLD.has(one.category) && succeeded(one))
    .filter((one, at, all) => all.findIndex(({ evidence }) => evidence[0] === one.evidence[0]) === at);
  if (entered.length === 0 && left.length === 0) return null;
  const ways = left.slice(0, WAYS).map(({ title, evidence }) => `${title} ${cite.of(evidence, 1)}`.trim());
  return [
    entered.length === 0 ? 'cannot tell' : `cannot tell: no finding shows ${entered.slice(0, WAYS).join(', ')} shut out again`,
    ...(ways.length === 0 ? [] : [`a way back: ${ways.join(' · ')}`]),
  ].join('; ');
}

/** The weightiest stand first in their list; those that cite nothing say that nothing speaks against it. */
function sureLines(predicates: readonly Predicate[], { writer, cite }: Sheet): void {
  const met = predicates.filter(({ state }) => state === 'met');
  const unmet = predicates.filter(({ state }) => state === 'unmet');
  const unknown = predicates.filter(({ state }) => state === 'not-checkable');
  const telling = met.filter(({ evidence }) => evidence.length > 0).slice(0, TELLING);
  const more = met.length - telling.length;
  const words = [...telling.map(({ why, evidence }) => `${why} ${cite.of(evidence, 2)}`),
    ...(more > 0 ? [`${more} more in the report`] : [])];
  writer.labelled('Sure?', `${met.length} of ${predicates.length}${words.length > 0 ? `: ${words.join(' · ')}` : ''}`);
  if (unmet.length > 0) writer.labelled('', `not met: ${unmet.map(({ why }) => why).join(' · ')}`);
  if (unknown.length > 0) writer.labelled('', `not checkable: ${unknown.map(({ why }) => why).join(' · ')}`);
}

function stepLines({ incident, steps }: ReportIncident, report: Report, { writer, cite }: Sheet): void {
  if (steps.length === 0) return;
  writer.gap();
  const hosts = incident.hosts.join(', ');
  const here = incident.hosts.length === 1 && incident.hosts[0] === report.host;
  writer.line(`Do now on ${hosts === '' ? 'the host of this log' : hosts}${here ? '' : ` (you are on ${report.host}: run these there)`}`);
  for (const { order, what, command, evidence } of steps) {
    writer.row(`  ${order}`, what, cite.of(evidence, 2));
    for (const line of command?.split('\n') ?? []) writer.command(line);
  }
}
