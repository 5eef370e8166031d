import { agents as allAgents } from '../../src/agents/index.ts';
import { orchestrate, type Team, type TeamEnd } from '../../src/agents/orchestrator.ts';
import { openEmbeddedBrain } from '../../src/analyst/brain.ts';
import type { Fact, FactOf, FactType } from '../../src/domain/fact.ts';
import type { ResponseStep } from '../../src/domain/incident.ts';
import { fakeTrades, memorySession, type MemorySession } from './memory-session.ts';

/** Runs a team over a session in memory; without more it is the shipped agents with the embedded brain. */
export async function runTeam(more: Partial<Team> & Pick<Team, 'tools'>, session: MemorySession = memorySession()): Promise<{
  readonly end: TeamEnd; readonly session: MemorySession;
}> {
  const embedded = openEmbeddedBrain();
  const end = await orchestrate({
    agents: allAgents, brain: embedded, embedded, session, lent: { logs: [], trades: fakeTrades() }, effects: ['observe', 'propose', 'record'],
    budget: { turns: 100, calls: 100 }, signal: new AbortController().signal, ...more,
  });
  return { end, session };
}

/** A session as one line a fact: who did what to which ids. Times, hashes and prose are left out, or shortened. */
export const transcript = (facts: readonly Fact[]): readonly string[] => facts.map(lineOf);

type Lines = { readonly [Type in FactType]?: (fact: FactOf<Type>) => string };

const LINES: Lines = {
  'agent.reasoned': ({ agent, text }) => `${agent} thinks: ${text}`,
  'agent.finished': ({ agent, why }) => `${agent} is done: ${why}`,
  'claim.made': ({ claim: { agent, id, kind, text, values, findings, evidence, standing } }) =>
    `${agent} claims ${id} ${kind} [${[...findings, ...evidence].join(' ')}] ${text} (${Object.values(values).map(({ value }) => value).join(', ')}) ${standing.state}`,
  'tool.called': ({ agent, call, tool, args }) => `${agent} calls ${call} ${tool} ${JSON.stringify(args)}`,
  'tool.returned': ({ call, ok, summary }) => `${call} ${ok ? 'ok' : 'refused'}: ${summary}`,
  'handoff.made': ({ handoff: { from, to, why, refs } }) => `${from} -> ${to}: ${why} [${Object.values(refs).flat().join(' ')}]`,
  'message.sent': ({ message: { from, to, topic, body } }) => `${from} to ${to} on ${topic}: ${body}`,
  'evidence.minted': ({ evidence }) => `evidence ${evidence.map(({ id, kind }) => `${id} ${kind}`).join(', ')}`,
  'finding.raised': ({ finding }) => `finding ${finding.id}`,
  'incident.raised': ({ incident }) => `incident ${incident.id}`,
  'steps.proposed': ({ incident, steps }) => `steps for ${incident}:${steps.map(stepLine).join('')}`,
  'exposure.found': ({ exposure: { id, assessed } }) => `exposure ${id} ${JSON.stringify(assessed)}`,
  'trouble.met': ({ where, what }) => `trouble in ${where}: ${what}`,
};

const stepLine = ({ order, host, what, command, undo }: ResponseStep): string =>
  `\n    ${order} ${host}: ${what} | ${command?.replaceAll('\n', ' ; ') ?? '-'} | ${undo ?? '-'}`;

function lineOf(fact: Fact): string {
  const line = LINES[fact.type] as ((fact: Fact) => string) | undefined;
  return line?.(fact) ?? fact.type;
}
