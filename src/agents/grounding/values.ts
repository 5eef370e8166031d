import type { ClaimDraft, ClaimValue } from '../../domain/claim.ts';
import { isBareNumber, standsIn } from '../../domain/stands-in.ts';
import type { Cited, Unit } from './units.ts';

/** Why some value of the claim does not come from what it cites; null when all do. */
export function troubleOfValues(draft: ClaimDraft, cited: Cited): string | null {
  for (const [name, value] of Object.entries(draft.values)) {
    const why = troubleOfValue(name, value, { draft, cited });
    if (why !== null) return `{${name}} ${why}`;
  }
  return null;
}

interface Ground {
  readonly draft: ClaimDraft;
  readonly cited: Cited;
}

function troubleOfValue(name: string, value: ClaimValue, ground: Ground): string | null {
  switch (value.type) {
    case 'text': return troubleOfName(name, value.value, ground.cited);
    case 'time': return unitsAtHand(ground).some((unit) => unit.times.includes(value.value))
      ? null : 'is not the time of a cited line or finding about it';
    case 'count': return countsOf(name, ground).includes(value.value)
      ? null : 'is not a count of what is cited';
    case 'span': return spansOf(ground).includes(value.value)
      ? null : 'is not the distance of the cited times';
    default: return value satisfies never;
  }
}

/** Slots that hold the name of an account, which may be digits alone where a cited finding lists it. */
const ACCOUNT_SLOTS = new Set(['user', 'account']);

function troubleOfName(slot: string, value: string, cited: Cited): string | null {
  if (isBareNumber(value)) {
    const listed = cited.findings.some(({ users, targets }) => users.includes(value) || targets.includes(value));
    return ACCOUNT_SLOTS.has(slot) && listed ? null : 'is a number given as text';
  }
  return cited.units.some((unit) => unit.holds(value)) ? null : 'does not stand in what is cited';
}

export const namesIn = (draft: ClaimDraft): readonly string[] =>
  Object.values(draft.values).filter((value) => value.type === 'text').map(({ value }) => value);

/** Units that speak of at least one name in the claim, or all where it has none: no pairing of A's name with B's time. */
function unitsAtHand({ draft, cited }: Ground): readonly Unit[] {
  const names = namesIn(draft);
  return names.length === 0 ? cited.units : cited.units.filter((unit) => names.some((name) => unit.holds(name)));
}

/** The slot's name may say what is counted; otherwise it is the records of a finding or the rows of a search. */
function countsOf(name: string, ground: Ground): readonly number[] {
  const { findings, lines } = ground.cited;
  const distinct = (of: 'sources' | 'users' | 'targets' | 'hosts'): readonly number[] =>
    [new Set(findings.flatMap((finding) => finding[of])).size];
  switch (name) {
    case 'sources':
    case 'users':
    case 'targets':
    case 'hosts': return distinct(name);
    case 'findings': return [findings.length];
    case 'lines': return [lines.length];
    default: return recordCounts(ground);
  }
}

function recordCounts(ground: Ground): readonly number[] {
  const single = unitsAtHand(ground).map((unit) => unit.count).filter((count) => count !== null);
  const names = namesIn(ground.draft);
  const { findings, lines, queries } = ground.cited;
  const all = names.length === 0 || findings.every((finding) =>
    names.some((name) => [finding.sources, finding.users, finding.targets, finding.hosts].flat().includes(name)));
  const sum = all && findings.length > 1 ? [findings.reduce((total, { count }) => total + count, 0)] : [];
  const bare = findings.length + queries.length === 0 && lines.every((line) => names.every((name) => standsIn(line.text, name)));
  return [...single, ...sum, ...(bare ? [lines.length] : [])];
}

/** Between the times the claim itself names, when it names two; else between any of those it cites. */
function spansOf(ground: Ground): readonly number[] {
  const named = Object.values(ground.draft.values).filter((value) => value.type === 'time').map(({ value }) => value);
  const times = named.length > 1 ? named : unitsAtHand(ground).flatMap((unit) => unit.times);
  return times.flatMap((a) => times.filter((b) => b >= a).map((b) => b - a));
}
