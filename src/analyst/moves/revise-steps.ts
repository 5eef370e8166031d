import { answered, incidentsFor } from '../recall.ts';
import { answerTo, exposureOf } from '../response.ts';
import type { Call, Move } from './move.ts';

const AGENT = 'incident-response';
const propose = (incident: string): Call => ({ tool: 'propose_steps', args: { incident } });

/** An answer about the attacked service changes the plan that was made without it. */
export const reviseSteps: Move = {
  name: 'revise-steps',
  agent: AGENT,
  when: (state) => incidentsFor(state, AGENT).filter((id) =>
    exposureOf(state, id) !== null && answerTo(state, AGENT, id) !== null && answered(state, propose(id)) === 1),
  act: (state, subject) => ({
    reasoning: `An answer has come: ${answerTo(state, AGENT, subject) ?? ''} The plan is made again with it.`,
    calls: [propose(subject)],
  }),
  say: (state, subject) => ({
    reasoning: exposureOf(state, subject)?.assessed.state === 'yes'
      ? 'With the version known, the plan now holds a look at what its update would bring.'
      : 'The version is still unknown, so the plan now asks for it on the right host.',
    claims: [],
  }),
};
