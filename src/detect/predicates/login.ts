import { GUESSING } from '../../domain/category-groups.ts';
import type { AuthEvent, Event } from '../../domain/event.ts';
import type { Finding } from '../../domain/finding.ts';
import { GUESSED_BEFORE } from '../../domain/predicate-names.ts';
import { canonicalPlace } from '../../domain/within.ts';
import { byKey } from '../attempts.ts';
import type { Cited } from '../cited-line.ts';
import { actsCited, isAccepted, isRefused, loginOf, momentOf } from '../cited-line.ts';
import { ledByGuessing } from '../story.ts';
import type { Case, Condition } from './case.ts';
import { actsOf, entriesOf, idsOf, linesOf, met, notCheckable, unmet } from './case.ts';

/** A login this long before the guessing began is another visit of the same address. */
const EARLIER_VISIT = 60 * 60_000;

const accepted: Condition = {
  name: 'a login was accepted',
  weight: 'proof',
  check: (matter) => {
    const entries = entriesOf(matter);
    if (entries.length === 0) return unmet('no accepted login among these records');
    const login = entries.map((entry) => loginOf(entry, matter.citedBy)).find((found) => found !== null);
    return met('the service says that it let them in', login ? [login.line.id] : idsOf(entries));
  },
};

const guessed: Condition = {
  name: GUESSED_BEFORE,
  weight: 'strong',
  check: (matter) => {
    const { members, citedBy } = matter;
    const led = entriesOf(matter).find((entry) => ledByGuessing(entry, members, citedBy));
    if (!led) return unmet('no failures from the same source before the login');
    const guesses = members.filter(({ category, sources }) =>
      GUESSING.has(category) && sources.some((source) => led.sources.includes(source)));
    const tries = Math.max(0, ...guesses.map(({ count }) => count));
    const refused = citedBy(led).filter(({ events }) => events.some(isRefused)).map(({ line }) => line.id);
    const whose = guesses.length > 0 ? 'from the same source' : 'at the same account, or from near by';
    return met(tries > 0 ? `${tries} failures ${whose}` : `failures ${whose}`,
      [...guesses.flatMap(({ evidence }) => evidence.slice(0, 1)), ...refused, led.evidence[0]]);
  },
};

interface SeenEvent {
  readonly cited: Cited;
  readonly event: Event;
  /** Not a neighbour of the cited line but the line itself. */
  readonly own: boolean;
}

/** What all cited lines of the session and their neighbours say, each line once; the logins in question come first. */
function seenEvents(matter: Case, isWanted: (event: Event) => boolean): readonly SeenEvent[] {
  const seen = new Map<string, SeenEvent>();
  for (const cited of linesOf([...entriesOf(matter), ...matter.members, ...matter.others], matter.citedBy)) {
    const keep = (event: Event, own: boolean): void => {
      const key = `${cited.line.log}:${event.line}`;
      if (isWanted(event) && (own || !seen.has(key))) seen.set(key, { cited, event, own });
    };
    for (const event of cited.near) keep(event, false);
    for (const event of cited.events) keep(event, true);
  }
  return [...seen.values()];
}

const comesFrom = ({ sources }: Finding, { source }: Event): boolean =>
  source !== null && sources.map(canonicalPlace).includes(canonicalPlace(source));

const methodOf = (event: AuthEvent): string => (byKey(event) ? 'key' : event.method ?? 'an unknown method');

const unusualMethod: Condition = {
  name: 'by password where others use keys',
  weight: 'grounds',
  check: (matter) => {
    const entry = entriesOf(matter).find((one) => loginOf(one, matter.citedBy) !== null);
    const login = entry && loginOf(entry, matter.citedBy);
    const event = login?.events.find(isAccepted);
    if (!login || event?.kind !== 'auth' || event.method === null) {
      return notCheckable('the login record does not say how it was proved');
    }
    if (byKey(event)) return unmet(`this login was by ${methodOf(event)}`, [login.line.id]);
    const habits = seenEvents(matter, isAccepted).filter((one) => !comesFrom(entry, one.event));
    const keys = habits.filter((one) => one.event.kind === 'auth' && byKey(one.event));
    if (habits.length === 0) return notCheckable('habit unknown: no other login is cited');
    return keys.length === habits.length
      ? met(`by password, ${keys.length} others by key`, [login.line.id, ...keys.map(({ cited }) => cited.line.id)])
      : unmet('others also log in by password', habits.map(({ cited }) => cited.line.id));
  },
};

const newSource: Condition = {
  name: 'source not seen before',
  weight: 'grounds',
  check: (matter) => {
    const entries = entriesOf(matter);
    const starts = entries.flatMap(({ first }) => first ?? []);
    if (starts.length === 0) return notCheckable('no login with a time');
    const start = Math.min(...starts);
    const earlier = seenEvents(matter, isAccepted).find(({ cited: { time }, event, own }) =>
      own && time !== null && time < start - EARLIER_VISIT && entries.some((entry) => comesFrom(entry, event)));
    if (earlier) return unmet('it logged in earlier in these records', [earlier.cited.line.id]);
    const from = Math.min(...matter.reads.flatMap((read) => read.from ?? []));
    return Number.isFinite(from) && start - from > EARLIER_VISIT
      ? met('no earlier login from it is cited from these records', idsOf(entries))
      : notCheckable('the records begin too short before it');
  },
};

const secondRecord: Condition = {
  name: 'a second record agrees',
  weight: 'support',
  check: (matter) => {
    const users = new Set(entriesOf(matter).flatMap((entry) => entry.users));
    const [session] = seenEvents(matter, (event) => event.kind === 'auth' && event.action === 'session-open'
      && event.forged === null && event.user !== null && users.has(event.user));
    return session ? met('the session was opened by a second program too', [session.cited.line.id])
      : notCheckable('no session record (PAM, wtmp) stands near the login');
  },
};

const actedAfter: Condition = {
  name: 'acted afterwards',
  weight: 'grounds',
  check: (matter) => {
    const entries = entriesOf(matter);
    const logins = entries.flatMap((entry) => momentOf(entry, matter.citedBy) ?? []);
    const acts = actsOf(matter).filter((act) => !entries.includes(act) && act.last !== null
      && logins.some((login) => (act.last ?? login) >= login));
    const told = entries.flatMap((entry) => actsCited(entry, matter.citedBy)).map(({ line }) => line.id);
    if (acts.length === 0 && told.length === 0) return notCheckable('no act is on record; processes are not logged here');
    const what = [...new Set(acts.map(({ category }) => category))].join(', ');
    return met(what === '' ? 'the session went on to act' : `what followed: ${what}`, [...told, ...idsOf(acts)]);
  },
};

export const LOGIN_CONDITIONS: readonly Condition[] =
  [accepted, guessed, unusualMethod, newSource, secondRecord, actedAfter];
