import { agents } from '../../agents/index.ts';
import { orchestrate } from '../../agents/orchestrator.ts';
import { sessionVerdict } from '../../detect/verdict.ts';
import type { Baseline } from '../../domain/baseline.ts';
import type { Context } from '../../domain/context.ts';
import { NO_CONTEXT } from '../../domain/no-context.ts';
import type { Entry, Fact, FactOf, Request } from '../../domain/fact.ts';
import type { SessionId } from '../../domain/ids.ts';
import type { LogInfo, Unreadable } from '../../domain/log.ts';
import { priorKnowledge } from '../../domain/prior-knowledge.ts';
import type { Result } from '../../domain/result.ts';
import type { SessionState } from '../../domain/session-state.ts';
import type { Head, Journals } from '../../ports/journal.ts';
import type { LogSource } from '../../ports/log-source.ts';
import { TOOLS } from '../../tools/index.ts';
import { openEventRecall } from '../../tools/reading/event-recall.ts';
import type { ToolEffect, Trades } from '../../tools/tool.ts';
import { exitCodeOf, exitCodeOfStop } from '../exit-code.ts';
import type { House } from '../house.ts';
import type { Session, Watcher } from '../session.ts';
import { openSession } from '../session.ts';
import { parseContext } from './context.ts';
import { shelfFor } from './rules.ts';

/** Turns and calls for a brain that costs; the embedded one is bounded by the team itself. */
const BUDGET = { turns: 60, calls: 200 };

/** What tools may do in a session that is kept. */
export const EFFECTS: readonly ToolEffect[] = ['observe', 'propose', 'record'];

export interface RunSettings {
  readonly journals: Journals;
  readonly watcher: Watcher;
  readonly signal: AbortSignal;
  /** What tools may do; a run that is not saved proposes nothing. */
  readonly effects: readonly ToolEffect[];
  /** Where logs come from: opened anew, or the recorded ones opened again. */
  open(session: Session): Promise<readonly LogSource[]>;
  /** Called with the finished state before the session is sealed. */
  saveReport(session: SessionId, name: string, text: string): Promise<Result<string, string>>;
}

export interface RunOutcome {
  readonly session: SessionId;
  readonly state: SessionState;
  readonly entries: readonly Entry[];
  readonly head: Head;
  readonly exitCode: number;
}

/** One session from its first facts to its seal; what interrupts it is told in the last fact. */
export async function runSession(
  house: House, id: SessionId, first: readonly Fact[], settings: RunSettings,
): Promise<RunOutcome> {
  const session = await openSession(id, await settings.journals.open(id), house.clock, settings.watcher);
  let logs: readonly LogSource[] = [];
  try {
    await session.append(first);
    logs = await settings.open(session);
    await work(house, session, logs, settings);
    const exitCode = await end(session, settings);
    return { session: id, state: session.state(), entries: session.entries(), head: session.head(), exitCode };
  } finally {
    for (const log of logs) await log.close();
    await session.close();
  }
}

// Four parameters on purpose: house, session, its logs, the run.
async function work(
  house: House, session: Session, logs: readonly LogSource[], settings: RunSettings,
): Promise<void> {
  const brain = house.brain();
  if (logs.length > 0) {
    await orchestrate({
      agents, tools: TOOLS, brain, embedded: brain, session, effects: settings.effects, budget: BUDGET,
      signal: settings.signal,
      lent: { logs, trades: await tradesOf(house, session.state(), (name, text) => settings.saveReport(session.id, name, text)) },
    });
  }
  if (session.state().verdict === null && !settings.signal.aborted) {
    await session.append([{ type: 'verdict.given', verdict: sessionVerdict(session.state()) }]);
  }
}

/** What tools are lent in a session that has started. */
export async function tradesOf(
  house: House, state: SessionState, saveReport: Trades['saveReport'],
): Promise<Trades> {
  const started = startOf(state);
  return {
    context: await contextOf(house, started.request), baseline: await baselineOf(house, state), knowledge: priorKnowledge(state.prior),
    files: house.files, feeds: house.feeds, net: house.net,
    host: started.host, now: started.now, recall: openEventRecall(), saveReport,
    rules: shelfFor(house, started.request.rules),
  };
}

function startOf({ started }: SessionState): FactOf<'session.started'> {
  if (!started) throw new Error('a session must start with session.started');
  return started;
}

/** The baseline the session took, where it is still the same. */
async function baselineOf({ baselines }: House, { baseline }: SessionState): Promise<Baseline | null> {
  if (baseline === null) return null;
  const stored = await baselines.read(baseline.name);
  return stored.ok && stored.value.sha256 === baseline.sha256 ? stored.value.baseline : null;
}

/** The context as recorded with the request: it was checked when the session began. */
async function contextOf(house: House, { context }: Request): Promise<Context> {
  if (context === null) return NO_CONTEXT;
  const parsed = await parseContext(house, context);
  if (!parsed.ok) throw new Error('the recorded context does not read back', { cause: parsed.trouble });
  return parsed.value;
}

async function end(session: Session, { signal }: RunSettings): Promise<number> {
  const exitCode = signal.aborted ? exitCodeOfStop(signal.reason) : exitCodeOf(session.state(), startOf(session.state()).request.failOn);
  await session.append([signal.aborted
    ? { type: 'session.ended', state: 'interrupted', why: String(signal.reason), exitCode }
    : { type: 'session.ended', state: 'complete', why: null, exitCode }]);
  return exitCode;
}

/** Opens what the request names and says so in facts. */
export async function openRequested(
  house: House, session: Session, request: Request,
  { signal, spoolFolder }: { readonly signal: AbortSignal; readonly spoolFolder: string },
): Promise<readonly LogSource[]> {
  const { sources } = house.places.session(session.id);
  const from = house.logs(spoolFolder);
  const { logs, unreadable, copies } = await from.open(request.paths, signal);
  await session.append([
    ...openedFacts(logs.map(({ info }) => info), unreadable),
    ...copies.map(({ name, of }): Fact => ({ type: 'trouble.met', where: 'logs', what: `${name} holds the same bytes as ${of}: counted once` })),
  ]);
  if (request.keepSources) {
    for (const log of logs) {
      const kept = await from.keep(log, sources);
      if (!kept.ok) await session.append([{ type: 'trouble.met', where: 'keep-sources', what: kept.trouble.why }]);
    }
  }
  return logs;
}

/** Opens the recorded logs again, by path or from the copies kept. */
export async function openRecorded(
  house: House, session: Session, recorded: readonly LogInfo[], keptFor: SessionId,
): Promise<readonly LogSource[]> {
  const { sources } = house.places.session(keptFor);
  const opened = await house.logs(sources).reopen(recorded, sources);
  const logs = opened.flatMap((result) => (result.ok ? [result.value] : []));
  const unreadable = opened.flatMap((result) => (result.ok ? [] : [result.trouble]));
  await session.append(openedFacts(logs.map(({ info }) => info), unreadable));
  return logs;
}

const openedFacts = (logs: readonly LogInfo[], unreadable: readonly Unreadable[]): readonly Fact[] => [
  ...logs.map((log): Fact => ({ type: 'log.opened', log })),
  ...unreadable.map((one): Fact => ({ type: 'log.unreadable', unreadable: one })),
];
