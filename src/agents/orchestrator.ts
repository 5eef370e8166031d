import type { SessionState } from '../domain/session-state.ts';
import type { Brain } from '../ports/brain.ts';
import type { Tool, ToolContext, ToolEffect } from '../tools/tool.ts';
import type { Agent } from './agent.ts';
import type { SessionPort } from './session-port.ts';
import { type Budget, runTurns, type TurnEnd } from './turn.ts';
import { openMemo } from './turn/memo.ts';

/** The embedded brain costs nothing; this only bounds a defect. */
const EMBEDDED_BUDGET: Budget = { turns: 400, calls: 800 };

export interface Team {
  /** In order of turn; the first begins. */
  readonly agents: readonly Agent[];
  readonly brain: Brain;
  /** Takes over for an agent whose brain fails or refuses. */
  readonly embedded: Brain;
  readonly tools: readonly Tool[];
  readonly session: SessionPort;
  readonly lent: Pick<ToolContext, 'logs' | 'trades'>;
  /** What tools may do here; without `propose` nothing is proposed. */
  readonly effects: readonly ToolEffect[];
  /** For all agents together, as far as they think with `brain`. */
  readonly budget: Budget;
  readonly signal: AbortSignal;
}

export interface TeamEnd {
  readonly end: 'idle' | 'aborted';
  readonly why: string;
}

interface Shift {
  readonly team: Team;
  readonly memo: ReturnType<typeof openMemo>;
  /** How much of its inbox each agent had when it last began. */
  readonly begunAt: Map<string, number>;
  /** Agents whose brain has failed: the embedded one thinks for them from then on. */
  readonly fallen: Set<string>;
  left: Budget;
}

/** Runs every agent that has work, one at a time and the first in the list first, until all are idle. */
export async function orchestrate(team: Team): Promise<TeamEnd> {
  const shift: Shift = { team, memo: openMemo(), begunAt: new Map(), fallen: new Set(), left: team.budget };
  for (;;) {
    const next = nextAgent(shift) ?? await closing(shift);
    if (next === undefined) return { end: 'idle', why: 'every agent is idle' };
    const end = await work(next, shift);
    if (end.end === 'aborted') return { end: 'aborted', why: end.why };
  }
}

const inboxSize = (state: SessionState, { name }: Agent): number =>
  [...state.handoffs, ...state.messages].filter(({ to }) => to === name).length;

function nextAgent({ team, begunAt }: Shift): Agent | undefined {
  const state = team.session.state();
  return team.agents.find((agent, at) => {
    const begun = begunAt.get(agent.name);
    return begun === undefined ? at === 0 || inboxSize(state, agent) > 0 : inboxSize(state, agent) > begun;
  });
}

/** A session without a verdict is no result: when another brain ended without one, the embedded one finishes the work. */
async function closing(shift: Shift): Promise<Agent | undefined> {
  const { team, fallen } = shift;
  const [first] = team.agents;
  if (first === undefined || team.session.state().verdict !== null) return undefined;
  if (team.brain === team.embedded || fallen.has(first.name)) return undefined;
  await replaceBrain(first, 'ended without a verdict', shift);
  return first;
}

async function work(agent: Agent, shift: Shift): Promise<TurnEnd> {
  const { team, begunAt, fallen } = shift;
  begunAt.set(agent.name, inboxSize(team.session.state(), agent));
  if (team.brain !== team.embedded && !fallen.has(agent.name) && shift.left.turns <= 0) {
    await replaceBrain(agent, 'has no budget left', shift);
  }
  const first = await think(agent, fallen.has(agent.name) ? team.embedded : team.brain, shift);
  const end = mustReplace(first, agent, shift) ? await takeOver(agent, first, shift) : first;
  if (end.end !== 'aborted') await team.session.append([{ type: 'agent.finished', agent: agent.name, why: end.why }]);
  return end;
}

const mustReplace = ({ end }: TurnEnd, agent: Agent, { team, fallen }: Shift): boolean =>
  team.brain !== team.embedded && !fallen.has(agent.name) && end !== 'done' && end !== 'aborted';

async function takeOver(agent: Agent, { end, why }: TurnEnd, shift: Shift): Promise<TurnEnd> {
  const verb = end === 'refused' ? 'refused this step' : end === 'failed' ? 'failed' : 'stopped';
  await replaceBrain(agent, `${verb} (${why})`, shift);
  return think(agent, shift.team.embedded, shift);
}

/** From here on the embedded brain thinks for this agent, and the record says so. */
async function replaceBrain(agent: Agent, what: string, { team, fallen }: Shift): Promise<void> {
  fallen.add(agent.name);
  await team.session.append([{
    type: 'trouble.met', where: agent.name, what: `${team.brain.name} ${what}; the ${team.embedded.name} goes on.`,
  }]);
}

async function think(agent: Agent, brain: Brain, shift: Shift): Promise<TurnEnd> {
  const { team, memo } = shift;
  const { agents, tools, session, lent, effects, signal } = team;
  const free = brain === team.embedded;
  const end = await runTurns({
    agent, brain, tools, session, lent, effects, memo, signal,
    budget: free ? EMBEDDED_BUDGET : shift.left,
    receivers: agents.map(({ name }) => name),
  });
  if (!free) {
    shift.left = { turns: shift.left.turns - end.spent.turns, calls: Math.max(0, shift.left.calls - end.spent.calls) };
  }
  if (free && (end.end === 'failed' || end.end === 'refused')) {
    await session.append([{ type: 'trouble.met', where: agent.name, what: `${brain.name} ${end.end}: ${end.why}` }]);
  }
  return end;
}
