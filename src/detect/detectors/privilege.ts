import { openDetach } from '../../domain/detach.ts';
import type { Event, PrivilegeEvent } from '../../domain/event.ts';
import { isServiceAccount } from '../account-names.ts';
import type { ActorHistory } from '../actor-history.ts';
import { openActorHistory } from '../actor-history.ts';
import { MINUTE, remember } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import type { CommandStory, RefusalStory } from '../privilege-story.ts';
import { commandDraft, openCommandStory, openRefusalStory, refusalDraft } from '../privilege-story.ts';
import { capName } from '../tally.ts';
import type { TellingCommand } from '../telling-commands.ts';
import { tellingCommand } from '../telling-commands.ts';
import { extend, telling, TELLING_LIMIT, timeOf } from '../trail.ts';
import type { Keyed } from '../window.ts';
import { noteTime, openKeyed } from '../window.ts';

const LIMIT = 16_384;
/** A person mistypes a password once or twice; sudo itself stops after three. */
const WRONG_PASSWORDS = 5;
const WRONG_WINDOW = 10 * MINUTE;
const COMMANDS_TOLD = 4;
const COMMAND_LIMIT = 200;

interface State {
  readonly detach: (text: string) => string;
  readonly commands: Keyed<CommandStory>;
  readonly refusals: Keyed<RefusalStory>;
  readonly actors: ActorHistory;
  readonly dueCommands: Set<CommandStory>;
  readonly dueRefusals: Set<RefusalStory>;
}

export const privilege: Detector = {
  name: 'privilege',
  looksFor: 'refused and unusual use of sudo and su, and commands that plant or take rights',
  kinds: ['privilege', 'auth', 'system'],
  successesOnly: true,
  open: openPrivilege,
};

function openPrivilege(): DetectorRun {
  const detach = openDetach();
  const state: State = {
    detach, commands: openKeyed(LIMIT, () => true), refusals: openKeyed(LIMIT, () => true),
    actors: openActorHistory(detach), dueCommands: new Set(), dueRefusals: new Set(),
  };
  return {
    on(event) {
      if (event.kind === 'privilege' && event.forged === null && event.user !== null) note(state, event, event.user);
      else if (event.kind === 'system') noteSchedule(state, event);
      state.actors.note(event);
    },
    drain(emit) {
      for (const story of state.dueRefusals) emit(refusalDraft(privilege.name, story));
      for (const story of state.dueCommands) emit(commandDraft(privilege.name, story));
      state.dueRefusals.clear();
      state.dueCommands.clear();
    },
    evicted: () => state.commands.evicted() + state.refusals.evicted() + state.actors.evicted(),
  };
}

function note(state: State, event: PrivilegeEvent, user: string): void {
  if (event.action === 'refused' && event.outcome !== 'info') noteRefusal(state, event, user);
  if (event.action !== 'run') return;
  noteSwitch(state, event, user);
  const told = tellingRun(event, user);
  // What wipes or stops logs is told by the detector of tampering.
  if (told !== null && told.category !== 'log-tampering') tell(state, event, user, told);
}

function tellingRun({ asUser, command }: PrivilegeEvent, user: string): TellingCommand | null {
  if (asUser !== null && WRAPPED_IDS.has(asUser)) return WRAPPED_ID;
  if (command !== null) return tellingCommand(command);
  return asUser === 'root' && isServiceAccount(user) ? SERVICE_SU : null;
}

