import { openDetach } from '../../domain/detach.ts';
import type { Event } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { isGuessedByAll } from '../account-names.ts';
import { DAY, failed, lowered, STATE_LIMIT } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import type { Guessing, GuessRules } from '../guessing.ts';
import { countAttempt, guessFields, markDue, openGuessing, pacing, takeDue } from '../guessing.ts';
import type { FewTimes, Tally } from '../tally.ts';
import { bump, capName, keepFew, openTally, ranked, sizeOf } from '../tally.ts';
import { citedLines, timeOf } from '../trail.ts';
import type { Keyed } from '../window.ts';
import { openKeyed } from '../window.ts';
import { listed, plural } from '../wording.ts';

/** One person has a phone, a laptop and a desk; a fifth address that fails at the account is somebody else's. */
const SOURCES = 5;
const ATTEMPTS = 10;
/** Scanners of the whole internet guess these names independently: it takes a crowd to look like one attacker. */
const SOURCES_GUESSED_BY_ALL = 12;
/** Failures further apart than this belong to different attacks. */
const WINDOW = DAY;
/** A source that tries more often is told by itself; a distributed attack keeps each of its addresses quiet. */
const QUIET_ATTEMPTS = 4;
const SOURCES_LISTED = 64;

interface Account extends Guessing {
  sources: Tally;
  readonly quiet: FewTimes;
  exists: boolean;
  told: boolean;
}

interface State {
  readonly rules: GuessRules;
  readonly accounts: Keyed<Account>;
  readonly due: Account[];
}

export const accountAttack: Detector = {
  name: 'account-attack',
  looksFor: 'failed logins at one account from many sources, each with few tries',
  kinds: ['auth', 'generic'],
  open: openAccountAttack,
};

function openAccountAttack(): DetectorRun {
  const accounts = openKeyed<Account>(STATE_LIMIT, ({ told, sources }) => told || sizeOf(sources) >= SOURCES - 1);
  const state: State = { rules: { limit: SOURCES_LISTED, detach: openDetach() }, accounts, due: [] };
  return {
    on(event) {
      if (event.user !== null && event.source !== null && failed(event)) note(state, event, event.user, event.source);
    },
    drain(emit) {
      for (const account of takeDue(state.due)) emit(draftOf(account));
    },
    evicted: () => accounts.evicted(),
  };
}

function note({ rules, accounts, due }: State, event: Event, user: string, source: string): void {
  const name = capName(user);
  let account = accounts.get(name);
  if (!account) {
    const kept = rules.detach(name);
    account = { ...openGuessing(event, kept), sources: openTally(), quiet: { names: 0, sightings: 0 }, exists: true, told: false };
    accounts.set(kept, account);
  }
  if (!account.told && timeOf(event) - account.trail.last > WINDOW) startOver(account);
  countAttempt(account, event, rules);
  if (event.kind === 'auth' && event.unknownUser) account.exists = false;
  keepFew(account.quiet, bump(account.sources, source, event.count, rules), event.count, QUIET_ATTEMPTS);
  account.told ||= isDistributed(account);
  if (account.told) markDue(due, account);
}

function startOver(account: Account): void {
  account.trail.count = 0;
  account.sources = openTally();
  account.quiet.names = 0;
  account.quiet.sightings = 0;
}

function isDistributed({ name, exists, quiet }: Account): boolean {
  if (quiet.names < SOURCES || quiet.sightings < ATTEMPTS) return false;
  return quiet.names >= (isGuessedByAll(name) || !exists ? SOURCES_GUESSED_BY_ALL : SOURCES);
}

const quietSources = (account: Account): readonly (readonly [string, number])[] =>
  ranked(account.sources).filter(([, times]) => times <= QUIET_ATTEMPTS);

function draftOf(account: Account): FindingDraft {
  const quiet = quietSources(account);
  const sources = quiet.map(([name]) => name).sort();
  const attempts = Math.max(1, quiet.reduce((sum, [, times]) => sum + times, 0) + account.sources.beyond);
  const more = account.sources.beyond > 0 ? ' or more' : '';
  return {
    ...guessFields(account), detector: accountAttack.name, category: 'brute-force', key: account.name,
    family: 'distributed', title: `Distributed password guessing at account ${account.name}`,
    confidence: lowered(isGuessedByAll(account.name) || !account.exists ? 'low' : 'medium', account.inferred),
    attack: [{ tactic: 'credential-access', technique: 'T1110.001' }],
    sources, targets: [account.name], users: [account.name], count: attempts, lines: citedLines(account.trail),
    reason: `${plural(attempts, 'failed login')} as ${account.name} from ${sources.length}${more} sources `
      + `(${listed(sources, 4)}) ${pacing(account.trail, attempts)}. Each made at most ${QUIET_ATTEMPTS} tries, so no `
      + `limit per source sees it.${account.exists ? '' : ' The account does not exist here.'}`,
    benign: isGuessedByAll(account.name) || !account.exists
      ? 'Every scanner of the internet tries this name; many of them at once need not be one attacker.'
      : 'The owner changed the password and several devices on changing addresses still send the old one.',
  };
}
