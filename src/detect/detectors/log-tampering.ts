import { openDetach } from '../../domain/detach.ts';
import type { Event, PrivilegeEvent, SystemEvent } from '../../domain/event.ts';
import type { FindingDraft } from '../../domain/finding.ts';
import type { ActorHistory } from '../actor-history.ts';
import { openActorHistory } from '../actor-history.ts';
import { remember } from '../attempts.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import type { ActStories } from '../host/act-story.ts';
import { openActStories } from '../host/act-story.ts';
import { tamperingAct } from '../host/record-tampering.ts';
import type { SecondRecords } from '../second-record.ts';
import { openSecondRecords } from '../second-record.ts';
import { capName } from '../tally.ts';
import type { CommandStory } from '../privilege-story.ts';
import { commandDraft, openCommandStory } from '../privilege-story.ts';
import type { TellingCommand } from '../telling-commands.ts';
import { tellingCommand } from '../telling-commands.ts';
import type { Telling, Trail } from '../trail.ts';
import { citedLines, extend, openTrail, telling, TELLING_LIMIT, timeOrNull } from '../trail.ts';
import type { Keyed } from '../window.ts';
import { openKeyed } from '../window.ts';
import { between, plural } from '../wording.ts';

const LIMIT = 4_096;
const COMMANDS_TOLD = 4;
const COMMAND_LIMIT = 200;

interface Forgery {
  readonly key: string;
  readonly host: string | null;
  readonly why: string;
  readonly trail: Trail;
  readonly lines: Telling[];
}

interface State {
  readonly detach: (text: string) => string;
  readonly forgeries: Keyed<Forgery>;
  readonly commands: Keyed<CommandStory>;
  readonly actors: ActorHistory;
  readonly records: SecondRecords;
  readonly acts: ActStories;
  readonly dueForgeries: Set<Forgery>;
  readonly dueCommands: Set<CommandStory>;
}

export const logTampering: Detector = {
  name: 'log-tampering',
  looksFor: 'records that contradict themselves or miss their second record, and commands that wipe or stop logs',
  kinds: ['auth', 'privilege', 'account', 'system', 'generic'],
  successesOnly: true,
  open: openLogTampering,
};

function openLogTampering(): DetectorRun {
  const detach = openDetach();
  const state: State = {
    detach, forgeries: openKeyed(LIMIT, () => true), commands: openKeyed(LIMIT, () => true),
    actors: openActorHistory(detach), records: openSecondRecords(detach), acts: openActStories(detach), dueForgeries: new Set(), dueCommands: new Set(),
  };
  return {
    on(event) {
      if (event.forged !== null) noteForgery(state, event, event.forged);
      else if (event.kind === 'privilege') noteCommand(state, event);
      else if (event.kind === 'system') noteAct(state, event);
      else if (event.kind === 'auth' && event.outcome === 'success') {
        state.records.note(event);
        state.actors.note(event);
      }
    },
    drain(emit) {
      for (const forgery of state.dueForgeries) emit(forgeryDraft(forgery));
      for (const story of state.dueCommands) emit(commandDraft(logTampering.name, story));
      for (const draft of state.acts.drafts(logTampering.name)) emit(draft);
      for (const missing of state.records.missing()) emit({ detector: logTampering.name, ...missing });
      state.dueForgeries.clear();
      state.dueCommands.clear();
    },
    evicted: () => state.forgeries.evicted() + state.commands.evicted() + state.actors.evicted() + state.records.evicted()
      + state.acts.evicted(),
  };
}

function noteForgery({ detach, forgeries, dueForgeries }: State, event: Event, why: string): void {
  const key = `${event.host ?? ''} ${capName(why)}`;
  let forgery = forgeries.get(key);
  if (!forgery) {
    forgery = {
      key: detach(key), host: event.host === null ? null : detach(event.host), why: detach(capName(why)),
      trail: openTrail(event), lines: [],
    };
    forgeries.set(forgery.key, forgery);
  } else extend(forgery.trail, event);
  if (forgery.lines.length < TELLING_LIMIT) forgery.lines.push(telling(event));
  dueForgeries.add(forgery);
}

function noteAct({ acts }: State, event: SystemEvent): void {
  const act = tamperingAct(event);
  if (act) acts.tell(event, act, { user: event.user, source: null, system: false, parent: null }, { shown: event.command, target: event.target });
}

function noteCommand(state: State, event: PrivilegeEvent): void {
  if (event.action === 'run' && event.user !== null && event.command !== null) {
    const told = tellingCommand(event.command);
    if (told?.category === 'log-tampering') tell(state, event, { user: event.user, command: event.command, told });
  }
  state.actors.note(event);
}

interface Ran {
  readonly user: string;
  readonly command: string;
  readonly told: TellingCommand;
}

function tell(state: State, event: PrivilegeEvent, { user, command, told }: Ran): void {
  const key = `${told.family} ${event.host ?? ''} ${capName(user)}`;
  let story = state.commands.get(key);
  if (!story) {
    const established = state.actors.isEstablished(user, event);
    story = openCommandStory(event, { key: state.detach(key), user: state.detach(capName(user)), told, established });
    state.commands.set(story.key, story);
  } else extend(story.trail, event);
  remember(story.commands, command.slice(0, COMMAND_LIMIT), COMMANDS_TOLD, state.detach);
  remember(story.became, event.asUser, COMMANDS_TOLD, state.detach);
  if (story.lines.length < TELLING_LIMIT) story.lines.push(telling(event));
  state.dueCommands.add(story);
}

/** A forged record proves that somebody wrote to the log, and nothing about whom it names: it accuses nobody. */
function forgeryDraft({ key, host, why, trail, lines }: Forgery): FindingDraft {
  return {
    detector: logTampering.name, key: `forged ${key}`, category: 'log-tampering', family: 'forged-record',
    title: `${plural(trail.count, 'record')} may be forged`, severity: 'medium', confidence: 'high', progress: 'cannot-tell',
    attack: [{ tactic: 'impact', technique: 'T1565.001' }], sources: [], targets: [], users: [],
    hosts: host === null ? [] : [host], count: Math.max(1, trail.count), first: timeOrNull(trail.first),
    last: timeOrNull(trail.last), lines: citedLines(trail, lines), taint: ['all'],
    reason: `${plural(trail.count, 'record')} ${between(trail.first, trail.last)}: ${why}. What the journal itself notes `
      + 'about the sender contradicts what the record claims, so nobody it names is accused.',
    benign: 'A script that writes test messages, or an unusual build of the service.',
  };
}
