import { analyzeLogs } from './analyze-logs.ts';
import { correlateEvents } from './correlate-events.ts';
import { detectIoc } from './detect-ioc.ts';
import { generateReport } from './generate-report.ts';
import { identifyService } from './identify-service.ts';
import { proposeSteps } from './propose-steps.ts';
import { searchEvents } from './search-events.ts';
import type { Tool } from './tool.ts';
import { triageIncident } from './triage-incident.ts';

/** Every tool an agent can be given. */
export const TOOLS: readonly Tool[] = [
  analyzeLogs,
  detectIoc,
  searchEvents, correlateEvents, triageIncident, proposeSteps, identifyService, generateReport,
];
