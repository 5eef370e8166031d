import { readingBy } from '../../detect/engine.ts';
import { baselineOf } from '../../detect/novelty/build.ts';
import { openObservation } from '../../detect/novelty/observe.ts';
import { openLearner } from '../../detect/templates/learner.ts';
import type { LogRead, Unreadable } from '../../domain/log.ts';
import { NO_CONTEXT } from '../../domain/no-context.ts';
import type { Result } from '../../domain/result.ts';
import { fail } from '../../domain/result.ts';
import type { StoredBaseline } from '../../ports/baselines.ts';
import { scanLogs } from '../../tools/reading/scan-logs.ts';
import type { House } from '../house.ts';

export interface BaselineRequest {
  readonly paths: readonly string[];
  readonly name: string;
  readonly zone: string | null;
  readonly signal: AbortSignal;
}

export interface BaselineOutcome {
  /** Null where no log could be opened. */
  readonly stored: Result<StoredBaseline, string> | null;
  readonly unreadable: readonly Unreadable[];
}

/** Reads logs for what is usual on them, and keeps that under a name. */
export async function buildBaseline(house: House, request: BaselineRequest): Promise<BaselineOutcome> {
  const { BASELINE_NAME } = await import('../../domain/baseline.ts');
  if (!BASELINE_NAME.test(request.name)) return { stored: fail(`${request.name} is no name of a baseline`), unreadable: [] };
  const { logs, unreadable } = await house.logs(await house.scratchFolder()).open(request.paths, request.signal);
  const learner = openLearner();
  const seen = openObservation(learner);
  const reads = await drive(scanLogs({
    logs, context: NO_CONTEXT, now: house.clock.now(), signal: request.signal,
    request: { since: null, until: null, zone: request.zone, clockOffset: 0 }, onEvent: seen.on, ...readingBy(seen),
  }));
  for (const log of logs) await log.close();
  if (logs.length === 0) return { stored: null, unreadable };
  if (reads.length < logs.length) return { stored: fail('it was interrupted; nothing was kept'), unreadable };
  const about = { name: request.name, built: house.clock.now(), logs: reads.map(({ sha256 }, at) => ({ name: logs[at]?.info.name ?? '', sha256 })) };
  return { stored: await house.baselines.write(baselineOf(about, seen, learner)), unreadable };
}

async function drive(scan: ReturnType<typeof scanLogs>): Promise<readonly LogRead[]> {
  for (;;) {
    const step = await scan.next();
    if (step.done) return step.value;
  }
}
