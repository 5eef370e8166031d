import { openDetach } from '../../domain/detach.ts';
import type { Event, NetworkEvent, ProcessEvent, SystemEvent } from '../../domain/event.ts';
import type { Detector, DetectorRun } from '../detector.ts';
import type { ActStories } from '../host/act-story.ts';
import { openActStories } from '../host/act-story.ts';
import { connectionAct } from '../host/connection-rules.ts';
import { jobAct, processAct } from '../host/process-rules.ts';
import { openProcessSeries } from '../host/process-series.ts';

export const suspiciousProcess: Detector = {
  name: 'suspicious-process',
  looksFor: 'programs run from odd places, decoded or fetched on the fly, by services, and miners',
  kinds: ['process', 'network', 'system'],
  open: openSuspiciousProcess,
};

function openSuspiciousProcess(): DetectorRun {
  const detach = openDetach();
  const stories = openActStories(detach);
  const series = openProcessSeries(detach);
  return {
    on(event) {
      if (event.forged !== null) return;
      if (event.kind === 'process') {
        const act = processAct(event);
        if (act) tellProcess(stories, event, act);
        const more = series.note(event);
        if (more && more.family !== act?.family) tellProcess(stories, event, more);
      } else if (event.kind === 'network') noteConnection(stories, event);
      else if (event.kind === 'system') noteJob(stories, event);
    },
    drain(emit) {
      for (const draft of stories.drafts(suspiciousProcess.name)) emit(draft);
    },
    evicted: () => stories.evicted() + series.evicted(),
  };
}

const tellProcess = (stories: ActStories, event: ProcessEvent, act: NonNullable<ReturnType<typeof processAct>>): void => {
  stories.tell(event, act, {
    user: event.user ?? event.loginUser, source: null, system: event.user === 'root' && event.loginUser === null, parent: event.parentPid,
  }, { shown: event.command, target: event.target });
};

function noteConnection(stories: ActStories, event: NetworkEvent): void {
  const act = connectionAct(event);
  if (act) stories.tell(event, act, byUser(event), { shown: event.program, target: event.target });
}

function noteJob(stories: ActStories, event: SystemEvent): void {
  const act = event.action === 'job' && event.command !== null ? jobAct(event.command) : null;
  if (act) stories.tell(event, act, byUser(event), { shown: event.command, target: null });
}

const byUser = ({ user }: Event) => ({ user, source: null, system: false, parent: null });
