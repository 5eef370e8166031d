import { openDetach } from '../../domain/detach.ts';
import type { Event } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { DAY, lowered, STATE_LIMIT } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import type { Guessing, GuessRules } from '../guessing.ts';
import { countAttempt, guessFields, markDue, openGuessing, pacing, takeDue } from '../guessing.ts';
import { sizeOf, topNames } from '../tally.ts';
import { citedLines, timeOf } from '../trail.ts';
import type { Keyed } from '../window.ts';
import { openKeyed } from '../window.ts';
import { listed, plural } from '../wording.ts';

/** A person tries one or two spellings of their own name. */
const NAMES = 5;
/** Names further apart than this are not one list. */
const WINDOW = DAY;
const NAMES_LISTED = 64;

interface Source extends Guessing {
  told: boolean;
}

interface State {
  readonly rules: GuessRules;
  readonly sources: Keyed<Source>;
  readonly due: Source[];
}

export const userEnumeration: Detector = {
  name: 'user-enumeration',
  looksFor: 'one source that tries many account names which do not exist',
  kinds: ['auth'],
  open: openUserEnumeration,
};

function openUserEnumeration(): DetectorRun {
  const sources = openKeyed<Source>(STATE_LIMIT, ({ told, users }) => told || sizeOf(users) >= NAMES - 2);
  const state: State = { rules: { limit: NAMES_LISTED, detach: openDetach() }, sources, due: [] };
  return {
    on(event) {
      if (event.kind !== 'auth' || event.source === null || event.user === null || event.forged !== null) return;
      const unknown = event.action === 'unknown-user' || (event.unknownUser && event.action === 'login');
      if (unknown && event.outcome !== 'success') note(state, event, event.source);
    },
    drain(emit) {
      for (const source of takeDue(state.due)) emit(draftOf(source));
    },
    evicted: () => sources.evicted(),
  };
}

function note({ rules, sources, due }: State, event: Event, name: string): void {
  let source = sources.get(name);
  if (!source) {
    const kept = rules.detach(name);
    source = { ...openGuessing(event, kept), told: false };
    sources.set(kept, source);
  }
  if (!source.told && timeOf(event) - source.trail.last > WINDOW) {
    const { trail, users } = openGuessing(event, source.name);
    source.trail = trail;
    source.users = users;
  }
  countAttempt(source, event, rules);
  source.told ||= sizeOf(source.users) >= NAMES;
  if (source.told) markDue(due, source);
}

function draftOf(source: Source): FindingDraft {
  const names = sizeOf(source.users);
  // One attempt is stated twice or more (login, account check, PAM), so what counts is the names, not the records.
  return {
    ...guessFields(source), detector: userEnumeration.name, category: 'user-enumeration', key: source.name,
    family: null, title: `Account names tried from ${source.name}`,
    confidence: lowered('high', source.inferred),
    attack: [
      { tactic: 'reconnaissance', technique: 'T1589' }, { tactic: 'credential-access', technique: 'T1110.001' },
    ],
    sources: [source.name], count: names, lines: citedLines(source.trail),
    reason: `${source.name} tried ${source.users.beyond > 0 ? 'more than ' : ''}${plural(names, 'account name')} that do `
      + `not exist here (${listed(topNames(source.users, names), 5)}) ${pacing(source.trail, names)}.`,
    benign: 'An inventory or monitoring tool with a list of default names, or a host that was given to a new owner.',
  };
}
