import type { Finding } from '../../domain/finding.ts';
import type { Incident } from '../../domain/incident.ts';
import { logRefs, refsOf } from '../describe.ts';
import { findingOf, incidentOf } from '../recall.ts';
import { type AnswerKind, type AnswerLine, type Known, says } from './answer.ts';

export const why: AnswerKind = {
  name: 'why',
  example: 'why is F3 high',
  match: (question) => (says(question, 'why', 'reason', 'explain', 'because') ? (question.labels.length > 0 ? 8 : 3) : 0),
  answer: ({ labels }, known) => (labels.length === 0 ? verdictReasons(known) : labels.flatMap((label) => explain(label, known))),
};

function explain(label: string, known: Known): readonly AnswerLine[] {
  const finding = findingOf(known.state, label);
  if (finding !== null) return explainFinding(finding, known);
  const incident = incidentOf(known.state, label);
  return incident === null ? [{ text: `There is no ${label} in this session.`, refs: [label] }] : explainIncident(incident, known);
}

function explainFinding(finding: Finding, { format }: Known): readonly AnswerLine[] {
  const refs = refsOf(finding);
  return [
    { text: `${finding.id} is ${finding.severity}, confidence ${finding.confidence}: ${format.text(finding.reason)}`, refs },
    ...finding.adjusted.map(({ by, from, to }) => ({ text: `Changed from ${from} to ${to} by ${format.text(by)}.`, refs })),
  ];
}

function explainIncident({ id, severity, verdict, predicates, findings }: Incident, { state, format }: Known): readonly AnswerLine[] {
  const triage = state.triages.find(({ incident }) => incident === id);
  return [
    { text: `${id} is ${severity}, ${verdict}.`, refs: [id, ...findings] },
    ...predicates.map((one) => ({ text: `${one.state}: ${format.text(one.name)}. ${format.text(one.why)}`, refs: [id, ...one.evidence.slice(0, 4)] })),
    ...(triage === undefined ? [] : [{ text: `Triage: ${triage.band}, ${triage.priority}.`, refs: [id] }]),
    ...(triage?.terms ?? []).filter(({ value }) => value > 0)
      .map((term) => ({ text: `${term.name} ${term.value} of weight ${term.weight}: ${format.text(term.why)}`, refs: [id, ...term.evidence] })),
    ...(triage?.floors ?? []).map((floor) => ({ text: `Floor: ${format.text(floor)}`, refs: [id] })),
  ];
}

function verdictReasons({ state, format }: Known): readonly AnswerLine[] {
  const refs = [...state.incidents.map(({ id }) => id), ...state.findings.map(({ id }) => id), ...logRefs(state)].slice(0, 4);
  if (state.verdict === null) return [{ text: 'There is no verdict yet.', refs }];
  return [{ text: `The verdict is ${state.verdict.verdict}.`, refs }, ...state.verdict.reasons.map((text) => ({ text: format.text(text), refs }))];
}
