import { parseZone } from '../../detect/log-clock.ts';
import type { Request } from '../../domain/fact.ts';
import type { Severity } from '../../domain/severity.ts';
import type { SessionId } from '../../domain/ids.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Journals } from '../../ports/journal.ts';
import type { LogSource } from '../../ports/log-source.ts';
import { remember } from '../remember.ts';
import type { House } from '../house.ts';
import type { Session, Watcher } from '../session.ts';
import type { RunOutcome, RunSettings } from './run-session.ts';
import { openRecorded, openRequested, runSession } from './run-session.ts';

/** Names standard input among the paths. */
const STDIN = '-';

export interface TriageOptions {
  readonly request: Request;
  /** False keeps nothing: the journal lives in memory and no report is written. */
  readonly save: boolean;
  readonly failOn: Severity;
  readonly watcher: Watcher;
  readonly signal: AbortSignal;
}

/** Reads what the request names, lets the agents work, seals the session and remembers it. */
export async function triage(house: House, options: TriageOptions): Promise<RunOutcome> {
  const { request, save, watcher, signal, failOn } = options;
  const id = house.ids.session();
  const journals = save ? house.journals : house.scratch();
  const settings: RunSettings = {
    journals, watcher, signal, failOn, effects: save ? ['observe', 'propose'] : ['observe'],
    open: async (session) => openRequested(house, session, request, {
      signal, spoolFolder: save ? house.places.session(session.id).sources : await house.scratchFolder(),
    }),
    saveReport: save ? reportSaver(house) : () => Promise.resolve(fail('this run is not saved')),
  };
  const outcome = await runSession(house, id, {
    type: 'session.started', session: id, request, version: house.version, brain: house.brain().name,
    host: house.host, user: house.user, now: house.clock.now(),
  }, settings);
  if (save) await remember(house, outcome);
  return outcome;
}

/** Goes on with a session that was interrupted or died; what it already knows is not asked again. */
export async function resume(
  house: House, id: SessionId, { failOn, watcher, signal }: Pick<TriageOptions, 'failOn' | 'watcher' | 'signal'>,
): Promise<RunOutcome> {
  const settings: RunSettings = {
    journals: house.journals, watcher, signal, failOn, effects: ['observe', 'propose'],
    open: (session) => openAgain(house, session, signal),
    saveReport: reportSaver(house),
  };
  const outcome = await runSession(house, id,
    { type: 'session.resumed', version: house.version, why: 'asked by the analyst' }, settings);
  await remember(house, outcome);
  return outcome;
}

/** The recorded logs; those asked for where the run died before it had opened any. */
async function openAgain(house: House, session: Session, signal: AbortSignal): Promise<readonly LogSource[]> {
  const { logs, unreadable, started } = session.state();
  if (!started || logs.length > 0 || unreadable.length > 0) return openRecorded(house, session, logs, session.id);
  const paths = started.request.paths.filter((path) => path !== STDIN);
  if (paths.length < started.request.paths.length) {
    await session.append([{ type: 'log.unreadable', unreadable: {
      path: STDIN, why: 'what came in on standard input was not kept yet', remedy: 'pipe it into soc triage - again',
    } }]);
  }
  return openRequested(house, session, { ...started.request, paths },
    { signal, spoolFolder: house.places.session(session.id).sources });
}

const reportSaver = (house: House): RunSettings['saveReport'] => async (session, name, text) => {
  const path = `${house.places.session(session).reports}/${name}`;
  const written = await house.files.writeText(path, text);
  return written.ok ? ok(path) : fail(written.trouble.why);
};

/** Whether a session can go on: it must have begun, and not have come to its end. */
export async function canResume(journals: Journals, id: SessionId): Promise<boolean> {
  const journal = await journals.open(id);
  const { entries } = await journal.read();
  await journal.close();
  const ended = entries.findLast(({ fact }) => fact.type === 'session.ended' || fact.type === 'session.resumed')?.fact;
  const complete = ended?.type === 'session.ended' && ended.state === 'complete';
  return entries.some(({ fact }) => fact.type === 'session.started') && !complete;
}

/** Why a zone cannot be used; null where it can. */
export const zoneTrouble = (zone: string | null): string | null =>
  (zone === null || parseZone(zone) !== null ? null : `${zone} is no zone; write +02:00, UTC or Europe/Berlin`);
