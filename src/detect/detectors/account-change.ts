import { openDetach } from '../../domain/detach.ts';
import type { AccountEvent, AuthEvent } from '../../domain/event.ts';
import { isNoLogin, isServiceAccount, isSystemUid } from '../account-names.ts';
import type { AccountStory } from '../account-story.ts';
import { accountDraft } from '../account-story.ts';
import type { ActorHistory } from '../actor-history.ts';
import { openActorHistory } from '../actor-history.ts';
import { byKey, DAY, HOUR, remember, succeeded } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import type { FirstBoot } from '../first-boot.ts';
import { openFirstBoot } from '../first-boot.ts';
import type { PackageProof } from '../package-proof.ts';
import { openPackageProof } from '../package-proof.ts';
import { capName } from '../tally.ts';
import { extend, openTrail, telling, TELLING_LIMIT, timeOf } from '../trail.ts';
import type { Keyed } from '../window.ts';
import { openKeyed } from '../window.ts';

/** Accounts changed that are remembered. */
const LIMIT = 16_384;
/** A new account used this soon is used by who made it, or for whom it was made. */
const USED_WITHIN = DAY;
/** Later removal is housekeeping. */
const SHORT_LIVED = 24 * HOUR;
const GROUPS_LISTED = 12;

interface State {
  readonly detach: (text: string) => string;
  readonly stories: Keyed<AccountStory>;
  readonly actors: ActorHistory;
  readonly packages: PackageProof;
  readonly boot: FirstBoot;
  readonly due: Set<AccountStory>;
}

export const accountChange: Detector = {
  name: 'account-change',
  looksFor: 'accounts made, given rights, unlocked or given passwords by others',
  kinds: ['account', 'auth', 'privilege', 'package', 'system'],
  successesOnly: true,
  open: openAccountChange,
};

function openAccountChange(): DetectorRun {
  const detach = openDetach();
  const state: State = {
    detach, stories: openKeyed(LIMIT, () => true), actors: openActorHistory(detach), packages: openPackageProof(),
    boot: openFirstBoot(), due: new Set(),
  };
  return {
    on(event) {
      state.boot.note(event);
      if (event.kind === 'package') state.packages.note(event);
      else if (event.kind === 'account') {
        if (event.target !== null && event.forged === null && event.outcome !== 'failure') note(state, event, event.target);
      } else {
        if (event.kind === 'auth' && event.outcome === 'success' && state.stories.size() > 0) noteLogin(state, event);
        state.actors.note(event);
      }
    },
    drain(emit) {
      for (const story of state.due) {
        if (story.system && isPackageWork(state, story)) continue;
        const draft = accountDraft(accountChange.name, story);
        if (draft) emit(draft);
      }
      state.due.clear();
    },
    evicted: () => state.stories.evicted() + state.actors.evicted(),
  };
}

const keyOf = (host: string | null, name: string): string => `${host ?? ''} ${capName(name)}`;

/** Root rights and use by somebody are never a package script's work. */
const isPackageWork = ({ packages }: State, story: AccountStory): boolean =>
  !story.uidZero && story.usedFrom === null && packages.explains(story.host, story.created);

function storyOf({ detach, stories }: State, event: AccountEvent, name: string): AccountStory {
  const key = keyOf(event.host, name);
  const known = stories.get(key);
  if (known) return known;
  const story: AccountStory = {
    key: detach(key), name: detach(capName(name)), host: event.host === null ? null : detach(event.host),
    trail: { ...openTrail(event), count: 0 }, lines: [], created: NaN, system: false, uidZero: false, password: 'none',
    unlocked: false, removed: false, shellGiven: false, groups: [], actor: null, established: false, usedFrom: null,
    usedAt: NaN, inferred: false, setUp: false, byPassword: false,
  };
  stories.set(story.key, story);
  return story;
}

function note(state: State, event: AccountEvent, name: string): void {
  if (event.action === 'group-added' || event.action === 'group-removed' || event.action === 'member-removed') return;
  const story = storyOf(state, event, name);
  const actor = event.user ?? state.actors.behind(event);
  apply(state, story, event, actor);
  extend(story.trail, event);
  if (story.lines.length < TELLING_LIMIT) story.lines.push(telling(event));
  if (actor !== null && story.actor === null) {
    story.actor = state.detach(capName(actor));
    story.established = !isServiceAccount(actor) && state.actors.isEstablished(actor, event);
  }
  story.inferred ||= event.inferred;
  state.due.add(story);
}

function apply(state: State, story: AccountStory, event: AccountEvent, actor: string | null): void {
  if (event.uid === 0) story.uidZero = true;
  switch (event.action) {
    case 'user-added':
      story.created = timeOf(event);
      story.setUp = state.boot.explains(event.host, timeOf(event));
      story.system = isSystemUid(event.uid) || isNoLogin(event.shell);
      break;
    case 'user-changed':
      story.shellGiven ||= event.shell !== null && !isNoLogin(event.shell) && isServiceAccount(story.name);
      break;
    case 'password-changed':
      story.password = actor !== null && actor !== story.name ? 'by-other' : 'set';
      break;
    case 'member-added': remember(story.groups, event.group, GROUPS_LISTED, state.detach); break;
    case 'unlocked': story.unlocked = true; break;
    case 'user-removed': story.removed = timeOf(event) - story.created <= SHORT_LIVED; break;
    case 'locked': case 'group-added': case 'group-removed': case 'member-removed': break;
    default: event.action satisfies never;
  }
}

function noteLogin(state: State, event: AuthEvent): void {
  if (!succeeded(event) || event.user === null || event.source === null) return;
  const story = state.stories.get(keyOf(event.host, event.user));
  if (!story || !(timeOf(event) - story.created <= USED_WITHIN)) return;
  extend(story.trail, event);
  if (story.usedFrom === null && story.lines.length < TELLING_LIMIT) story.lines.push(telling(event));
  story.usedFrom ??= state.detach(event.source);
  story.usedAt = timeOf(event);
  story.byPassword ||= !byKey(event);
  state.due.add(story);
}
