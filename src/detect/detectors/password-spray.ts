import { openDetach } from '../../domain/detach.ts';
import type { Event } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { DAY, failed, lowered, STATE_LIMIT, succeeded } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import type { Guessing, GuessRules } from '../guessing.ts';
import { countAttempt, guessFields, markDue, openGuessing, pacing, takeDue } from '../guessing.ts';
import { isPrivate } from '../subnet.ts';
import type { FewTimes } from '../tally.ts';
import { forget, keepFew, ranked, sizeOf, timesOf, topNames } from '../tally.ts';
import { citedLines, timeOf } from '../trail.ts';
import type { Keyed } from '../window.ts';
import { openKeyed } from '../window.ts';
import { listed, plural } from '../wording.ts';

/** Accounts of one household or one forgetful admin end before this. */
const ACCOUNTS = 5;
/** Behind a shared address inside, several people mistype on a Monday morning. */
const ACCOUNTS_INSIDE = 8;
/** A spray stays under the lock-out: few tries at each account. */
const TRIES_EACH = 3;
/** Failures further apart than this are not one spray. */
const WINDOW = DAY;
const ACCOUNTS_LISTED = 64;

interface Source extends Guessing {
  /** Accounts tried few times. */
  few: FewTimes;
  told: boolean;
}

interface State {
  readonly rules: GuessRules;
  readonly sources: Keyed<Source>;
  readonly due: Source[];
}

export const passwordSpray: Detector = {
  name: 'password-spray',
  looksFor: 'one source that tries many existing accounts a few times each',
  kinds: ['auth', 'generic'],
  open: openPasswordSpray,
};

function openPasswordSpray(): DetectorRun {
  const sources = openKeyed<Source>(STATE_LIMIT, ({ told, users }) => told || sizeOf(users) >= ACCOUNTS - 2);
  const state: State = { rules: { limit: ACCOUNTS_LISTED, detach: openDetach() }, sources, due: [] };
  return {
    on(event) {
      if (event.source === null || event.user === null) return;
      if (failed(event)) note(state, event, event.source);
      else if (succeeded(event)) forgive(sources.get(event.source), event.user);
    },
    drain(emit) {
      for (const source of takeDue(state.due)) emit(draftOf(source));
    },
    evicted: () => sources.evicted(),
  };
}

function note({ rules, sources, due }: State, event: Event, name: string): void {
  if (event.kind === 'auth' && event.unknownUser) return;
  let source = sources.get(name);
  if (!source) {
    const kept = rules.detach(name);
    source = { ...openGuessing(event, kept), few: { names: 0, sightings: 0 }, told: false };
    sources.set(kept, source);
  }
  if (!source.told && timeOf(event) - source.trail.last > WINDOW) startOver(source, event);
  keepFew(source.few, countAttempt(source, event, rules), event.count, TRIES_EACH);
  source.told ||= source.few.names >= ACCOUNTS && (source.few.names >= ACCOUNTS_INSIDE || !isPrivate(source.name));
  if (source.told) markDue(due, source);
}

function startOver(source: Source, event: Event): void {
  const { trail, users } = openGuessing(event, source.name);
  source.trail = trail;
  source.users = users;
  source.few = { names: 0, sightings: 0 };
}

/** Who then gets in had mistyped. */
function forgive(source: Source | undefined, user: string): void {
  if (!source || source.told) return;
  const times = timesOf(source.users, user);
  if (times === 0 || times > TRIES_EACH) return;
  forget(source.users, user);
  source.few.names -= 1;
  source.few.sightings -= times;
}

function draftOf(source: Source): FindingDraft {
  const few = ranked(source.users).filter(([, times]) => times <= TRIES_EACH);
  const accounts = sizeOf(source.users);
  const attempts = Math.max(1, source.trail.count);
  return {
    ...guessFields(source), detector: passwordSpray.name, category: 'password-spray', key: source.name, family: null,
    title: `Password spray from ${source.name} over ${accounts} accounts`,
    confidence: lowered(few.length === accounts ? 'high' : 'medium', source.inferred),
    attack: [{ tactic: 'credential-access', technique: 'T1110.003' }],
    sources: [source.name], count: attempts, lines: citedLines(source.trail),
    reason: `${source.name} failed at ${source.users.beyond > 0 ? 'more than ' : ''}${plural(accounts, 'account')} that `
      + `no record calls unknown (${listed(topNames(source.users, accounts), 4)}), ${few.length} of them with at most `
      + `${TRIES_EACH} tries each: ${plural(attempts, 'failed login')} ${pacing(source.trail, attempts)}.`,
    benign: 'Many people behind one shared address mistyping, or a service that checks stored logins of many users.',
  };
}
