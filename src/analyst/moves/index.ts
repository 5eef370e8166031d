import { answerExposure } from './answer-exposure.ts';
import { askExposure } from './ask-exposure.ts';
import { detectIoc } from './detect-ioc.ts';
import { correlate } from './correlate.ts';
import { handOver } from './hand-over.ts';
import { identifyService } from './identify-service.ts';
import { lookForSuccess } from './look-for-success.ts';
import type { Move } from './move.ts';
import { proposeSteps } from './propose-steps.ts';
import { report } from './report.ts';
import { reviseSteps } from './revise-steps.ts';
import { survey } from './survey.ts';
import { triage } from './triage.ts';
import { weighAction } from './weigh-action.ts';
import { weighAttempts } from './weigh-attempts.ts';
import { weighLogin } from './weigh-login.ts';
import { weighRecords } from './weigh-records.ts';
import { weighUnclear } from './weigh-unclear.ts';
import { weighWeb } from './weigh-web.ts';

/** Of an agent's moves the first that applies is played, again and again, until none does. */
export const moves: readonly Move[] = [
  survey,
  detectIoc,
  weighLogin, weighAction, weighWeb, weighRecords, weighUnclear, weighAttempts, lookForSuccess, correlate, handOver,
  triage, askExposure, proposeSteps, reviseSteps, report,
  identifyService, answerExposure,
];
