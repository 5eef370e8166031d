import { FOOTHOLD, GUESSING } from '../domain/category-groups.ts';
import { isEntry, succeeded } from '../domain/progress.ts';
import type { Finding } from '../domain/finding.ts';
import { atLeast } from '../domain/severity.ts';
import { assetOf, scannerAt } from '../domain/known-places.ts';
import { GUESSED_BEFORE } from '../domain/predicate-names.ts';
import type { Subject } from './triage-terms.ts';

export interface TriageInput extends Subject {
  /** End of the records, epoch milliseconds: an actor active then may be active still. Null where unknown. */
  readonly recordsEnd: number | null;
  /** The analyst's word on this incident in an earlier session. */
  readonly judged: 'true' | 'false' | 'duplicate' | null;
  /** Families (CVE ids) known to be exploited in the wild. */
  readonly knownExploited: ReadonlySet<string>;
}

interface Bound {
  readonly score: number;
  readonly why: string;
}
export interface Bounds {
  readonly floors: readonly Bound[];
  readonly ceilings: readonly Bound[];
}

/** Active this close to the end of the records: perhaps still there. */
const LIVE = 60 * 60_000;

export const boundsOf = (input: TriageInput): Bounds => ({ floors: floorsOf(input), ceilings: ceilingsOf(input) });

function floorsOf(input: TriageInput): readonly Bound[] {
  const { members, incident, context, knownExploited } = input;
  const did = (...categories: readonly Finding['category'][]): boolean =>
    members.some((one) => succeeded(one) && categories.includes(one.category));
  const exposed = incident.hosts.some((host) => assetOf(host, context)?.exposed === true);
  const rows: readonly (readonly [boolean, number, string])[] = [
    [did('ransomware'), 85, 'ransomware activity'],
    [did('command-and-control') || handsOn(input), 75, 'live hands on keyboard or control channel'],
    [did('web-shell'), 65, 'web shell'],
    [guessedIn(input), 60, 'successful login after guessing'],
    [unknownChange(members), 60, 'privileged account change by someone unknown'],
    [exposed && members.some(({ family }) => family !== null && knownExploited.has(family)), 55,
      'known-exploited weakness hit on an exposed asset'],
  ];
  return rows.filter(([holds]) => holds).map(([, score, why]) => ({ score, why }));
}

/** In, at work, and active when the records end. */
function handsOn({ members, incident, recordsEnd }: TriageInput): boolean {
  const acts = members.filter(({ progress }) => progress === 'action');
  return incident.gotIn === 'yes' && recordsEnd !== null
    && acts.some(({ last }) => last !== null && recordsEnd - last <= LIVE);
}

function guessedIn({ incident, members }: TriageInput): boolean {
  if (incident.gotIn !== 'yes') return false;
  const logins = members.filter(isEntry);
  if (logins.some(({ category }) => GUESSING.has(category))) return true;
  return logins.length > 0 && incident.predicates.some(({ name, state }) => name === GUESSED_BEFORE && state === 'met');
}

const unknownChange = (members: readonly Finding[]): boolean =>
  members.some((one) => FOOTHOLD.has(one.category) && one.progress === 'action' && atLeast(one.severity, 'high'));

function ceilingsOf({ judged, incident, context, members }: TriageInput): readonly Bound[] {
  const scanner = scannerAt(incident.sources, incident.last, context);
  return [
    ...judged === 'false' ? [{ score: 10, why: 'confirmed benign by the analyst' }] : [],
    ...scanner && members.every(({ progress }) => progress !== 'action')
      ? [{ score: 15, why: `scanner ${scanner.name} is on the approved list` }] : [],
  ];
}
