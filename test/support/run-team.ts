import { agents as allAgents } from '../../src/agents/index.ts';
import { orchestrate, type Team, type TeamEnd } from '../../src/agents/orchestrator.ts';
import { openEmbeddedBrain } from '../../src/analyst/brain.ts';
import type { Fact } from '../../src/domain/fact.ts';
import { fakeTrades, memorySession, type MemorySession } from './memory-session.ts';

/** Runs a team over a session in memory; without more it is the shipped agents with the embedded brain. */
export async function runTeam(more: Partial<Team> & Pick<Team, 'tools'>, session: MemorySession = memorySession()): Promise<{
  readonly end: TeamEnd; readonly session: MemorySession;
}> {
  const embedded = openEmbeddedBrain();
  const end = await orchestrate({
    agents: allAgents, brain: embedded, embedded, session, lent: { logs: [], trades: fakeTrades() }, effects: ['observe', 'propose'],
    budget: { turns: 100, calls: 100 }, signal: new AbortController().signal, ...more,
  });
  return { end, session };
}

/** A session as one line a fact: who did what to which ids. Times, hashes and prose are left out, or shortened. */
export const transcript = (facts: readonly Fact[]): readonly string[] => facts.map(lineOf);

function lineOf(fact: Fact): string {
  switch (fact.type) {
    case 'agent.reasoned': return `${fact.agent} thinks: ${fact.text}`;
    case 'agent.finished': return `${fact.agent} is done: ${fact.why}`;
    case 'claim.made': {
      const { claim } = fact;
      const values = Object.values(claim.values).map(({ value }) => value).join(', ');
      return `${claim.agent} claims ${claim.id} ${claim.kind} [${[...claim.findings, ...claim.evidence].join(' ')}] ${claim.text} (${values}) ${claim.standing.state}`;
    }
    case 'tool.called': return `${fact.agent} calls ${fact.call} ${fact.tool} ${JSON.stringify(fact.args)}`;
    case 'tool.returned': return `${fact.call} ${fact.ok ? 'ok' : 'refused'}: ${fact.summary}`;
    case 'handoff.made': return `${fact.handoff.from} -> ${fact.handoff.to}: ${fact.handoff.why} [${Object.values(fact.handoff.refs).flat().join(' ')}]`;
    case 'message.sent': return `${fact.message.from} to ${fact.message.to} on ${fact.message.topic}: ${fact.message.body}`;
    case 'evidence.minted': return `evidence ${fact.evidence.map(({ id, kind }) => `${id} ${kind}`).join(', ')}`;
    case 'finding.raised': return `finding ${fact.finding.id}`;
    case 'incident.raised': return `incident ${fact.incident.id}`;
    case 'steps.proposed': return `steps for ${fact.incident}:${fact.steps.map((step) => `\n    ${step.order} ${step.host}: ${step.what} | ${step.command?.replaceAll('\n', ' ; ') ?? '-'} | ${step.undo ?? '-'}`).join('')}`;
    case 'exposure.found': return `exposure ${fact.exposure.id} ${JSON.stringify(fact.exposure.assessed)}`;
    case 'trouble.met': return `trouble in ${fact.where}: ${fact.what}`;
    default: return fact.type;
  }
}
