import * as z from 'zod';
import { DETECTORS } from '../detect/detectors/index.ts';
import { openDetectors } from '../detect/engine.ts';
import { judge } from '../detect/judge.ts';
import { fingerprintOf } from '../domain/digest.ts';
import type { Fact, Request, Signal } from '../domain/fact.ts';
import type { CitedLine, Finding, FindingDraft } from '../domain/finding.ts';
import { severityRank } from '../domain/severity.ts';
import type { EvidenceId } from '../domain/ids.ts';
import { findingLabel } from '../domain/labels.ts';
import type { LogRead } from '../domain/log.ts';
import { isNonEmpty } from '../domain/result.ts';
import type { SessionState } from '../domain/session-state.ts';
import { isWeather, weatherOf } from '../domain/weather.ts';
import type { Minted } from './reading/mint-evidence.ts';
import { mintEvidence } from './reading/mint-evidence.ts';
import type { RuleWatch } from './reading/rule-watch.ts';
import { openRuleWatch } from './reading/rule-watch.ts';
import { scanLogs } from './reading/scan-logs.ts';
import type { ToolContext, ToolResult } from './tool.ts';
import { defineTool } from './tool.ts';

/** Findings raised in one run; a log with thousands of guessing sources would bury the rest. The others are counted. */
const RAISED_LIMIT = 400;

type Judged = FindingDraft & { readonly adjusted: Finding['adjusted'] };

export const analyzeLogs = defineTool({
  name: 'analyze_logs',
  area: 'logs',
  effect: 'observe',
  description: 'Reads every log of the session once, in order of time, with all detectors on. Answers with the '
    + 'findings by severity, their evidence ids, and what could not be read or understood.',
  input: z.object({}).strict(),
  async *run(_args, context) {
    const detectors = openDetectors(DETECTORS);
    const { recall } = context.trades;
    const rules = await openRuleWatch(context.trades.rules);
    const reads = yield* readAll(context, rules.line, (event) => {
      detectors.on(event);
      rules.on(event);
      recall.note(event);
    });
    const ruled = await rules.finish();
    yield* ruled.facts;
    recall.complete(reads);
    for (const read of reads) yield { type: 'log.read', read };
    const since = context.state().started?.request.since ?? null;
    const judged = [...detectors.drain(), ...ruled.drafts].filter(({ last }) => since === null || last === null || last >= since)
      .map((draft): Judged => judge(draft, context.trades.context));
    yield { type: 'weather.counted', ...weatherOf(judged.filter(isWeather)) };
    const ordered = inOrder(judged);
    const worst = ordered.slice(0, RAISED_LIMIT);
    const findings = yield* raise(worst, context);
    const left = leftOut(ordered.slice(RAISED_LIMIT));
    if (left !== null) yield trouble(left);
    if (detectors.evicted() > 0) yield trouble(`${detectors.evicted()} quiet sources were forgotten to bound memory`);
    return resultOf(findings, reads, context.state());
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
  { logs, trades, signal, state }: ToolContext, line: RuleWatch['line'], onEvent: Parameters<typeof scanLogs>[0]['onEvent'],
): AsyncGenerator<Signal, readonly LogRead[]> {
  const asked = state().started?.request ?? { since: null, until: null, zone: null, clockOffset: 0 };
  // What happened before the window is read too: a login in it may end a guessing that began before.
  const reads = yield* scanLogs({ logs, request: { ...asked, since: null }, context: trades.context, now: trades.now, signal, onEvent, ...(line && { pick: line }) });
  return reads.map((read) => (isOutside(read, asked) ? { ...read, troubles: [...read.troubles, OUTSIDE] } : read));
}

const OUTSIDE = 'a log holds no record of the time asked for';

function isOutside({ from, to }: LogRead, { since, until }: Pick<Request, 'since' | 'until'>): boolean {
  if (since === null && until === null) return false;
  return from === null || to === null || (since !== null && to < since) || (until !== null && from > until);
}

/** Worst first, then earliest, then by what it is: the order a person reads in, and the same on every run. */
function inOrder(judged: readonly Judged[]): readonly Judged[] {
  return [...judged].sort((a, b) =>
    severityRank(a.severity) - severityRank(b.severity)
    || (a.first ?? 0) - (b.first ?? 0)
    || b.count - a.count
    || (a.detector + a.key < b.detector + b.key ? -1 : 1));
}

async function* raise(judged: readonly Judged[], context: ToolContext): AsyncGenerator<Fact, readonly Finding[]> {
  const state = context.state();
  const cited = judged.flatMap(({ lines, taint }) => lines.map((line) => ({ ...line, taint })));
  const minted = await mintEvidence(cited, context.logs, state);
  if (minted.evidence.length > 0) yield { type: 'evidence.minted', evidence: [...minted.evidence] };
  const findings: Finding[] = [];
  for (const one of judged) {
    const finding = findingOf(one, minted, { known: state.findings, more: findings.length });
    if (finding === null) {
      yield trouble(`the lines of "${one.title}" could not be read again; it is not raised`);
      continue;
    }
    findings.push(finding);
    const before = state.findings.some(({ id }) => id === finding.id);
    yield { type: before ? 'finding.updated' : 'finding.raised', finding };
  }
  return findings;
}

function findingOf(
  { key, lines, adjusted, ...body }: Judged, minted: Minted,
  numbers: { readonly known: readonly Finding[]; readonly more: number },
): Finding | null {
  const evidence = evidenceOf(lines, minted);
  if (!isNonEmpty(evidence)) return null;
  const fingerprint = fingerprintOf([body.detector, key]);
  const known = numbers.known.find((finding) => finding.fingerprint === fingerprint);
  return {
    ...body, fingerprint, adjusted: [...adjusted],
    id: known?.id ?? findingLabel(numbers.known.length + numbers.more + 1),
    evidence: [evidence[0], ...evidence.slice(1)],
  };
}

const evidenceOf = (lines: readonly CitedLine[], minted: Minted): EvidenceId[] =>
  [...new Set(lines.map((line) => minted.idOf(line)).filter((id) => id !== null))];

function resultOf(findings: readonly Finding[], reads: readonly LogRead[], state: SessionState): ToolResult {
  const lines = reads.reduce((sum, read) => sum + read.lines, 0);
  const unparsed = reads.reduce((sum, read) => sum + read.unparsed, 0);
  return {
    ok: true,
    rows: lines,
    summary: `${findings.length} findings in ${lines} lines of ${reads.length} logs`,
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
