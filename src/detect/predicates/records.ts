import { AGAINST_RECORDS } from '../../domain/category-groups.ts';
import { spanText } from '../../domain/times.ts';
import { hostsMeet } from '../links.ts';
import type { EvidenceId } from '../../domain/ids.ts';
import type { Cited } from '../cited-line.ts';
import type { Condition } from './case.ts';
import { linesOf, met, notCheckable, successesOf, unmet } from './case.ts';

/** Silence this close to what happened may hide a part of it. */
const NEAR = 10 * 60_000;
/** Taints that mean: whoever can write to the log can write all of this record. */
const WHOLE_RECORD: ReadonlySet<string> = new Set(['all', 'text']);

/** Conditions about the records themselves; they hold for every kind of incident. */
const distinctSources: Condition = {
  name: 'distinct records agree',
  weight: 'support',
  check: ({ members, citedBy, reads }) => {
    const lines = linesOf(members, citedBy);
    const logs = firstOfEach(lines, ({ line }) => line.log);
    if (logs.size > 1) return met(`${logs.size} logs show parts of it`, [...logs.values()]);
    const programs = firstOfEach(lines, ({ events }) => events[0]?.program ?? null);
    if (programs.size > 1) {
      return met(`${programs.size} programs wrote of it: ${[...programs.keys()].join(', ')}`, [...programs.values()]);
    }
    return reads.length > 1 ? unmet('only one of the logs given shows it') : notCheckable('only one log was given');
  },
};

function firstOfEach<Key>(lines: readonly Cited[], keyOf: (cited: Cited) => Key | null): ReadonlyMap<Key, EvidenceId> {
  const first = new Map<Key, EvidenceId>();
  for (const cited of lines) {
    const key = keyOf(cited);
    if (key !== null && !first.has(key)) first.set(key, cited.line.id);
  }
  return first;
}

const noContradiction: Condition = {
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

const notForged: Condition = {
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

const notAttackerWritten: Condition = {
  name: 'rests on more than what an attacker can write',
  weight: 'doubt',
  check: (matter) => {
    const lines = linesOf(successesOf(matter), matter.citedBy).map(({ line }) => line);
    if (lines.length === 0) return notCheckable('no cited line of a success is at hand');
    const own = lines.filter(({ taint }) => !taint.some((field) => WHOLE_RECORD.has(field)));
    const ids = (some: typeof lines) => some.map(({ id }) => id);
    return own.length > 0
      ? met('the outcome stands in fields that only the program writes', ids(own))
      : unmet('every record of it can be written whole by others', ids(lines));
  },
};

const noGap: Condition = {
  name: 'no gap in the log around it',
  weight: 'support',
  check: ({ members, citedBy, reads }) => {
    const logs = new Set(linesOf(members, citedBy).map(({ line }) => line.log));
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
