import { AGAINST_RECORDS } from '../../domain/category-groups.ts';
import { spanText } from '../../domain/times.ts';
import { programIn } from '../cited-line.ts';
import { hostsMeet } from '../links.ts';
import type { Condition } from './case.ts';
import { citedBy, met, notCheckable, successesOf, unmet } from './case.ts';

/** Silence this close to what happened may hide a part of it. */
const NEAR = 10 * 60_000;
/** A taint that means: whoever can write to the log can write all of this record. */
const WHOLE_RECORD = 'all';

/** Conditions about the records themselves; they hold for every kind of incident. */
export const distinctSources: Condition = {
  name: 'distinct records agree',
  weight: 'support',
  check: ({ members, evidenceOf, reads }) => {
    const lines = citedBy(members, evidenceOf);
    const logs = [...new Set(lines.map(({ log }) => log))];
    if (logs.length > 1) return met(`${logs.length} logs show parts of it`, oneEach(lines, ({ log }) => log));
    const programs = [...new Set(lines.flatMap(({ text }) => programIn(text) ?? []))];
    if (programs.length > 1) {
      return met(`${programs.length} programs wrote of it: ${programs.join(', ')}`, oneEach(lines, ({ text }) => programIn(text)));
    }
    return reads.length > 1 ? unmet('only one of the logs given shows it') : notCheckable('only one log was given');
  },
};

function oneEach<Line extends { readonly id: Id }, Id>(lines: readonly Line[], keyOf: (line: Line) => unknown): Id[] {
  return [...new Map([...lines].reverse().map((line) => [keyOf(line), line.id])).values()].reverse();
}

export const noContradiction: Condition = {
  name: 'no record contradicts it',
  weight: 'support',
  check: (matter) => {
    const against = matter.others.filter((other) => AGAINST_RECORDS.has(other.category)
      && matter.members.some((member) => member.id !== other.id && hostsMeet(member, other) && close(member, other)));
    const [first] = against;
    return first ? unmet(`records of that time are in doubt: ${first.title}`, first.evidence)
      : met('no record of that time disagrees');
  },
};

interface Span {
  readonly first: number | null;
  readonly last: number | null;
}
const close = (a: Span, b: Span): boolean => a.first !== null && a.last !== null && b.first !== null && b.last !== null
  && a.first - NEAR <= b.last && b.first - NEAR <= a.last;

export const notForged: Condition = {
  name: 'the records are not forged',
  weight: 'doubt',
  check: (matter) => {
    const successes = successesOf(matter);
    if (successes.length === 0) return notCheckable('no record claims a success');
    const doubted = new Set(matter.others
      .filter(({ category, progress }) => category === 'log-tampering' && progress === 'cannot-tell')
      .flatMap(({ evidence }) => evidence));
    const sound = successes.filter(({ evidence }) => !evidence.every((id) => doubted.has(id)));
    if (sound.length > 0) return met('no sign that the records were written by another program', sound[0]?.evidence);
    return unmet('every record of a success may be forged', [...doubted]);
  },
};

export const notAttackerWritten: Condition = {
  name: 'rests on more than what an attacker can write',
  weight: 'doubt',
  check: (matter) => {
    const lines = citedBy(successesOf(matter), matter.evidenceOf);
    if (lines.length === 0) return notCheckable('no cited line of a success is at hand');
    const own = lines.filter(({ taint }) => !taint.includes(WHOLE_RECORD));
    const ids = (some: typeof lines) => some.map(({ id }) => id);
    return own.length > 0
      ? met('the outcome stands in fields that only the program writes', ids(own))
      : unmet('every record of it can be written whole by others', ids(lines));
  },
};

export const noGap: Condition = {
  name: 'no gap in the log around it',
  weight: 'support',
  check: ({ members, evidenceOf, reads }) => {
    const logs = new Set(citedBy(members, evidenceOf).map(({ log }) => log));
    const first = Math.min(...members.flatMap((member) => member.first ?? []));
    const last = Math.max(...members.flatMap((member) => member.last ?? []));
    const read = reads.filter(({ log }) => logs.has(log));
    if (read.length === 0 || !Number.isFinite(first)) return notCheckable('the records hold no time');
    const gap = read.flatMap(({ gaps }) => gaps)
      .find(({ from, to, explained }) => explained === null && from <= last + NEAR && to >= first - NEAR);
    return gap ? unmet(`the log is silent for ${spanText(gap.to - gap.from)} around it, after line ${gap.afterLine}`)
      : met('the log runs through without an unexplained gap');
  },
};

export const RECORD_CONDITIONS: readonly Condition[] =
  [distinctSources, noContradiction, notAttackerWritten, notForged, noGap];
