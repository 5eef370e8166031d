import { openDetach } from '../../domain/detach.ts';
import type { AuthEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { HOSTS_LISTED, HOUR, remember, STATE_LIMIT } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import { capName } from '../tally.ts';
import type { Telling, Trail } from '../trail.ts';
import { citedLines, extend, openTrail, telling, timeOf, timeOrNull } from '../trail.ts';
import { openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

/** Pushes that nobody confirms: one is a telephone left at home, so many in an hour are sent to wear somebody down. */
const REFUSED = 5;
/** Refused ones further apart than this have nothing to do with each other. */
const BREAK = 2 * HOUR;
/** An accepted push this soon after the last refused one belongs to them. */
const SOON = HOUR;
const SOURCES = 8;

interface Target {
  readonly user: string;
  trail: Trail;
  refused: number;
  accepted: Telling | null;
  readonly sources: string[];
  readonly services: string[];
  readonly hosts: string[];
  told: boolean;
  due: boolean;
}

export const mfaFatigue: Detector = {
  name: 'mfa-fatigue',
  looksFor: 'second factors pushed again and again until one is confirmed',
  kinds: ['auth'],
  open: openMfaFatigue,
};

function openMfaFatigue(): DetectorRun {
  const detach = openDetach();
  const targets = openKeyed<Target>(STATE_LIMIT / 4, ({ told }) => told);
  const due: Target[] = [];
  return {
    on: (event) => {
      if (event.kind !== 'auth' || event.user === null || event.forged !== null || !isFactor(event)) return;
      const name = capName(event.user);
      let target = targets.get(name);
      if (!target) {
        if (event.outcome === 'success') return;
        target = openTarget(event, detach(name));
        targets.set(target.user, target);
      }
      note(target, event);
      if (target.told) markDue(due, target);
    },
    drain: (emit) => {
      for (const target of takeDue(due)) emit(draftOf(target));
    },
    evicted: () => targets.evicted(),
  };

  function note(target: Target, event: AuthEvent): void {
    const late = timeOf(event) - target.trail.last;
    if (event.outcome === 'success') {
      if (!target.told) target.refused = 0;
      else if (target.accepted === null && !(late > SOON)) {
        target.accepted = telling(event);
        // Later ones are the user's own, as far as anybody knows.
        remember(target.sources, event.source, SOURCES, detach);
      }
      return;
    }
    if (!target.told && late > BREAK) target.refused = 0;
    if (target.refused === 0) startOver(target, event);
    else extend(target.trail, event);
    target.refused += event.count;
    remember(target.sources, event.source, SOURCES, detach);
    remember(target.services, event.service, 4, detach);
    remember(target.hosts, event.host, HOSTS_LISTED, detach);
    if (target.refused >= REFUSED) target.told = true;
  }
}

const isFactor = ({ action, method, outcome }: AuthEvent): boolean =>
  action === 'login' && method === 'mfa-push' && outcome !== 'info';

const openTarget = (event: AuthEvent, user: string): Target => ({
  user, trail: openTrail(event), refused: 0, accepted: null, sources: [], services: [], hosts: [], told: false, due: false,
});

function startOver(target: Target, event: AuthEvent): void {
  target.trail = openTrail(event);
  for (const list of [target.sources, target.services, target.hosts]) list.length = 0;
}

function draftOf(target: Target): FindingDraft {
  const { user, trail, refused, accepted, sources, services } = target;
  const inside = accepted !== null;
  return {
    detector: mfaFatigue.name, category: inside ? 'suspicious-login' : 'brute-force', family: 'mfa-fatigue', key: user,
    title: inside ? `${user} confirmed a push after ${refused} refused ones` : `${user} is sent one push after another`,
    severity: inside ? 'high' : 'medium', progress: inside ? 'access' : 'attempt', confidence: 'medium',
    attack: [{ tactic: 'credential-access', technique: 'T1621' }, ...(inside ? [{ tactic: 'initial-access', technique: 'T1078' }] : [])],
    sources: [...sources], targets: [...services], users: [user], hosts: [...target.hosts], count: Math.max(1, refused),
    first: timeOrNull(trail.first), last: accepted?.time ?? timeOrNull(trail.last), lines: citedLines(trail, accepted ? [accepted] : []), taint: ['user'],
    reason: `${plural(refused, 'push', 'pushes')} to ${user}${sources.length > 0 ? ` for logins from ${listed(sources, 3)}` : ''} refused or left without answer `
      + `${between(trail.first, trail.last)}; who asks for them knows the password. ${inside ? 'Then one was confirmed.' : 'None was confirmed.'}`,
    benign: 'The user herself with a telephone that gets no notice, or a program that signs in over and over with her password.',
  };
}
