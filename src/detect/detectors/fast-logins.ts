import { openDetach } from '../../domain/detach.ts';
import type { AuthEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { byKey, lowered, SECOND, STATE_LIMIT, succeeded, USERS_LISTED } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import type { Sightings } from '../sightings.ts';
import { openSightings, sight, sightingFields } from '../sightings.ts';
import { isPrivate } from '../subnet.ts';
import type { TallyRules } from '../tally.ts';
import { sizeOf, topNames } from '../tally.ts';
import { timeOf } from '../trail.ts';
import type { Keyed } from '../window.ts';
import { noteTime, openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

/** A person opens a few terminals at once, not this many logins by password in a minute. */
const LOGINS = 10;
const WINDOW = 60 * SECOND;
/** Different people who all get in from one address within a minute: a list of stolen passwords being tried. */
const ACCOUNTS = 4;

interface Source extends Sightings {
  /** Logins of the newest window, by account. */
  recentUsers: string[];
  told: boolean;
}

interface State {
  readonly rules: TallyRules;
  readonly sources: Keyed<Source>;
  readonly due: Source[];
}

export const fastLogins: Detector = {
  name: 'fast-logins',
  looksFor: 'successful logins by password at a rate no person has',
  kinds: ['auth'],
  successesOnly: true,
  open: openFastLogins,
};

function openFastLogins(): DetectorRun {
  const sources = openKeyed<Source>(STATE_LIMIT, ({ told }) => told);
  const state: State = { rules: { limit: USERS_LISTED, detach: openDetach() }, sources, due: [] };
  return {
    on(event) {
      // Keys are for machines: any rate is usual there.
      if (!succeeded(event) || event.source === null || event.user === null || byKey(event)) return;
      note(state, event, event.source, event.user);
    },
    drain(emit) {
      for (const source of takeDue(state.due)) emit(draftOf(source));
    },
    evicted: () => sources.evicted(),
  };
}

function note({ rules, sources, due }: State, event: AuthEvent, name: string, user: string): void {
  let source = sources.get(name);
  if (!source) {
    const kept = rules.detach(name);
    source = { ...openSightings(event, kept), recentUsers: [], told: false };
    sources.set(kept, source);
  }
  sight(source, event, rules);
  const span = noteTime(source.times, timeOf(event), LOGINS);
  source.recentUsers.push(rules.detach(user));
  if (source.recentUsers.length > LOGINS) source.recentUsers.shift();
  if (!source.told) source.told = span <= WINDOW || crowds(source, event);
  if (source.told) markDue(due, source);
}

function crowds({ times, recentUsers }: Source, event: AuthEvent): boolean {
  const since = timeOf(event) - WINDOW;
  const inWindow = recentUsers.filter((_, index) => (times[index] ?? NaN) >= since);
  return inWindow.length >= ACCOUNTS && new Set(inWindow).size >= ACCOUNTS;
}

function draftOf(source: Source): FindingDraft {
  const accounts = sizeOf(source.users);
  const inside = isPrivate(source.name);
  return {
    ...sightingFields(source), detector: fastLogins.name, category: 'suspicious-login', key: source.name,
    family: accounts >= ACCOUNTS ? 'many-accounts' : 'rate', severity: inside ? 'low' : 'medium',
    title: `Logins from ${source.name} faster than a person`, confidence: lowered(inside ? 'low' : 'medium', source.inferred),
    attack: [accounts >= ACCOUNTS
      ? { tactic: 'credential-access', technique: 'T1110.004' }
      : { tactic: 'initial-access', technique: 'T1078' }],
    sources: [source.name],
    reason: `${plural(source.trail.count, 'login')} by password from ${source.name} as ${plural(accounts, 'account')} `
      + `(${listed(topNames(source.users, accounts), 4)}) ${between(source.trail.first, source.trail.last)}; at some point `
      + `${LOGINS} of them, or ${ACCOUNTS} different accounts, within ${WINDOW / SECOND} seconds.`,
    benign: 'A script, mail client or gateway that logs in anew for each request.',
  };
}
