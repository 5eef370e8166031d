import type { FindingDraft, Progress } from '../../domain/finding.ts';
import { isNonEmpty } from '../../domain/result.ts';
import type { Severity } from '../../domain/severity.ts';
import { severityRank } from '../../domain/severity.ts';
import type { Match } from './match.ts';
import { isExpired } from './match.ts';
import type { Role } from './role.ts';
import type { Sighting } from './sighting.ts';
import { BENIGN, meaningOf, titleOf } from './wording.ts';
import { reasonOf } from './reason.ts';
import type { Worth } from './worth.ts';
import { worthOf } from './worth.ts';

/** Values told in one finding, and lines cited by one. */
const TOLD = 50;
const CITED = 8;

export interface Weighed {
  readonly sighting: Sighting;
  /** The entry that weighs most. */
  readonly match: Match;
  readonly worth: Worth;
}

/**
 * What was listed when the record was written counts, not what is today. The entry of the heaviest feed decides; a fresh word of one is not weakened by a
 * stale one of another.
 */
export function weigh(sighting: Sighting, now: number): Weighed | null {
  const { warned, role } = sighting;
  const at = sighting.last ?? now;
  const weighed = sighting.matches.map((match): Weighed => ({ sighting, match, worth: worthOf(role, match, { warned, now: at }) }));
  weighed.sort((a, b) => severityRank(a.worth.severity) - severityRank(b.worth.severity)
    || Number(isExpired(a.match, at)) - Number(isExpired(b.match, at)) || (b.match.confidence ?? 50) - (a.match.confidence ?? 50));
  return weighed[0] ?? null;
}

const GROUPED: ReadonlySet<Role> = new Set(['knocked', 'mentioned']);

/** What is only weather is told together, whatever else by the value. */
export function draftsOf(all: readonly Weighed[], now: number): readonly FindingDraft[] {
  const groups = new Map<string, Weighed[]>();
  for (const one of all) {
    const { sighting: { role, kind, value }, worth: { severity } } = one;
    const key = GROUPED.has(role) && severity === 'low' ? `${role}/${one.match.use}` : `${role}/${kind}/${value}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].flatMap(([key, group]) => draftOf(key, group, now));
}

function draftOf(key: string, group: readonly Weighed[], now: number): readonly FindingDraft[] {
  const [head] = group;
  if (head === undefined) return [];
  const { sighting: { role, kind }, match: { use }, worth: { severity, confidence } } = head;
  const lines = citedOf(group);
  if (!isNonEmpty(lines)) return [];
  const { category, attack } = meaningOf(role, use, kind);
  const values = group.map(({ sighting }) => sighting.value);
  const sightings = group.map(({ sighting }) => sighting);
  const times = sightings.flatMap(({ first, last }) => [first, last]).filter((time) => time !== null);
  const acts = role === 'knocked' || role === 'came-in';
  return [{
    key, lines, detector: 'detect_ioc', category, family: use === 'unknown' ? null : use, severity, confidence, attack,
    title: titleOf(role, use, values), progress: progressOf(role, severity),
    sources: acts ? bounded(sightings.flatMap(({ sources, value }) => (sources.length > 0 ? sources : [value]))) : bounded(sightings.flatMap(({ sources }) => sources)),
    targets: acts ? [] : bounded(values), users: bounded(sightings.flatMap(({ users }) => users)),
    hosts: bounded(sightings.flatMap(({ hosts }) => hosts)), count: sightings.reduce((sum, { count }) => sum + count, 0),
    first: times.length === 0 ? null : Math.min(...times), last: times.length === 0 ? null : Math.max(...times),
    reason: reasonOf(group, now), benign: BENIGN[role], taint: bounded(sightings.flatMap(({ taint }) => taint)),
  }];
}

const bounded = (values: readonly string[]): string[] => [...new Set(values)].slice(0, TOLD);

/** Of one value its own lines, of many one line each. */
function citedOf(group: readonly Weighed[]) {
  const [only] = group;
  if (group.length === 1 && only !== undefined) return only.sighting.lines.slice(0, CITED);
  return group.flatMap(({ sighting }) => sighting.lines.slice(0, 1)).slice(0, CITED);
}

/** What weighs little shows no more than that something is listed. */
function progressOf(role: Role, severity: Severity): Progress {
  if (role === 'knocked') return 'attempt';
  if (role === 'came-in') return severity === 'high' ? 'access' : 'cannot-tell';
  return (role === 'contacted' || role === 'on-host') && severity !== 'low' ? 'action' : 'cannot-tell';
}

