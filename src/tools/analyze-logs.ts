import * as z from 'zod';
import { DETECTORS } from '../detect/detectors/index.ts';
import { openDetectors, readingBy } from '../detect/engine.ts';
import { openComparison } from '../detect/novelty/compare.ts';
import type { Fact, Request, Signal } from '../domain/fact.ts';
import type { Finding } from '../domain/finding.ts';
import type { LogRead } from '../domain/log.ts';
import type { SessionState } from '../domain/session-state.ts';
import { counted } from '../domain/times.ts';
import { isWeather, weatherOf } from '../domain/weather.ts';
import type { Judged } from './reading/raise-findings.ts';
import { judged, raiseFindings } from './reading/raise-findings.ts';
import { openRuleWatch } from './reading/rule-watch.ts';
import type { Scan } from './reading/scan-logs.ts';
import { scanLogs } from './reading/scan-logs.ts';
import type { ToolContext, ToolResult } from './tool.ts';
import { defineTool } from './tool.ts';

/** Findings raised in one run; a log with thousands of guessing sources would bury the rest. The others are counted. */
const RAISED_LIMIT = 400;

export const analyzeLogs = defineTool({
  name: 'analyze_logs',
  area: 'logs',
  effect: 'observe',
  description: 'Reads every log of the session once, in order of time, with all detectors on. Answers with the '
    + 'findings by severity, their evidence ids, and what could not be read or understood.',
  input: z.object({}).strict(),
  async *run(_args, context) {
    const detectors = openDetectors(DETECTORS, context.logs.length);
    const { recall, baseline } = context.trades;
    const comparison = baseline ? openComparison(baseline) : null;
    const rules = await openRuleWatch(context.trades.rules);
    const texts = readingBy(comparison ? both(detectors, comparison) : detectors);
    const reads = yield* readAll(context, {
      onEvent: (event) => {
        detectors.on(event);
        comparison?.on(event);
        rules.on(event);
        recall.note(event);
      },
      onLine: texts.onLine,
      pick: (event, text) => texts.pick(event, text) && rules.line?.(event, text) !== false,
    });
    const ruled = await rules.finish();
    yield* ruled.facts;
    recall.complete(reads);
    for (const read of reads) yield { type: 'log.read', read };
    const since = context.state().started?.request.since ?? null;
    const told = [...detectors.drain(), ...comparison?.drain() ?? [], ...ruled.drafts].filter(({ last }) => since === null || last === null || last >= since);
    const ordered = judged(told, context.trades.context);
    const weather = ordered.filter(({ draft, severity, adjusted }) => isWeather({ progress: draft.progress, severity, adjusted }));
    yield { type: 'weather.counted', ...weatherOf(weather.map(({ draft }) => draft)) };
    const findings = yield* raiseFindings(ordered.slice(0, RAISED_LIMIT), context, 'analyze_logs');
    const left = leftOut(ordered.slice(RAISED_LIMIT));
    if (left !== null) yield trouble(left);
    if (detectors.evicted() > 0) yield trouble(`${detectors.evicted()} quiet sources were forgotten to bound memory`);
    return resultOf(findings, reads, context.state());
  },
});

type Reading = Parameters<typeof readingBy>[0];
const both = (one: Reading, other: Reading): Reading => ({
  read: (text, line) => {
    one.read(text, line);
    other.read(text, line);
  },
});

/** What the limit leaves out, by its worst; findings come worst first. */
function leftOut(left: readonly Judged[]): string | null {
  const [worst] = left;
  if (!worst) return null;
  return left.length === 1 ? `1 further finding is counted, not listed; its severity is ${worst.severity}`
    : `${left.length} further findings are counted, not listed; the worst severity among them is ${worst.severity}`;
}

const trouble = (what: string): Fact => ({ type: 'trouble.met', where: 'analyze_logs', what });

async function* readAll(
  { logs, trades, signal, state }: ToolContext, told: Pick<Scan, 'onEvent' | 'pick' | 'onLine'>,
): AsyncGenerator<Signal, readonly LogRead[]> {
  const asked = state().started?.request ?? { since: null, until: null, zone: null, clockOffset: 0 };
  // What happened before the window is read too: a login in it may end a guessing that began before.
  const reads = yield* scanLogs({ logs, request: { ...asked, since: null }, context: trades.context, now: trades.now, signal, ...told });
  return reads.map((read) => (isOutside(read, asked) ? { ...read, troubles: [...read.troubles, OUTSIDE] } : read));
}

const OUTSIDE = 'a log holds no record of the time asked for';

function isOutside({ from, to }: LogRead, { since, until }: Pick<Request, 'since' | 'until'>): boolean {
  if (since === null && until === null) return false;
  return from === null || to === null || (since !== null && to < since) || (until !== null && from > until);
}

function resultOf(findings: readonly Finding[], reads: readonly LogRead[], state: SessionState): ToolResult {
  const lines = reads.reduce((sum, read) => sum + read.lines, 0);
  const unparsed = reads.reduce((sum, read) => sum + read.unparsed, 0);
  return {
    ok: true,
    rows: lines,
    summary: `${counted(findings.length, 'finding')} in ${counted(lines, 'line')} of ${counted(reads.length, 'log')}`,
    digest: {
      findings: findings.slice(0, 50).map(({ id, category, family, title, severity, progress, sources, users, hosts,
        count, evidence, reason, benign }) => ({
        id, category, family, title, severity, progress, sources: sources.slice(0, 5), users: users.slice(0, 5), hosts,
        count, evidence, reason, benign,
      })),
      more: Math.max(0, findings.length - 50),
      lines, unparsed, unreadable: state.unreadable.map(({ path }) => path),
    },
  };
}
