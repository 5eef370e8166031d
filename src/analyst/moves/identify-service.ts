import type { Exposure } from '../../domain/exposure.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { incidentOf, incidentsFor } from '../recall.ts';
import { attackedHost, exposureOf } from '../response.ts';
import { claim, sentences, text } from '../wording.ts';
import { type Move, SILENCE } from './move.ts';

const AGENT = 'vulnerability-management';

export const identifyService: Move = {
  name: 'identify-service',
  agent: AGENT,
  when: (state) => incidentsFor(state, AGENT).filter((id) => incidentOf(state, id) !== null && exposureOf(state, id) === null),
  act: (state, subject) => {
    const incident = incidentOf(state, subject);
    if (incident === null) return { reasoning: '' };
    const host = attackedHost(incident) ?? '';
    return {
      reasoning: `Which service of ${host === '' ? 'the host' : host} let them in is read from the lines of the entry. The package database knows what is installed, the service itself says `
        + 'what is running; only both together tell whether an update took effect. From here only this machine can be read.',
      calls: [{ tool: 'identify_service', args: { host, incident: subject } }],
    };
  },
  say: (state, subject) => {
    const exposure = exposureOf(state, subject);
    return exposure === null ? SILENCE : { reasoning: weigh(exposure), claims: claimsOf(exposure, state) };
  },
};

function weigh({ assessed, service, host }: Exposure): string {
  if (assessed.state === 'no') return `Not assessed: ${assessed.why}. Unknown is not safe.`;
  return sentences(
    `${host} runs ${service} as ${assessed.package ?? 'an unknown package'} ${assessed.version}, read from ${assessed.readFrom.join(' and ')}.`,
    'Whether that version has known holes is another question; none has been looked up yet.',
  );
}

function claimsOf({ assessed, evidence }: Exposure, state: SessionState) {
  if (assessed.state === 'no' || assessed.package === null || !evidence.some((id) => state.evidence.has(id))) return [];
  return [claim('identity', 'The package {package} is there in version {version}.',
    { package: text(assessed.package), version: text(assessed.version) }, { evidence })];
}
