import type { Agent } from './agent.ts';
import charter from './prompts/threat-detection.md';

export const threatDetection: Agent = { name: 'threat-detection', mark: '◆', charter, areas: ['logs', 'correlation'] };
