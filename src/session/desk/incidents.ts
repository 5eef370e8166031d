import type { Fact } from '../../domain/fact.ts';
import type { Fingerprint } from '../../domain/ids.ts';
import type { KnownIncident } from '../../domain/knowledge.ts';
import type { Result } from '../../domain/result.ts';
import { fail, ok } from '../../domain/result.ts';
import type { House } from '../house.ts';
import { tellDesk } from './sessions.ts';

/** Open ones first, then by last sighting, newest first. */
export async function listIncidents(house: House): Promise<readonly KnownIncident[]> {
  const { incidents } = await house.knowledge.read();
  const last = ({ sightings }: KnownIncident): number => sightings.at(-1)?.at ?? 0;
  return [...incidents].sort((a, b) =>
    Number(b.state === 'open') - Number(a.state === 'open') || last(b) - last(a));
}

/** By fingerprint or a beginning of it, by `<session>/I1`, or by `I1` where only one open incident bears that label. */
export async function findIncident(house: House, asked: string): Promise<Result<KnownIncident, string>> {
  const all = await listIncidents(house);
  const fits = asked.includes('/') ? bySighting(asked) : /^I\d+$/i.test(asked) ? byLabel(asked) : byFingerprint(asked);
  const found = all.filter(fits);
  const [only] = found;
  if (only && found.length === 1) return ok(only);
  if (found.length === 0) return fail(`no incident ${asked}; soc incidents lists those known`);
  return fail(`${asked} fits ${found.length} incidents: ${found.slice(0, 5).map((one) => one.fingerprint).join(', ')}`);
}

const byFingerprint = (asked: string) => ({ fingerprint }: KnownIncident): boolean =>
  fingerprint.startsWith(asked.toLowerCase());
const byLabel = (asked: string) => ({ state, sightings }: KnownIncident): boolean =>
  state === 'open' && sightings.at(-1)?.label === asked.toUpperCase();
function bySighting(asked: string): (incident: KnownIncident) => boolean {
  const [session = '', label = ''] = asked.toUpperCase().split('/');
  return ({ sightings }) => sightings.some((one) =>
    one.label === label && (one.session.startsWith(session) || one.session.endsWith(session)));
}

/** What an analyst can say of an incident; each is a fact in the desk's journal. */
export type IncidentWord =
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'close'; readonly verdict: 'true' | 'false' | 'duplicate'; readonly reason: string }
  | { readonly kind: 'reopen'; readonly reason: string }
  | { readonly kind: 'merge'; readonly into: Fingerprint; readonly reason: string }
  | { readonly kind: 'assign'; readonly to: string };

export async function sayOfIncident(house: House, asked: string, word: IncidentWord): Promise<Result<KnownIncident, string>> {
  const found = await findIncident(house, asked);
  if (!found.ok) return found;
  if (word.kind === 'merge' && word.into === found.value.fingerprint) return fail('an incident cannot be merged into itself');
  await tellDesk(house, [factOf(found.value.fingerprint, house.user, word)]);
  return findIncident(house, found.value.fingerprint);
}

function factOf(incident: Fingerprint, who: string, word: IncidentWord): Fact {
  switch (word.kind) {
    case 'note': return { type: 'incident.noted', incident, who, text: word.text };
    case 'close': return { type: 'incident.closed', incident, who, verdict: word.verdict, reason: word.reason };
    case 'reopen': return { type: 'incident.reopened', incident, who, reason: word.reason };
    case 'merge': return { type: 'incident.merged', incident, into: word.into, who, reason: word.reason };
    case 'assign': return { type: 'incident.assigned', incident, who, to: word.to };
    default: return word satisfies never;
  }
}

export interface SuppressionAsked {
  readonly fingerprint: Fingerprint | null;
  readonly detector: string | null;
  readonly source: string | null;
  readonly reason: string;
  readonly days: number;
}

const DAY = 86_400_000;
/** Later than this a time is not written with four digits for its year. */
const LAST_TIME = Date.UTC(9999, 11, 31);

/** Silences findings at view time, for a reason and a number of days. Answers with the id to lift it by. */
export async function suppress(house: House, asked: SuppressionAsked): Promise<Result<string, string>> {
  const { fingerprint, detector, source, reason, days } = asked;
  if (fingerprint === null && detector === null && source === null) {
    return fail('say what to silence: --finding, --detector or --source');
  }
  const expires = house.clock.now() + days * DAY;
  if (!(expires <= LAST_TIME)) return fail('--days: so many days lead past the year 9999');
  const id = house.ids.session().slice(-8);
  await tellDesk(house, [{
    type: 'suppression.added', matches: { fingerprint, detector, source }, reason, expires, who: house.user, id,
  }]);
  return ok(id);
}

export async function liftSuppression(house: House, id: string, reason: string): Promise<Result<string, string>> {
  const { suppressions } = await house.knowledge.read();
  if (!suppressions.some((one) => one.id === id)) return fail(`no suppression ${id}; soc incidents suppressions lists them`);
  await tellDesk(house, [{ type: 'suppression.lifted', id, who: house.user, reason }]);
  return ok(id);
}
