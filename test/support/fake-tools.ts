import * as z from 'zod';
import { canonicalJson } from '../../src/domain/digest.ts';
import type { Evidence, QueryEvidence } from '../../src/domain/evidence.ts';
import type { Fact } from '../../src/domain/fact.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { Incident, Triage } from '../../src/domain/incident.ts';
import { evidenceLabel, logLabel } from '../../src/domain/labels.ts';
import { searchEvents as search } from '../../src/tools/search-events.ts';
import { defineTool, type Tool, type ToolResult } from '../../src/tools/tool.ts';
import { query } from './case-file.ts';

export interface Case {
  readonly lines: readonly Evidence[];
  readonly findings: readonly Finding[];
  readonly incidents: readonly Incident[];
  /** Rows a search answers with, by its arguments without `limit`; none where it is not listed. */
  readonly rows?: readonly (readonly [Readonly<Record<string, unknown>>, number])[];
  readonly searchedLines?: number;
  /** Feeds at hand, in words, and how many of their indicators are met; none where it is left out. */
  readonly feeds?: { readonly words: string; readonly rows: number };
}

const good = (summary: string, digest: unknown = {}): ToolResult => ({ ok: true, summary, rows: null, digest });
const observe = { effect: 'observe', description: 'a fake' } as const;
const incidentInput = z.object({ incident: z.string() }).loose();

/** The tools of the first agents over a case held in memory. */
export function fakeTools(file: Case): readonly Tool[] {
  return [analyzeLogs(file), detectIoc(file), searchEvents(file), correlateEvents(file), triageIncident, generateReport];
}

const analyzeLogs = ({ lines, findings, searchedLines = 100 }: Case): Tool => defineTool({
  ...observe, name: 'analyze_logs', area: 'logs', input: z.object({}).strict(),
  async *run() {
    yield { type: 'log.read', read: {
      log: logLabel(1), sha256: '0'.repeat(64) as never, bytes: 1, lines: searchedLines, parsed: searchedLines, quiet: 0, unparsed: 0, formats: [],
      hosts: ['web7'], zone: { name: 'UTC', how: 'assumed' }, offset: 0, yearInferred: true, from: null, to: null, gaps: [],
      unparsedExamples: [], troubles: [],
    } } satisfies Fact;
    if (lines.length > 0) yield { type: 'evidence.minted', evidence: [...lines] };
    for (const finding of findings) yield { type: 'finding.raised', finding };
    return good(`${findings.length} findings`, { findings: findings.map(({ id }) => id) });
  },
});

const detectIoc = ({ feeds, searchedLines = 100 }: Case): Tool => defineTool({
  ...observe, name: 'detect_ioc', area: 'logs', input: z.object({}).strict(), steady: true,
  async *run(_args, context) {
    const receipt: QueryEvidence = {
      ...query(evidenceLabel(context.state().evidence.size + 1), { feeds: feeds?.words ?? '' }, feeds?.rows ?? 0, searchedLines), tool: 'detect_ioc',
    };
    yield { type: 'evidence.minted', evidence: [receipt] };
    return good(`${feeds?.rows ?? 0} indicators`);
  },
});

const searchEvents = ({ rows = [], searchedLines = 100 }: Case): Tool => defineTool({
  ...observe, name: 'search_events', area: 'logs', input: z.object({ limit: z.number().optional() }).loose(), steady: true,
  speaks: (args) => search.speaks?.(args) ?? {},
  async *run(args, context) {
    const { limit: _limit, ...asked } = args;
    const found = rows.find(([wanted]) => canonicalJson(wanted) === canonicalJson(asked))?.[1] ?? 0;
    const receipt: QueryEvidence = query(evidenceLabel(context.state().evidence.size + 1), args, found, searchedLines);
    yield { type: 'evidence.minted', evidence: [receipt] };
    return good(`${found} rows`, { receipt: receipt.id, rows: found });
  },
});

const correlateEvents = ({ incidents, findings }: Case): Tool => defineTool({
  ...observe, name: 'correlate_events', area: 'correlation', input: z.object({}).strict(),
  async *run() {
    for (const incident of incidents) yield { type: 'incident.raised', incident };
    const verdict = incidents[0]?.verdict ?? (findings.length > 0 ? 'suspicious' : 'nothing-found');
    yield { type: 'verdict.given', verdict: {
      verdict, severity: incidents[0]?.severity ?? null, gotIn: incidents[0]?.gotIn ?? 'no-sign', headline: 'what it came to', reasons: ['it rests on the records'],
    } };
    return good(verdict);
  },
});

const triageIncident: Tool = defineTool({
  ...observe, name: 'triage_incident', area: 'response', input: incidentInput,
  async *run({ incident }) {
    const triage: Triage = {
      incident: incident as Triage['incident'], impact: 60, confidence: 0.9, score: 60, band: 'high', priority: 'P1', terms: [],
      confidenceTerms: [], floors: [], ceilings: [], sensitivity: null,
    };
    yield { type: 'incident.triaged', triage };
    return good('high');
  },
});

const generateReport: Tool = defineTool({
  ...observe, effect: 'record', name: 'generate_report', area: 'report', input: incidentInput.extend({ audience: z.string(), format: z.string() }),
  async *run({ audience, format }) {
    yield { type: 'report.written', audience, format, name: 'report.md', sha256: '0'.repeat(64) as never };
    return good('written');
  },
});
