import type { GotIn, VerdictWord } from '../domain/incident.ts';
import { countText } from '../domain/times.ts';
import type { Section } from './blocks.ts';
import { list, text } from './blocks.ts';
import { limitsOf } from './limits.ts';
import type { Report } from './model.ts';
import { severityOf } from './model.ts';

const VERDICT: Record<VerdictWord, string> = {
  incident: 'This is a security incident', suspicious: 'There were attempts or oddities, and no sign that they worked',
  inconclusive: 'What was given does not suffice to tell', 'nothing-found': 'Nothing was found, which is not a proof that nothing happened',
};
const GOT_IN: Record<GotIn, string> = {
  yes: 'Yes', 'no-sign': 'There is no sign of it in what was read', 'cannot-tell': 'The records given cannot tell',
};
const ADDRESS = /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?:\/\d{1,3})?(?![\w:])/gi;

/** One page for somebody who decides: no address, no identifier, no command. The technical report has them. */
export function executive(report: Report): readonly Section[] {
  const severity = severityOf(report);
  return [
    { title: 'In short', body: [
      text(`${VERDICT[report.verdict.verdict]}${severity === null ? '' : ` (${severity})`}.`),
      text(`Did anyone get in? ${GOT_IN[report.verdict.gotIn]}.`),
      ...report.incidents.map(({ incident, triage }) => text(sentence(
        `${incident.hosts.length > 0 ? `${incident.hosts.join(', ')}: ` : ''}${incident.title}${triage ? ` (priority ${triage.priority.slice(1)} of 4)` : ''}`))),
      ...(report.weather.sources > 0
        ? [text(`Beside this, ${countText(report.weather.sources)} others tried and did not get in.`)] : []),
    ] },
    { title: 'What to decide', body: [list(report.incidents.flatMap(({ steps }) =>
      steps.map(({ what }) => ({ text: sentence(what), refs: [] }))))].filter(({ items }) => items.length > 0) },
    { title: 'What is not known', body: [list(limitsOf(report).map(({ text: words }) => ({ text: sentence(words), refs: [] })))] },
  ];
}

/** Without addresses, with a full stop. */
function sentence(words: string): string {
  const plain = words.replace(ADDRESS, 'the address');
  return `${plain}${/[.!?]$/.test(plain) ? '' : '.'}`;
}
