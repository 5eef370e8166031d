import type { Finding } from '../../domain/finding.ts';
import { refsOf } from '../describe.ts';
import { findingOf, incidentOf, mostTelling } from '../recall.ts';
import { type AnswerKind, type AnswerLine, type Known, says } from './answer.ts';

const WORDS = ['against', 'benign', 'innocent', 'doubt', 'disprove', 'harmless', 'legitimate', 'contradicts', 'wrong', 'otherwise'];

export const against: AnswerKind = {
  name: 'against',
  example: 'what speaks against F3',
  match: (question) => (says(question, ...WORDS) || (says(question, 'false') && says(question, 'positive', 'alarm')) ? 9 : 0),
  answer: ({ labels }, known) => {
    const subjects = labels.filter((label) => /^[FI]/.test(label));
    const all = subjects.length > 0 ? subjects : mostTelling(known.state.findings).slice(0, 3).map(({ id }) => id);
    if (all.length === 0) return [{ text: 'There is no finding to speak against.', refs: [] }];
    return all.flatMap((label) => doubt(label, known));
  },
};

function doubt(label: string, known: Known): readonly AnswerLine[] {
  const finding = findingOf(known.state, label);
  if (finding !== null) return doubtFinding(finding, known);
  const incident = incidentOf(known.state, label);
  if (incident === null) return [{ text: `There is no ${label} in this session.`, refs: [label] }];
  const open = incident.predicates.filter(({ state }) => state !== 'met').map(({ name, state, why, evidence }) => ({
    text: `${state}: ${known.format.text(name)}. ${known.format.text(why)}`, refs: [incident.id, ...evidence.slice(0, 4)],
  }));
  const findings = known.state.findings.filter(({ id }) => incident.findings.includes(id));
  return [...open, ...findings.slice(0, 5).flatMap((one) => doubtFinding(one, known))];
}

function doubtFinding(finding: Finding, { state, format }: Known): readonly AnswerLine[] {
  const { id, benign, taint, confidence } = finding;
  const claims = state.claims.filter(({ findings, benign: reading, standing }) =>
    findings.includes(id) && reading !== null && standing.state === 'supported');
  const readings = [...new Set(claims.map((claim) => claim.benign ?? ''))].filter((reading) => reading !== benign);
  const line = (text: string): AnswerLine => ({ text, refs: refsOf(finding) });
  return [
    line(`${id}: ${format.text(benign)}`),
    ...readings.map((reading) => line(`${id}: ${format.text(reading)}`)),
    ...(taint.length === 0 ? [] : [line(`${id} rests on what an attacker could write: ${taint.map(format.text).join(', ')}.`)]),
    ...(confidence === 'high' ? [] : [line(`${id} is held with ${confidence} confidence only.`)]),
  ];
}
