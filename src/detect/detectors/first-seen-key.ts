import { openDetach } from '../../domain/detach.ts';
import type { AuthEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import { DAY, remember, STATE_LIMIT, succeeded } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import { markDue, takeDue } from '../due.ts';
import { subnetOf } from '../subnet.ts';
import { capName } from '../tally.ts';
import type { Telling, Trail } from '../trail.ts';
import { citedLines, extend, openTrail, telling, TELLING_LIMIT, timeOf, timeOrNull } from '../trail.ts';
import { openKeyed } from '../window.ts';
import { between, listed, plural } from '../wording.ts';

/** Logins by key, over a day, after which the keys of an account count as known: a first boot hands out many. */
const HABIT_LOGINS = 3;
const HABIT_SPAN = DAY;
/** Accounts with more keys are shared on purpose: another one tells nothing. */
const KEYS = 12;
const PLACES = 16;
const LISTED = 4;

interface Account {
  readonly name: string;
  readonly host: string | null;
  readonly since: number;
  logins: number;
  readonly keys: string[];
  readonly places: string[];
  readonly fresh: string[];
  readonly sources: string[];
  /** The new key came from a place that was new too. */
  strange: boolean;
  trail: Trail | null;
  readonly lines: Telling[];
  due: boolean;
}

export const firstSeenKey: Detector = {
  name: 'first-seen-key',
  looksFor: 'SSH keys never used before for an account whose keys are known',
  kinds: ['auth'],
  successesOnly: true,
  open: openFirstSeenKey,
};

function openFirstSeenKey(): DetectorRun {
  const detach = openDetach();
  const accounts = openKeyed<Account>(STATE_LIMIT, ({ logins }) => logins >= HABIT_LOGINS);
  const due: Account[] = [];
  const accountOf = (event: AuthEvent, user: string): Account => {
    const key = `${event.host ?? ''} ${capName(user)}`;
    const known = accounts.get(key);
    if (known) return known;
    const account: Account = {
      name: detach(capName(user)), host: event.host === null ? null : detach(event.host), since: timeOf(event), logins: 0, keys: [], places: [],
      fresh: [], sources: [], strange: false, trail: null, lines: [], due: false,
    };
    accounts.set(detach(key), account);
    return account;
  };
  return {
    on(event) {
      if (!succeeded(event) || event.key === null || event.user === null || event.source === null) return;
      const account = accountOf(event, event.user);
      if (note(account, event, { key: event.key, source: event.source, detach })) markDue(due, account);
    },
    drain(emit) {
      for (const account of takeDue(due)) if (account.trail) emit(draftOf(account, account.trail));
    },
    evicted: () => accounts.evicted(),
  };
}

interface Seen {
  readonly key: string;
  readonly source: string;
  readonly detach: (text: string) => string;
}

/** Whether there is something to tell. */
function note(account: Account, event: AuthEvent, { key, source, detach }: Seen): boolean {
  const place = subnetOf(source) ?? source;
  const known = account.keys.includes(key);
  const habit = account.logins >= HABIT_LOGINS && timeOf(event) - account.since >= HABIT_SPAN && account.keys.length < KEYS;
  const newPlace = !account.places.includes(place);
  account.logins += event.count;
  remember(account.keys, key, KEYS, detach);
  remember(account.places, place, PLACES, detach);
  if (!account.fresh.includes(key) && (known || !habit)) return false;
  account.strange ||= newPlace;
  if (account.trail) extend(account.trail, event);
  else account.trail = openTrail(event);
  remember(account.fresh, key, LISTED, detach);
  remember(account.sources, source, PLACES, detach);
  if (account.lines.length < TELLING_LIMIT) account.lines.push(telling(event));
  return true;
}

function draftOf(account: Account, trail: Trail): FindingDraft {
  const { name, host, fresh, sources, strange } = account;
  return {
    detector: firstSeenKey.name, key: `${host ?? ''} ${name}`, category: 'suspicious-login', family: 'new-key', title: `New SSH key used for ${name}`,
    severity: strange ? 'medium' : 'low', confidence: 'low', progress: 'cannot-tell', attack: [{ tactic: 'persistence', technique: 'T1098.004' }],
    sources: [...sources], targets: [...fresh], users: [name], hosts: host === null ? [] : [host], count: Math.max(1, trail.count),
    first: timeOrNull(trail.first), last: timeOrNull(trail.last), lines: citedLines(trail, account.lines), taint: ['key'],
    reason: `${name} logged in by ${fresh.length === 1 ? 'a key' : 'keys'} this log had not shown for the account before, while others were in use: `
      + `${listed(fresh, LISTED)}; ${plural(trail.count, 'login')} from ${listed(sources, LISTED)} ${between(trail.first, trail.last)}`
      + `${strange ? ', from a place that is new as well' : ''}.`,
    benign: 'A new computer of the same person, or a key that was replaced.',
  };
}
