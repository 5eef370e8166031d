import type { Brain, BrainEvent, Thought } from '../../src/ports/brain.ts';

/** One answer of the brain; a function may look at what it was asked. */
export type Step = readonly BrainEvent[] | ((thought: Thought) => readonly BrainEvent[]);

export interface ScriptedBrain extends Brain {
  /** Fails when steps are left over. */
  assertDone(): void;
  readonly asked: readonly Thought[];
}

export interface ScriptLine {
  readonly agent: string;
  readonly step: Step;
}

/** Plays its script line by line; a call it has no step for, or one by another agent than the script says, throws. */
export function scriptedBrain(script: readonly ScriptLine[], name = 'scripted brain'): ScriptedBrain {
  const asked: Thought[] = [];
  return {
    name,
    asked,
    async *think(thought) {
      const line = script[asked.length];
      asked.push(thought);
      if (line === undefined) throw new Error(`no step for call ${asked.length} by ${thought.agent}`);
      if (line.agent !== thought.agent) throw new Error(`step ${asked.length} is for ${line.agent}, not for ${thought.agent}`);
      yield* typeof line.step === 'function' ? line.step(thought) : line.step;
    },
    assertDone() {
      const left = script.length - asked.length;
      if (left > 0) throw new Error(`${left} steps are left over`);
    },
  };
}

export const by = (agent: string, ...steps: readonly Step[]): readonly ScriptLine[] => steps.map((step) => ({ agent, step }));

export const call = (name: string, args: unknown, ref = 'r1'): BrainEvent => ({ type: 'tool', request: { ref, name, args } });
export const stop = (reason: 'tools' | 'done' | 'failed' | 'refused', why = ''): BrainEvent => ({ type: 'stop', reason, why });