/** `sudo -u#-1` was root by a mistake in old versions of sudo. */
const WRAPPED_IDS = new Set(['#-1', '#4294967295']);
const WRAPPED_ID: TellingCommand = {
  family: 'sudo-wrapped-id', category: 'privilege-escalation', severity: 'critical', lasts: false,
  attack: { tactic: 'privilege-escalation', technique: 'T1068' },
  did: 'used a user id that old versions of sudo mistake for root (CVE-2019-14287)', benign: 'A test of this very weakness.',
};
const SERVICE_SU: TellingCommand = {
  family: 'service-su', category: 'privilege-escalation', severity: 'high', lasts: false,
  attack: { tactic: 'privilege-escalation', technique: 'T1548' }, did: 'became root by su',
  benign: 'An administrator who had first become that account.',
};
const SERVICE_CRON: TellingCommand = {
  family: 'schedule', category: 'persistence', severity: 'medium', lasts: true,
  attack: { tactic: 'persistence', technique: 'T1053.003' }, did: 'changed its crontab',
  benign: 'The set-up of the application.',
};

function noteSchedule(state: State, event: Event): void {
  if (event.kind !== 'system' || event.action !== 'other' || event.forged !== null || event.user === null) return;
  if (event.command?.startsWith('crontab ') === true && isServiceAccount(event.user)) tell(state, event, event.user, SERVICE_CRON);
}

function tell(state: State, event: Event, user: string, told: TellingCommand): void {
  const key = `${told.family} ${event.host ?? ''} ${capName(user)}`;
  let story = state.commands.get(key);
  if (!story) {
    const established = !isServiceAccount(user) && state.actors.isEstablished(user, event);
    story = openCommandStory(event, { key: state.detach(key), user: state.detach(capName(user)), told, established });
    state.commands.set(story.key, story);
  } else extend(story.trail, event);
  const command = event.kind === 'privilege' ? event.command : null;
  remember(story.commands, command === null ? null : command.slice(0, COMMAND_LIMIT), COMMANDS_TOLD, state.detach);
  if (event.kind === 'privilege') remember(story.became, event.asUser, COMMANDS_TOLD, state.detach);
  if (story.lines.length < TELLING_LIMIT) story.lines.push(telling(event));
  state.dueCommands.add(story);
}

function refusalOf(state: State, event: PrivilegeEvent, user: string): RefusalStory {
  const key = `${event.host ?? ''} ${capName(user)}`;
  const known = state.refusals.get(key);
  if (known) {
    extend(known.trail, event);
    return known;
  }
  const story = openRefusalStory(event, state.detach(key), state.detach(capName(user)));
  state.refusals.set(story.key, story);
  return story;
}

function noteRefusal(state: State, event: PrivilegeEvent, user: string): void {
  const story = refusalOf(state, event, user);
  if (event.outcome === 'denied') story.denied += event.count;
  else noteWrong(story, event);
  remember(story.commands, event.command?.slice(0, COMMAND_LIMIT) ?? null, COMMANDS_TOLD, state.detach);
  remember(story.became, event.asUser, COMMANDS_TOLD, state.detach);
  if (story.lines.length < TELLING_LIMIT) story.lines.push(telling(event));
  if (story.guessing || story.denied > 0) state.dueRefusals.add(story);
}

function noteWrong(story: RefusalStory, event: PrivilegeEvent): void {
  story.wrong += event.count;
  let span = Infinity;
  for (let times = Math.min(event.count, WRONG_PASSWORDS); times > 0; times -= 1) {
    span = noteTime(story.times, timeOf(event), WRONG_PASSWORDS);
  }
  story.guessing ||= span <= WRONG_WINDOW || (event.time === null && story.wrong >= WRONG_PASSWORDS);
}

/** Rights gained after many wrong passwords for them. */
function noteSwitch(state: State, event: PrivilegeEvent, user: string): void {
  const story = state.refusals.get(`${event.host ?? ''} ${capName(user)}`);
  if (!story) return;
  if (story.guessing && !story.gained && timeOf(event) - story.trail.last <= WRONG_WINDOW) {
    story.gained = true;
    extend(story.trail, event);
    story.lines.unshift(telling(event));
    state.dueRefusals.add(story);
  } else if (!story.guessing) {
    // Mistyped, then right.
    story.wrong = 0;
    story.times.length = 0;
  }
}
