import { openDetach } from '../../domain/detach.ts';
import type { AuthEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import type { Severity } from '../../domain/severity.ts';
import { byKey, LOGIN_TAINT, lowered, STATE_LIMIT, succeeded } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import type { Sightings } from '../sightings.ts';
import { openSightings, sight, sightingFields } from '../sightings.ts';
import { isPrivate } from '../subnet.ts';
import { openKeyed } from '../window.ts';
import { between, plural } from '../wording.ts';

const ROOT = new Set(['root', 'Administrator']);

interface RootLogins extends Sightings {
  readonly source: string;
  readonly keyed: boolean;
}

export const rootLogin: Detector = {
  name: 'root-login',
  looksFor: 'direct logins as root over the network',
  kinds: ['auth'],
  successesOnly: true,
  open: openRootLogin,
};

function openRootLogin(): DetectorRun {
  const detach = openDetach();
  const rules = { limit: 1, detach };
  const logins = openKeyed<RootLogins>(STATE_LIMIT, () => true);
  const due: RootLogins[] = [];
  const note = (event: AuthEvent, source: string): void => {
    const keyed = byKey(event);
    // Root by key from inside is how many fleets are run.
    if (keyed && isPrivate(source)) return;
    const key = `${source} ${keyed ? 'key' : 'password'}`;
    let one = logins.get(key);
    if (!one) {
      one = { ...openSightings(event, key), source: detach(source), keyed };
      logins.set(key, one);
    }
    sight(one, event, rules);
    markDue(due, one);
  };
  return {
    on(event) {
      if (event.user === null || event.source === null || !ROOT.has(event.user) || !succeeded(event)) return;
      note(event, event.source);
    },
    drain(emit) {
      for (const one of takeDue(due)) emit(draftOf(one));
    },
    evicted: () => logins.evicted(),
  };
}

function severityOf({ source, keyed }: RootLogins): Severity {
  if (keyed) return 'info';
  return isPrivate(source) ? 'low' : 'medium';
}

function draftOf(one: RootLogins): FindingDraft {
  const how = one.keyed ? 'by key' : 'by password';
  const where = isPrivate(one.source) ? 'inside' : 'the internet';
  return {
    ...sightingFields(one), detector: rootLogin.name, category: 'suspicious-login', key: one.name,
    family: one.keyed ? 'key' : 'password', severity: severityOf(one),
    title: `Direct login as root ${how} from ${one.source}`, confidence: lowered('medium', one.inferred),
    attack: [{ tactic: 'initial-access', technique: 'T1078.003' }],
    sources: [one.source], targets: ['root'], users: ['root'], taint: LOGIN_TAINT.filter((field) => field !== 'user'),
    reason: `root logged in ${how} from ${one.source}, an address from ${where}: ${plural(one.trail.count, 'login')} `
      + `${between(one.trail.first, one.trail.last)}. A shared account does not say which person acted.`,
    benign: 'An administrator or a backup host that is set up to work as root.',
  };
}
