import type { Claim } from './claim.ts';
import type { Evidence } from './evidence.ts';
import type { Exposure } from './exposure.ts';
import type { Fact, FactOf, PriorIncident } from './fact.ts';
import type { FeedInUse } from './feed.ts';
import type { Finding } from './finding.ts';
import type { Handoff, Message } from './handoff.ts';
import type { CallId, EvidenceId, IncidentId } from './ids.ts';
import type { Incident, ResponseStep, SessionVerdict, Triage } from './incident.ts';
import type { Indicator } from './indicator.ts';
import type { LogInfo, LogRead, Unreadable } from './log.ts';

export interface ToolCall {
  readonly agent: string;
  readonly call: CallId;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Null while it runs. */
  readonly result: Omit<FactOf<'tool.returned'>, 'type' | 'agent' | 'call' | 'tool'> | null;
}

/** All that is known in one session: the fold of its facts. Lists are in order of arrival. */
export interface SessionState {
  readonly started: FactOf<'session.started'> | null;
  /** What was known from earlier sessions when this one began. */
  readonly prior: readonly PriorIncident[];
  /** Feeds of indicators that were there when this session began. */
  readonly feeds: readonly FeedInUse[];
  /** What the session is compared with; null without a baseline. */
  readonly baseline: Omit<FactOf<'baseline.taken'>, 'type'> | null;
  readonly logs: readonly LogInfo[];
  readonly reads: readonly LogRead[];
  readonly unreadable: readonly Unreadable[];
  readonly evidence: ReadonlyMap<EvidenceId, Evidence>;
  readonly findings: readonly Finding[];
  readonly weather: Omit<FactOf<'weather.counted'>, 'type'> | null;
  readonly indicators: readonly Indicator[];
  readonly incidents: readonly Incident[];
  readonly triages: readonly Triage[];
  readonly steps: ReadonlyMap<IncidentId, readonly ResponseStep[]>;
  readonly exposures: readonly Exposure[];
  readonly claims: readonly Claim[];
  readonly calls: readonly ToolCall[];
  readonly handoffs: readonly Handoff[];
  readonly messages: readonly Message[];
  readonly verdict: SessionVerdict | null;
  readonly reports: readonly FactOf<'report.written'>[];
  readonly troubles: readonly { readonly where: string; readonly what: string }[];
  readonly ended: FactOf<'session.ended'> | null;
}

export const EMPTY_STATE: SessionState = {
  started: null, prior: [], feeds: [], baseline: null, logs: [], reads: [], unreadable: [], evidence: new Map(), findings: [], weather: null, indicators: [],
  incidents: [], triages: [], steps: new Map(), exposures: [], claims: [], calls: [], handoffs: [],
  messages: [], verdict: null, reports: [], troubles: [], ended: null,
};

/** The state after one more fact. Desk facts change no session. */
export function evolve(state: SessionState, fact: Fact): SessionState {
  switch (fact.type) {
    case 'session.started': return { ...state, started: fact };
    case 'knowledge.taken': return { ...state, prior: fact.incidents };
    case 'feeds.taken': return { ...state, feeds: fact.feeds };
    case 'baseline.taken': return { ...state, baseline: fact };
    case 'session.resumed': return { ...state, ended: null };
    case 'log.opened': return { ...state, logs: put(state.logs, fact.log, (log) => log.id) };
    case 'log.unreadable': return { ...state, unreadable: put(state.unreadable, fact.unreadable, (log) => log.path) };
    case 'log.read': return { ...state, reads: put(state.reads, fact.read, (read) => read.log) };
    case 'agent.reasoned':
    case 'agent.finished': return state;
    case 'claim.made': return { ...state, claims: [...state.claims, fact.claim] };
    case 'tool.called': return { ...state, calls: [...state.calls, { ...fact, result: null }] };
    case 'tool.returned': return { ...state, calls: returned(state.calls, fact) };
    case 'evidence.minted': return { ...state, evidence: minted(state.evidence, fact.evidence) };
    case 'finding.raised':
    case 'finding.updated': return { ...state, findings: put(state.findings, fact.finding, (finding) => finding.id) };
    case 'weather.counted': return { ...state, weather: fact };
    case 'indicators.seen': return { ...state, indicators: fact.indicators };
    case 'incident.raised':
    case 'incident.updated': return { ...state, incidents: put(state.incidents, fact.incident, (one) => one.id) };
    case 'incident.triaged': return { ...state, triages: put(state.triages, fact.triage, (one) => one.incident) };
    case 'steps.proposed': return { ...state, steps: new Map([...state.steps, [fact.incident, fact.steps]]) };
    case 'exposure.found': return { ...state, exposures: put(state.exposures, fact.exposure, (one) => one.id) };
    case 'handoff.made': return { ...state, handoffs: [...state.handoffs, fact.handoff] };
    case 'message.sent': return { ...state, messages: [...state.messages, fact.message] };
    case 'verdict.given': return { ...state, verdict: fact.verdict };
    case 'report.written': return { ...state, reports: [...state.reports, fact] };
    case 'rules.taken': return state;
    case 'trouble.met': return { ...state, troubles: [...state.troubles, fact] };
    case 'session.ended': return { ...state, ended: fact };
    case 'incident.noted':
    case 'incident.closed':
    case 'incident.reopened':
    case 'incident.merged':
    case 'incident.assigned':
    case 'suppression.added':
    case 'suppression.lifted':
    case 'lesson.learnt':
    case 'session.removed': return state;
    default: return fact satisfies never;
  }
}

function put<Item>(items: readonly Item[], item: Item, keyOf: (item: Item) => string): readonly Item[] {
  const at = items.findIndex((other) => keyOf(other) === keyOf(item));
  return at < 0 ? [...items, item] : items.with(at, item);
}

function minted(known: SessionState['evidence'], more: readonly Evidence[]): SessionState['evidence'] {
  const all = new Map(known);
  for (const one of more) all.set(one.id, one);
  return all;
}

function returned(calls: readonly ToolCall[], fact: FactOf<'tool.returned'>): readonly ToolCall[] {
  const { ok, summary, rows, sha256, milliseconds } = fact;
  return calls.map((call) =>
    call.call === fact.call ? { ...call, result: { ok, summary, rows, sha256, milliseconds } } : call);
}
