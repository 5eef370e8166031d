import type { Entry, Fact, FactOf, FactType, IncidentMark } from './fact.ts';
import type { SessionId } from './ids.ts';
import { seenIncidents, sightIncidents, standAll } from './known-incidents.ts';
import type { Knowledge, KnownFinding, KnownSession, Suppression } from './knowledge.ts';
import type { SessionState } from './session-state.ts';
import { EMPTY_STATE, evolve } from './session-state.ts';
import { bySession, resight, textOrder } from './sightings.ts';

/** A spray can come from thousands of addresses; the journal has them all. */
const SOURCES_KEPT = 50;

/**
 * Knowledge with one session taken in, from its whole journal. Whatever was known from that session is replaced, and
 * all orders follow ids and fingerprints, never the order of calls: taking sessions in one by one as they end gives
 * what a rebuild from all journals gives. A session that was taken in with the same head changes nothing.
 */
export function projectSession(knowledge: Knowledge, entries: readonly Entry[], chainHead: string): Knowledge {
  const state = entries.reduce((now, entry) => evolve(now, entry.fact), EMPTY_STATE);
  if (state.started === null) return knowledge;
  const { session } = state.started;
  if (knowledge.sessions.some((one) => one.session === session && one.chainHead === chainHead)) return knowledge;
  const times = timesIn(entries);
  const label = (name: string, at: number) => ({ session, label: name, at });
  return {
    ...knowledge,
    sessions: putSession(knowledge.sessions, sessionRow(state, session, { chainHead, times })),
    incidents: standAll(sightIncidents(knowledge.incidents, session, seenIncidents(entries, state)), knowledge.marks),
    findings: resight(knowledge.findings, session, knownFindings(state, session, times), (one) => one.fingerprint),
    indicators: resight(knowledge.indicators, session, state.indicators.map((one) => ({
      type: one.type, value: one.value, sightings: [{ ...label('', times.started), count: one.count }],
    })), (one) => `${one.type} ${one.value}`),
    assets: resight(knowledge.assets, session, knownHosts(state).map(([name, log]) =>
      ({ name, sightings: [label(log, times.started)] })), (one) => one.name),
    exposures: replaceRows(knowledge.exposures, session, state.exposures.map((exposure) => ({ session, exposure }))),
    handoffs: replaceRows(knowledge.handoffs, session, of(entries, 'handoff.made').map(({ at, fact }) =>
      ({ session, at, handoff: fact.handoff }))),
    messages: replaceRows(knowledge.messages, session, of(entries, 'message.sent').map(({ at, fact }) =>
      ({ session, at, message: fact.message }))),
    actions: replaceRows(knowledge.actions, session, proposedSteps(state, session)),
  };
}

/**
 * Knowledge with the desk's whole journal taken in. Everything that comes from the desk is replaced; an older state
 * of the desk, read before another process added to it, changes nothing.
 */
export function projectDesk(knowledge: Knowledge, entries: readonly Entry[]): Knowledge {
  if (entries.length < knowledge.deskEntries) return knowledge;
  const marks = entries.flatMap(({ at, fact }) => (isMark(fact) ? [{ at, fact }] : []));
  return {
    ...knowledge,
    marks,
    incidents: standAll(knowledge.incidents, marks),
    lessons: of(entries, 'lesson.learnt').map(({ at, fact: { id, who, text, scope, expires } }) => ({ id, at, who, text, scope, expires })),
    suppressions: suppressionsIn(entries),
    sessions: of(entries, 'session.removed').reduce((sessions, { at, fact }) =>
      putSession(sessions, removedRow(sessions, fact.session, { at, summary: fact.summary })), knowledge.sessions),
    deskEntries: entries.length,
  };
}

/** Written out, for the schema they could be read from is slow to load; the type holds the list complete. */
const MARKS: Readonly<Record<IncidentMark['type'], true>> = {
  'incident.noted': true, 'incident.closed': true, 'incident.reopened': true, 'incident.merged': true,
  'incident.assigned': true,
};
const isMark = (fact: Fact): fact is IncidentMark => Object.hasOwn(MARKS, fact.type);

