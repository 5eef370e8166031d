import type { Agent } from './agent.ts';
import { incidentResponse } from './incident-response.ts';
import { threatDetection } from './threat-detection.ts';
import { vulnerabilityManagement } from './vulnerability-management.ts';

/** In order of turn: the first begins every session, the others start when work reaches them. */
export const agents: readonly Agent[] = [threatDetection, incidentResponse, vulnerabilityManagement];
