import type { Finding } from '../../domain/finding.ts';
import { findingLine, incidentLine } from '../describe.ts';
import { type AnswerKind, type AnswerLine, asksNumber, bounded, type Known, type Question, says } from './answer.ts';

type Lister = (known: Known) => readonly AnswerLine[];

/** What can be listed or counted, by the words for it. */
const THINGS: readonly (readonly [string, readonly string[], Lister])[] = [
  ['source', ['sources', 'source', 'addresses', 'address', 'ips', 'ip', 'attackers', 'attacker'], (known) => grouped(known, ({ sources }) => sources)],
  ['user', ['users', 'user', 'accounts', 'account', 'names'], (known) => grouped(known, ({ users }) => users)],
  ['host', ['hosts', 'host', 'machines', 'servers'], (known) => grouped(known, ({ hosts }) => hosts)],
  ['finding', ['findings', 'finding', 'alerts', 'detections'], (known) => known.state.findings.map((one) => findingLine(one, known))],
  ['incident', ['incidents', 'incident'], (known) => known.state.incidents.map((one) => incidentLine(one, known))],
  ['indicator', ['indicators', 'indicator', 'iocs', 'ioc'], indicators],
];

export const lists: AnswerKind = {
  name: 'lists',
  example: 'list the sources, or: how many users',
  match: (question) => {
    if (thingOf(question) === undefined) return 0;
    return says(question, 'list', 'which', 'show', 'all', 'what', 'who') || asksNumber(question) ? 4 + (asksNumber(question) ? 2 : 0) : 2;
  },
  answer: (question, known) => {
    const thing = thingOf(question);
    const lines = thing?.[2](known) ?? [];
    const noun = thing?.[0] ?? 'thing';
    if (lines.length === 0) return [{ text: `No ${noun} appears in any finding.`, refs: [] }];
    const total = { text: `${lines.length} ${noun}${lines.length === 1 ? '' : 's'} in all.`, refs: lines.flatMap(({ refs }) => refs).slice(0, 4) };
    return asksNumber(question) ? [total] : [total, ...bounded(lines)];
  },
};

const thingOf = (question: Question) => THINGS.find(([, words]) => says(question, ...words));

/** Each name with the findings about it, most findings first, then by name. */
function grouped({ state, format }: Known, of: (finding: Finding) => readonly string[]): readonly AnswerLine[] {
  const found = new Map<string, string[]>();
  for (const finding of state.findings) {
    for (const name of of(finding)) found.set(name, [...(found.get(name) ?? []), finding.id]);
  }
  return [...found].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
    .map(([name, ids]) => ({ text: `${format.text(name)}: ${ids.slice(0, 6).join(' ')}${ids.length > 6 ? ' …' : ''}`, refs: ids.slice(0, 6) }));
}

function indicators({ state, format }: Known): readonly AnswerLine[] {
  return state.indicators.map(({ type, value, count, matched }) => ({
    text: `${type} ${format.text(value)} (${count})${matched.length === 0 ? '' : `, in ${matched.map(format.text).join(', ')}`}`,
    refs: state.findings.filter(({ sources, targets }) => [...sources, ...targets].includes(value)).map(({ id }) => id).slice(0, 4),
  })).map((line) => (line.refs.length > 0 ? line : { ...line, refs: state.reads.map(({ log }) => log).slice(0, 4) }));
}