const of = <Type extends FactType>(entries: readonly Entry[], type: Type): readonly { readonly at: number; readonly fact: FactOf<Type> }[] =>
  entries.flatMap(({ at, fact }) => (fact.type === type ? [{ at, fact: fact as FactOf<Type> }] : []));

function suppressionsIn(entries: readonly Entry[]): Suppression[] {
  const standing = new Map<string, Suppression>();
  for (const { at, fact } of entries) {
    if (fact.type === 'suppression.added') {
      const { id, matches, reason, who, expires } = fact;
      standing.set(id, { id, ...matches, reason, who, at, expires });
    }
    if (fact.type === 'suppression.lifted') standing.delete(fact.id);
  }
  return [...standing.values()];
}

interface Times {
  readonly started: number;
  readonly ended: number | null;
  /** When each finding was raised, by its label. */
  readonly raised: ReadonlyMap<string, number>;
}

function timesIn(entries: readonly Entry[]): Times {
  const raised = new Map<string, number>();
  let ended: number | null = null;
  for (const { at, fact } of entries) {
    if (fact.type === 'finding.raised') raised.set(fact.finding.id, at);
    if (fact.type === 'session.resumed') ended = null;
    if (fact.type === 'session.ended') ended = at;
  }
  return { started: entries[0]?.at ?? 0, ended, raised };
}

function sessionRow(state: SessionState, session: SessionId, { chainHead, times }: { readonly chainHead: string; readonly times: Times }): KnownSession {
  return {
    session,
    started: times.started,
    ended: times.ended,
    state: state.ended?.state ?? 'open',
    sources: state.logs.map((log) => log.path ?? log.name),
    verdict: state.verdict?.verdict ?? null,
    headline: state.verdict?.headline ?? null,
    chainHead,
  };
}

/** What stays of a removed session: that it was, and its summary. */
function removedRow(sessions: readonly KnownSession[], session: SessionId, { at, summary }: { readonly at: number; readonly summary: string }): KnownSession {
  const known = sessions.find((one) => one.session === session);
  const row = known ?? { session, started: at, ended: at, sources: [], verdict: null, chainHead: null };
  return { ...row, state: 'removed', headline: summary };
}

const putSession = (sessions: readonly KnownSession[], row: KnownSession): KnownSession[] =>
  [...sessions.filter((one) => one.session !== row.session), row].sort((a, b) => textOrder(a.session, b.session));

function knownFindings(state: SessionState, session: SessionId, times: Times): readonly KnownFinding[] {
  return state.findings.map((finding) => ({
    fingerprint: finding.fingerprint,
    detector: finding.detector,
    category: finding.category,
    title: finding.title,
    severity: finding.severity,
    sources: finding.sources.slice(0, SOURCES_KEPT),
    sightings: [{ session, label: finding.id, at: times.raised.get(finding.id) ?? times.started }],
  }));
}

/** Each host whose records were read, with the first log that holds some. */
function knownHosts(state: SessionState): readonly (readonly [string, string])[] {
  const hosts = new Map<string, string>();
  for (const read of state.reads) for (const host of read.hosts) if (!hosts.has(host)) hosts.set(host, read.log);
  return [...hosts];
}

function proposedSteps(state: SessionState, session: SessionId): Knowledge['actions'] {
  return [...state.steps].flatMap(([id, steps]) => {
    const incident = state.incidents.find((one) => one.id === id);
    return incident === undefined ? [] : steps.map(({ host, what }) => ({ session, incident: incident.fingerprint, host, what }));
  });
}

const replaceRows = <Row extends { readonly session: SessionId }>(rows: readonly Row[], session: SessionId, mine: readonly Row[]): Row[] =>
  [...rows.filter((row) => row.session !== session), ...mine].sort(bySession);
