import { describe, expect, it } from 'vitest';
import { agents } from '../../src/agents/index.ts';
import { moves } from '../../src/analyst/moves/index.ts';
import { TOOLS } from '../../src/tools/index.ts';

describe('the agents', () => {
  it('are three, each with a mark of its own and a charter of some length', () => {
    expect(agents.map(({ name, mark }) => [name, mark])).toEqual([
      ['threat-detection', '◆'], ['incident-response', '▲'], ['vulnerability-management', '●'],
    ]);
    for (const { charter } of agents) expect(charter.length).toBeGreaterThan(400);
  });

  it('may each use a tool, and no tool is left without an agent', () => {
    const used = TOOLS.map(({ name, area }) => [name, agents.filter(({ areas }) => areas.includes(area)).length] as const);
    expect(used.filter(([, users]) => users === 0)).toEqual([]);
    expect(agents.filter(({ areas }) => !TOOLS.some(({ area }) => areas.includes(area)))).toEqual([]);
  });

  it('are the only ones that have moves', () => {
    const names = agents.map(({ name }) => name);
    expect(moves.filter(({ agent }) => !names.includes(agent))).toEqual([]);
    expect(names.filter((name) => !moves.some(({ agent }) => agent === name))).toEqual([]);
  });
});
