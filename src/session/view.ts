import { agents } from '../agents/index.ts';
import { renderClaim } from '../domain/claim-text.ts';
import type { Entry, Fact, Signal } from '../domain/fact.ts';
import type { Refs } from '../domain/handoff.ts';
import type { SessionState } from '../domain/session-state.ts';
import { EMPTY_STATE, evolve } from '../domain/session-state.ts';
import { clockTime, countText, spanText } from '../domain/times.ts';

/** One row of the transcript. Texts may hold foreign bytes: faces clean them. */
export interface Row {
  readonly seq: number;
  readonly at: number;
  readonly kind: 'agent' | 'reasoning' | 'tool' | 'finding' | 'claim' | 'handoff' | 'message' | 'incident' | 'trouble'
    | 'end';
  readonly agent: string | null;
  /** The agent's mark, always shown with its name. */
  readonly mark: string;
  readonly text: string;
  readonly refs: readonly string[];
}

/** What a face shows: the fold of facts and signals. */
export interface View {
  readonly state: SessionState;
  readonly rows: readonly Row[];
  readonly progress: Extract<Signal, { type: 'progress' }> | null;
  /** Who spoke last: a new speaker gets a heading. */
  readonly speaker: string | null;
}

export const EMPTY_VIEW: View = { state: EMPTY_STATE, rows: [], progress: null, speaker: null };

export function reduce(view: View, told: Entry | Signal): View {
  if (!('fact' in told)) return told.type === 'progress' ? { ...view, progress: told } : view;
  const state = evolve(view.state, told.fact);
  const rows = rowsOf(told, view);
  const speaker = rows.findLast(({ agent }) => agent !== null)?.agent ?? view.speaker;
  return { ...view, state, speaker, rows: rows.length === 0 ? view.rows : [...view.rows, ...rows] };
}

const markOf = (agent: string): string => agents.find(({ name }) => name === agent)?.mark ?? '·';

/** The rows one fact adds; a change of speaker adds its heading first. */
export function rowsOf({ fact, seq, at }: Entry, view: Pick<View, 'state' | 'speaker'>): readonly Row[] {
  const said = say(fact, view.state);
  if (said === null) return [];
  const { kind, text, refs, agent } = { agent: null, refs: [], ...said };
  const row: Row = { seq, at, kind, agent, mark: agent === null ? '' : markOf(agent), text, refs };
  const heading = agent !== null && agent !== view.speaker && kind !== 'handoff';
  return heading ? [{ ...row, kind: 'agent', text: agent, refs: [] }, row] : [row];
}

interface Said {
  readonly kind: Row['kind'];
  readonly agent?: string;
  readonly text: string;
  readonly refs?: readonly string[];
}

/** What a fact reads as; null for facts that only carry what other rows tell. */
function say(fact: Fact, state: SessionState): Said | null {
  switch (fact.type) {
    case 'agent.reasoned': return { kind: 'reasoning', agent: fact.agent, text: fact.text };
    case 'tool.returned': return toolRow(fact, state);
    case 'claim.made': return {
      kind: 'claim', agent: fact.claim.agent, refs: fact.claim.evidence,
      text: `${claimText(fact.claim)}${fact.claim.standing.state === 'unsupported' ? `  [unsupported: ${fact.claim.standing.why}]` : ''}`,
    };
    case 'finding.raised': {
      const { id, severity, category, title, evidence } = fact.finding;
      return { kind: 'finding', text: `${id} ${severity}  ${category}  ${title}`, refs: evidence };
    }
    case 'incident.raised': {
      const { id, severity, verdict, title } = fact.incident;
      return { kind: 'incident', text: `${id} ${severity}  ${verdict}  ${title}`, refs: fact.incident.findings };
    }
    case 'handoff.made': return {
      kind: 'handoff', agent: fact.handoff.from, refs: refList(fact.handoff.refs),
      text: `${markOf(fact.handoff.from)} → ${markOf(fact.handoff.to)}  ${fact.handoff.to}: ${fact.handoff.why}`,
    };
    case 'message.sent': return {
      kind: 'message', agent: fact.message.from, refs: refList(fact.message.refs),
      text: `to ${fact.message.to}: ${fact.message.body}`,
    };
    case 'log.unreadable': return { kind: 'trouble', text: `${fact.unreadable.path}: ${fact.unreadable.why}` };
    case 'trouble.met': return { kind: 'trouble', text: `${fact.where}: ${fact.what}` };
    case 'session.ended': return { kind: 'end', text: `${fact.state}${fact.why === null ? '' : `: ${fact.why}`}` };
    case 'session.started': case 'knowledge.taken': case 'feeds.taken': case 'baseline.taken': case 'rules.taken': case 'session.resumed':
    case 'log.opened': case 'log.read': case 'agent.finished':
    case 'tool.called': case 'evidence.minted': case 'finding.updated': case 'weather.counted': case 'indicators.seen':
    case 'incident.updated': case 'incident.triaged': case 'steps.proposed': case 'exposure.found':
    case 'verdict.given': case 'report.written': case 'incident.noted': case 'incident.closed':
    case 'incident.reopened': case 'incident.merged': case 'incident.assigned': case 'suppression.added':
    case 'suppression.lifted': case 'lesson.learnt': case 'session.removed': return null;
    default: return fact satisfies never;
  }
}

function toolRow(fact: Extract<Fact, { type: 'tool.returned' }>, state: SessionState): Said {
  const args = state.calls.find(({ call }) => call === fact.call)?.args ?? {};
  const given = Object.entries(args).map(([name, value]) => `${name}=${String(value)}`).join(' ');
  const name = given === '' ? fact.tool : `${fact.tool} ${given}`;
  return { kind: 'tool', agent: fact.agent, text: `${name}  ${fact.milliseconds} ms  ${fact.ok ? '' : 'failed: '}${fact.summary}` };
}

const refList = ({ findings, incidents }: Refs): readonly string[] => [...incidents, ...findings];

/** A claim as a sentence, times in UTC. */
const claimText = (claim: Parameters<typeof renderClaim>[0]): string =>
  renderClaim(claim, { text: (value) => value, time: clockTime, count: countText, span: spanText });

