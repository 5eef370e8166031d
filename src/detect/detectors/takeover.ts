import { openDetach } from '../../domain/detach.ts';
import type { AuthEvent, Event } from '../../domain/event.ts';
import { DAY, succeeded } from '../attempts.ts';
import type { Detector, DetectorRun, Shared } from '../detector.ts';
import type { LoginLedger } from '../login-ledger.ts';
import type { Act } from '../session-acts.ts';
import { accountAct, privilegeAct, scheduleAct } from '../session-acts.ts';
import type { Takeover } from '../takeover-story.ts';
import { actDrafts, addAct, openTakeover, takeoverDraft } from '../takeover-story.ts';
import { capName } from '../tally.ts';
import { extend, timeOf } from '../trail.ts';
import type { Keyed } from '../window.ts';
import { openKeyed } from '../window.ts';

/** What a session does is looked at this long after its login. */
const WATCH = DAY;
/** Takeovers remembered; a log with more has other trouble. */
const LIMIT = 4_096;

interface State {
  readonly detach: (text: string) => string;
  readonly ledger: LoginLedger;
  readonly takeovers: Keyed<Takeover>;
  /** By host: whose sessions are watched there. */
  readonly watched: Map<string, Takeover[]>;
  readonly due: Set<Takeover>;
}

export const takeover: Detector = {
  name: 'takeover',
  looksFor: 'logins that worked after failed guessing, and what those sessions did next',
  kinds: ['auth', 'privilege', 'account', 'system'],
  successesOnly: true,
  open: openTakeovers,
};

function openTakeovers({ ledger }: Shared): DetectorRun {
  const detach = openDetach();
  const state: State = {
    detach, ledger, takeovers: openKeyed(LIMIT, () => true), watched: new Map(), due: new Set(),
  };
  return {
    on(event) {
      if (event.kind === 'auth') {
        if (event.source !== null && event.user !== null && succeeded(event)) noteSuccess(state, event, event.source, event.user);
      } else if (state.watched.size > 0 && event.forged === null) noteAct(state, event);
    },
    drain(emit) {
      for (const one of state.due) {
        emit(takeoverDraft(takeover.name, one));
        for (const draft of actDrafts(takeover.name, one)) emit(draft);
      }
      state.due.clear();
    },
    evicted: () => state.takeovers.evicted(),
  };
}

function noteSuccess(state: State, event: AuthEvent, source: string, user: string): void {
  const key = `${source} ${capName(user)} ${event.host ?? ''}`;
  const known = state.takeovers.get(key);
  if (known) {
    extend(known.logins, event);
    state.due.add(known);
    return;
  }
  const suspicion = state.ledger.suspicion();
  if (suspicion === null) return;
  const opened = openTakeover(key, event, suspicion, state.detach);
  state.takeovers.set(opened.key, opened);
  const host = opened.host ?? '';
  const watched = state.watched.get(host);
  if (watched) {
    if (watched.length < LIMIT) watched.push(opened);
  } else if (state.watched.size < LIMIT) state.watched.set(host, [opened]);
  state.due.add(opened);
}

/** Whoever broke in on this host and may have done it, still within the watch. */
function noteAct({ watched, due }: State, event: Event): void {
  for (const one of watched.get(event.host ?? '') ?? []) {
    const since = timeOf(event) - one.logins.last;
    if (since < 0 || since > WATCH) continue;
    const act = actOf(one, event);
    if (act === null) continue;
    one.root ||= act.becameRoot;
    addAct(one, act);
    due.add(one);
  }
}

function actOf(one: Takeover, event: Event): Act | null {
  if (event.kind === 'privilege') return privilegeAct(one, event);
  if (event.kind === 'account') return accountAct(one, event);
  return event.kind === 'system' ? scheduleAct(one, event) : null;
}
