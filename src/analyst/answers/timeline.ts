import type { TimelineStep } from '../../domain/incident.ts';
import { evidenceText, findingLine, findingsAbout } from '../describe.ts';
import type { Call } from '../moves/move.ts';
import { linesAbout } from '../recall.ts';
import { type AnswerKind, type AnswerLine, bounded, type Known, says } from './answer.ts';

export const timeline: AnswerKind = {
  name: 'timeline',
  example: 'timeline of deploy, or of I1',
  match: (question) => (says(question, 'timeline', 'chronology', 'order', 'sequence', 'chronological') ? 10 : 0),
  need: ({ users, addresses }) => [
    ...users.map((user): Call => ({ tool: 'search_events', args: { user, limit: 20 } })),
    ...addresses.map((source): Call => ({ tool: 'search_events', args: { source, limit: 20 } })),
  ].slice(0, 3),
  answer: ({ users, addresses, labels }, known) => {
    const about = [...users, ...addresses];
    if (about.length > 0) return bounded(about.flatMap((name) => recordsOf(name, known)));
    const incidents = known.state.incidents.filter(({ id }) => labels.length === 0 || labels.includes(id));
    const steps = incidents.flatMap((incident) => incident.timeline);
    return steps.length > 0 ? bounded(inOrder(steps).map((step) => stepLine(step, known))) : course(known.state.findings, known);
  },
};

/** The cited lines that name it, or the findings where no line does. */
function recordsOf(name: string, known: Known): readonly AnswerLine[] {
  const lines = linesAbout(known.state, name);
  if (lines.length === 0) return course(findingsAbout(known.state, name), known);
  return lines.map((line) => ({
    text: `${line.time === null ? 'at an unknown time' : known.format.time(Date.parse(line.time))}  ${evidenceText(line, known)}`, refs: [line.id],
  }));
}

function course(findings: Known['state']['findings'], known: Known): readonly AnswerLine[] {
  const sorted = [...findings].sort((a, b) => (a.first ?? Infinity) - (b.first ?? Infinity));
  return sorted.length === 0 ? [{ text: 'Nothing to put in order was found.', refs: [] }]
    : bounded(sorted.map((finding) => findingLine(finding, known)));
}

const inOrder = (steps: readonly TimelineStep[]): readonly TimelineStep[] =>
  [...steps].sort((a, b) => (a.time ?? Infinity) - (b.time ?? Infinity));

const stepLine = ({ time, text, finding, evidence }: TimelineStep, { format }: Known): AnswerLine => ({
  text: `${time === null ? 'at an unknown time' : format.time(time)}  ${format.text(text)}`, refs: [finding, ...evidence.slice(0, 4)],
});
