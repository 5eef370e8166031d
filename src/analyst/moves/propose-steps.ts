import type { SessionState } from '../../domain/session-state.ts';
import { incidentOf, incidentsFor } from '../recall.ts';
import { counted, sentences } from '../wording.ts';
import { type Move, SILENCE } from './move.ts';

const AGENT = 'incident-response';

export const proposeSteps: Move = {
  name: 'propose-steps',
  agent: AGENT,
  when: (state) => incidentsFor(state, AGENT).filter((id) => incidentOf(state, id) !== null && !state.steps.has(id)),
  act: (_state, subject) => ({
    reasoning: 'Evidence that will not last comes before any change. Then the credential, because it works from any '
      + 'address; then what is still open; then what was left behind. The address comes last, if at all.',
    calls: [{ tool: 'propose_steps', args: { incident: subject } }],
  }),
  say: (state, subject) => {
    const steps = stepsOf(state, subject);
    if (steps.length === 0) return SILENCE;
    const byHand = steps.filter(({ command }) => command === null).length;
    return {
      reasoning: sentences(
        `${counted(steps.length, 'step')} proposed for ${subject}, in order; nothing is done until a person does it.`,
        byHand === 0 ? null : `${counted(byHand, 'step')} ${byHand === 1 ? 'is' : 'are'} left to hands, with the reason.`,
      ),
      claims: [],
    };
  },
};

const stepsOf = ({ steps }: SessionState, incident: string) =>
  [...steps].find(([id]) => id === incident)?.[1] ?? [];
