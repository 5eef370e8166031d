import type { Severity } from '../domain/severity.ts';
import { atLeast } from '../domain/severity.ts';
import type { SessionState } from '../domain/session-state.ts';

/** Documented in README; the first that applies, from the top. 3 and 4 come with the first action. */
export const EXIT = { none: 0, findings: 1, notAssessed: 2, defect: 70, sighup: 129, sigint: 130, sigterm: 143 } as const;

const BY_SIGNAL: Readonly<Record<string, number>> = { SIGINT: EXIT.sigint, SIGTERM: EXIT.sigterm, SIGHUP: EXIT.sighup };

/** Of a run that was told to stop; `reason` is the name of the signal. */
export const exitCodeOfStop = (reason: unknown): number => BY_SIGNAL[String(reason)] ?? EXIT.notAssessed;

/** What the run says to the shell: nothing assessed or inconclusive before findings before none. */
export function exitCodeOf(state: SessionState, failOn: Severity): number {
  const { verdict, reads } = state;
  if (!verdict || verdict.verdict === 'inconclusive' || reads.every(({ lines }) => lines === 0)) return EXIT.notAssessed;
  return state.findings.some(({ severity }) => atLeast(severity, failOn)) ? EXIT.findings : EXIT.none;
}
