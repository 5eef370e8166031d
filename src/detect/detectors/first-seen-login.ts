import { openDetach } from '../../domain/detach.ts';
import type { AuthEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { byKey, DAY, HOSTS_LISTED, LOGIN_TAINT, lowered, remember, STATE_LIMIT, succeeded } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { isPrivate, subnetOf } from '../subnet.ts';
import { capName } from '../tally.ts';
import type { Telling, Trail } from '../trail.ts';
import { citedLines, extend, openTrail, telling, TELLING_LIMIT, timeOf, timeOrNull } from '../trail.ts';
import type { Keyed } from '../window.ts';
import { openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

/** Logins after which this user's habits count as known. */
const HABIT_LOGINS = 5;
/** And the time they must span: five logins of one morning are no habit. */
const HABIT_SPAN = DAY;
/** Who comes from more places than this travels: another one tells nothing. */
const TRAVELLER_PLACES = 6;
const SOURCES_LISTED = 16;

interface Account {
  readonly name: string;
  logins: number;
  readonly since: number;
  /** Subnets, or addresses inside, this user came from. */
  readonly places: string[];
  passwords: number;
  trail: Trail | null;
  readonly lines: Telling[];
  readonly sources: string[];
  readonly hosts: string[];
  /** A new place while habits were known; a password where keys are the habit. */
  stranger: boolean;
  newMethod: boolean;
  inferred: boolean;
}

interface State {
  readonly detach: (text: string) => string;
  readonly accounts: Keyed<Account>;
  readonly due: Set<Account>;
}

export const firstSeenLogin: Detector = {
  name: 'first-seen-login',
  looksFor: 'logins of a user from a place, or in a way, that this log had not shown before',
  kinds: ['auth'],
  successesOnly: true,
  open: openFirstSeenLogin,
};

function openFirstSeenLogin(): DetectorRun {
  const accounts = openKeyed<Account>(STATE_LIMIT, ({ logins }) => logins >= HABIT_LOGINS);
  const state: State = { detach: openDetach(), accounts, due: new Set() };
  return {
    on(event) {
      if (event.source === null || event.user === null || !succeeded(event)) return;
      note(state, event, event.source, event.user);
    },
    drain(emit) {
      for (const account of state.due) if (account.trail) emit(draftOf(account, account.trail));
      state.due.clear();
    },
    evicted: () => accounts.evicted(),
  };
}

function accountOf({ detach, accounts }: State, event: AuthEvent, user: string): Account {
  const name = capName(user);
  const known = accounts.get(name);
  if (known) return known;
  const account: Account = {
    name: detach(name), logins: 0, since: timeOf(event), places: [], passwords: 0, trail: null, lines: [], sources: [],
    hosts: [], stranger: false, newMethod: false, inferred: false,
  };
  accounts.set(account.name, account);
  return account;
}

function note(state: State, event: AuthEvent, source: string, user: string): void {
  const account = accountOf(state, event, user);
  const place = subnetOf(source) ?? source;
  const outside = !isPrivate(source);
  const password = !byKey(event);
  const habit = hasHabit(account, event);
  const newPlace = outside && !account.places.includes(place) && account.places.length < TRAVELLER_PLACES;
  const newMethod = habit && password && account.passwords === 0;
  account.logins += event.count;
  if (password) account.passwords += event.count;
  remember(account.places, place, TRAVELLER_PLACES, state.detach);
  // Without habits every login is the first: only a password from outside is worth a line then.
  if (newMethod || (newPlace && (habit || password))) tell(state, event, account, { stranger: habit && newPlace, newMethod });
}

const hasHabit = ({ logins, since }: Account, event: AuthEvent): boolean =>
  logins >= HABIT_LOGINS && timeOf(event) - since >= HABIT_SPAN;

function tell(state: State, event: AuthEvent, account: Account, how: { stranger: boolean; newMethod: boolean }): void {
  if (account.trail) extend(account.trail, event);
  else account.trail = openTrail(event);
  if (account.lines.length < TELLING_LIMIT) account.lines.push(telling(event));
  remember(account.sources, event.source, SOURCES_LISTED, state.detach);
  remember(account.hosts, event.host, HOSTS_LISTED, state.detach);
  account.stranger ||= how.stranger;
  account.newMethod ||= how.newMethod;
  account.inferred ||= event.inferred;
  state.due.add(account);
}

function draftOf(account: Account, trail: Trail): FindingDraft {
  const { stranger, newMethod } = account;
  const family = newMethod ? 'new-method' : stranger ? 'new-place' : 'no-history';
  const why = newMethod
    ? `${account.name} used a password for the first time, after logging in by key only`
    : stranger
      ? `${account.name} logged in from a place not seen before, after ${HABIT_LOGINS} or more logins from known ones`
      : `${account.name} logged in by password from outside, and this log shows no earlier login from there to compare with`;
  return {
    detector: firstSeenLogin.name, category: 'suspicious-login', key: account.name, family,
    title: `Login of ${account.name} not seen before`, severity: newMethod ? 'medium' : stranger ? 'low' : 'info',
    confidence: lowered(newMethod ? 'medium' : 'low', account.inferred), progress: 'cannot-tell',
    attack: [{ tactic: 'initial-access', technique: 'T1078' }],
    sources: [...account.sources], targets: [], users: [account.name], hosts: [...account.hosts],
    count: trail.count, first: timeOrNull(trail.first), last: timeOrNull(trail.last),
    lines: citedLines(trail, account.lines), taint: LOGIN_TAINT,
    reason: `${why}: ${plural(trail.count, 'login')} from ${listed(account.sources, 4)} ${between(trail.first, trail.last)}.`,
    benign: 'A person on a journey, at home, or on a new connection; the log may simply begin here.',
  };
}
