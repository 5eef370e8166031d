import { WEB } from '../domain/category-groups.ts';
import { atLeast } from '../domain/severity.ts';
import type { GotIn, Predicate } from '../domain/incident.ts';
import type { Case, Condition } from './predicates/case.ts';
import { actsOf, entriesOf, successesOf } from './predicates/case.ts';
import { ATTEMPT_CONDITIONS, HOST_CONDITIONS } from './predicates/host.ts';
import { LOGIN_CONDITIONS } from './predicates/login.ts';
import { RECORD_CONDITIONS } from './predicates/records.ts';
import { oneClient, WEB_CONDITIONS } from './predicates/web.ts';

export interface Examined {
  readonly predicates: Predicate[];
  readonly gotIn: GotIn;
  /** Something was done, whether or not the way in is known. */
  readonly acted: boolean;
}

interface Checked extends Predicate {
  readonly weight: Condition['weight'];
}

/** An owner's typing errors before a login are one ground; this many together are not the owner's. */
const GROUNDS_NEEDED = 3;

/** Which conditions fit: by what its findings say they show, never by who raised them. */
function conditionsFor(matter: Case): readonly Condition[] {
  const entries = entriesOf(matter);
  const web = successesOf(matter).some(({ category }) => WEB.has(category));
  const login = entries.some(({ category }) => !WEB.has(category));
  const host = !login && !web && actsOf(matter).length > 0;
  const own = [
    ...(login ? LOGIN_CONDITIONS : []), ...(web ? WEB_CONDITIONS : []), ...(host ? HOST_CONDITIONS : []),
  ];
  const client = matter.members.some(({ category }) => WEB.has(category)) ? [oneClient] : [];
  return [...(own.length > 0 ? own : ATTEMPT_CONDITIONS), ...client, ...RECORD_CONDITIONS];
}

/**
 * The conditions of an incident, and what follows from them. "Got in" is `yes` where a success is on record, nothing
 * takes the proof away, and something tells it from the owner's own doing: one ground where the finding is grave in
 * itself, else a strong one (guessing before the login, acts on the host after a web attack) together with others.
 */
export function examine(matter: Case): Examined {
  const checked = conditionsFor(matter).map((one): Checked =>
    ({ name: one.name, weight: one.weight, ...one.check(matter) }));
  const gotIn = gotInOf(matter, checked);
  const acts = actsOf(matter).filter(({ severity }) => atLeast(severity, 'high'));
  return {
    predicates: checked.map(({ weight: _weight, ...predicate }) => predicate),
    gotIn,
    acted: acts.length > 0 && !doubted(checked),
  };
}

const doubted = (checked: readonly Checked[]): boolean =>
  checked.some(({ weight, state }) => weight === 'doubt' && state === 'unmet');

function gotInOf(matter: Case, checked: readonly Checked[]): GotIn {
  const proofs = checked.filter(({ weight }) => weight === 'proof');
  if (proofs.every(({ state }) => state === 'unmet')) return 'no-sign';
  if (doubted(checked) || proofs.every(({ state }) => state !== 'met')) return 'cannot-tell';
  // An act without a way in shows that someone is in, not how, and not that it is a stranger; an odd login alone no more.
  const entered = entriesOf(matter).length > 0 || successesOf(matter).some(({ category }) => WEB.has(category));
  if (!entered || successesOf(matter).length === 0) return 'cannot-tell';
  const grounds = checked.filter(({ weight }) => weight === 'grounds' || weight === 'strong');
  const found = grounds.filter(({ state }) => state === 'met');
  if (successesOf(matter).some(({ severity }) => atLeast(severity, 'high'))) return found.length > 0 ? 'yes' : 'cannot-tell';
  const strong = found.some(({ weight }) => weight === 'strong');
  return strong && found.length >= Math.min(GROUNDS_NEEDED, grounds.length) ? 'yes' : 'cannot-tell';
}
