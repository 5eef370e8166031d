import type { Agent } from './agent.ts';
import charter from './prompts/incident-response.md';

export const incidentResponse: Agent = { name: 'incident-response', mark: '▲', charter, areas: ['logs', 'correlation', 'response', 'report'] };
