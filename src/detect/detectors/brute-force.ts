import type { Detach } from '../../domain/detach.ts';
import { openDetach } from '../../domain/detach.ts';
import type { AuthEvent, Event } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { DAY, failed, lowered, MINUTE, STATE_LIMIT, succeeded, USERS_LISTED } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import type { Guessing, GuessRules } from '../guessing.ts';
import { accountsTried, countAttempt, guessFields, markDue, openGuessing, pacing, takeDue } from '../guessing.ts';
import { isPrivate } from '../subnet.ts';
import { capName } from '../tally.ts';
import { citedLines, timeOf } from '../trail.ts';
import type { Keyed } from '../window.ts';
import { noteTime, openKeyed } from '../window.ts';
import { plural } from '../wording.ts';

/** Tries a person makes before asking for a new password; one more, close together, is guessing. */
const ATTEMPTS = 5;
const FAST_WINDOW = 10 * MINUTE;
/** Slow guessing keeps under a ban of minutes, but nobody mistypes five times a day at a host they never get into. */
const SLOW_WINDOW = DAY;
/** Spread over weeks: no day shows it, the sum does. */
const PATIENT_ATTEMPTS = 15;
/** Who logged in from here before as the same user may mistype more often before it counts. */
const KNOWN_PERSON_ATTEMPTS = 10;
/** Mistyping forgiven when the same user then gets in. */
const FORGIVEN = 4;
/** Sources with this many tries outlive a flood of sources that try once. */
const KEPT_ATTEMPTS = 3;

interface Source extends Guessing {
  pace: 'fast' | 'slow' | null;
  logins: number;
  /** Statements that the account does not exist, one per connection: the only record where passwords are not asked. */
  unknowns: number;
  keyPid: string | null;
  unknownPid: string | null;
  lastUser: string;
  /** Tries in a row for `lastUser`. */
  run: number;
  knownUser: string | null;
}

interface State {
  readonly rules: GuessRules;
  readonly sources: Keyed<Source>;
  readonly due: Source[];
}

export const bruteForce: Detector = {
  name: 'brute-force',
  looksFor: 'many failed logins from one source, fast or slow',
  kinds: ['auth', 'generic'],
  open: openBruteForce,
};

function openBruteForce(): DetectorRun {
  const rules = { limit: USERS_LISTED, detach: openDetach() };
  const sources = openKeyed<Source>(STATE_LIMIT, ({ pace, trail }) => pace !== null || trail.count >= KEPT_ATTEMPTS);
  const state: State = { rules, sources, due: [] };
  return {
    on(event) {
      if (event.source === null) return;
      if (failed(event)) noteLogin(state, event, sourceOf(state, event, event.source));
      else if (event.kind !== 'auth' || event.forged !== null) return;
      else if (event.action === 'unknown-user') noteUnknown(state, event, sourceOf(state, event, event.source));
      else if (succeeded(event)) forgive(state, event, sources.get(event.source));
    },
    drain(emit) {
      for (const source of takeDue(state.due)) emit(draftOf(source));
    },
    evicted: () => sources.evicted(),
  };
}

function sourceOf({ rules, sources }: State, event: Event, name: string): Source {
  const known = sources.get(name);
  if (known) return known;
  const kept = rules.detach(name);
  const source: Source = {
    ...openGuessing(event, kept), pace: null, logins: 0, unknowns: 0, keyPid: null, unknownPid: null, lastUser: '',
    run: 0, knownUser: null,
  };
  sources.set(kept, source);
  return source;
}

function noteLogin(state: State, event: Event, source: Source): void {
  // An agent offers each of its keys in turn: one connection, one try.
  if (event.kind === 'auth' && event.method === 'publickey' && event.pid !== null) {
    if (event.pid === source.keyPid) return;
    source.keyPid = state.rules.detach(event.pid);
  }
  source.logins += event.count;
  note(state, event, source);
}

function noteUnknown(state: State, event: Event, source: Source): void {
  if (event.pid !== null && event.pid === source.unknownPid) return;
  source.unknownPid = event.pid === null ? null : state.rules.detach(event.pid);
  source.unknowns += event.count;
  if (source.unknowns > source.logins) note(state, event, source);
}

function note({ rules, due }: State, event: Event, source: Source): void {
  countAttempt(source, event, rules);
  if (source.pace === null) noteRun(source, capName(event.user ?? ''), event.count, rules.detach);
  if (source.pace !== 'fast') setPace(source, event);
  if (source.pace !== null) markDue(due, source);
}

function noteRun(source: Source, user: string, count: number, detach: Detach): void {
  if (source.lastUser === user) source.run += count;
  else {
    source.run = count;
    source.lastUser = detach(user);
  }
}

const attemptsOf = (source: Source): number => Math.max(1, source.logins, source.unknowns);

function setPace(source: Source, event: Event): void {
  const needed = source.knownUser !== null && source.knownUser === event.user ? KNOWN_PERSON_ATTEMPTS : ATTEMPTS;
  let span = Infinity;
  for (let times = Math.min(event.count, needed); times > 0; times -= 1) {
    span = noteTime(source.times, timeOf(event), needed);
  }
  const attempts = attemptsOf(source);
  if (span <= FAST_WINDOW) source.pace = 'fast';
  else if (span <= SLOW_WINDOW || attempts >= PATIENT_ATTEMPTS) source.pace = 'slow';
  else if (event.time === null && attempts >= needed) source.pace = 'slow';
}

/** A person who mistyped and then got in: those tries are taken back, unless it was guessing by then. */
function forgive({ rules }: State, event: AuthEvent, source: Source | undefined): void {
  if (!source || event.user === null) return;
  if (source.pace === null && source.lastUser === event.user && source.run <= FORGIVEN) {
    source.logins = Math.max(0, source.logins - source.run);
    source.unknowns = 0;
    source.times.length = Math.max(0, source.times.length - source.run);
    source.trail.count = source.logins;
    source.run = 0;
  }
  if (source.knownUser !== event.user) source.knownUser = rules.detach(event.user);
}

function draftOf(source: Source): FindingDraft {
  const attempts = attemptsOf(source);
  const inside = isPrivate(source.name);
  const fast = source.pace === 'fast';
  return {
    ...guessFields(source), detector: bruteForce.name, category: 'brute-force', key: source.name, family: source.pace,
    title: `${fast ? 'Password guessing' : 'Slow password guessing'} from ${source.name}`,
    confidence: lowered(inside || !fast ? 'medium' : 'high', source.inferred),
    attack: [{ tactic: 'credential-access', technique: 'T1110.001' }],
    sources: [source.name], count: attempts, lines: citedLines(source.trail),
    reason: `${plural(attempts, 'failed login')} from ${source.name}${accountsTried(source.users)} `
      + `${pacing(source.trail, attempts)}. It counts failures only; whether any login of this source worked is judged apart.`,
    benign: inside
      ? 'A device or script inside with an old password stored, which tries it again and again.'
      : 'A forgotten script or mail client with an old password; guessing by strangers is usual for any open service.',
  };
}
