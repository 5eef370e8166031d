import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Parsed } from '../detect/parser.ts';
import { EVENT_KINDS, OUTCOMES } from '../domain/event.ts';
import type { Event, EventKind, Outcome } from '../domain/event.ts';
import type { QueryEvidence } from '../domain/evidence.ts';
import type { Signal } from '../domain/fact.ts';
import type { EvidenceId, Sha256 } from '../domain/ids.ts';
import { evidenceLabel } from '../domain/labels.ts';
import type { LogRead } from '../domain/log.ts';
import { counted, isoTime } from '../domain/times.ts';
import type { LinePlace } from '../ports/log-source.ts';
import type { Minted, ToCite } from './reading/mint-evidence.ts';
import { mintEvidence } from './reading/mint-evidence.ts';
import { scanLogs } from './reading/scan-logs.ts';
import { taintOfEvent, TAINT_OF_TEXT } from './reading/taint-of-event.ts';
import type { ArgumentWords, ToolContext } from './tool.ts';
import { defineTool } from './tool.ts';

/** Rows that become evidence and are shown; the rest are counted. */
const SHOWN_DEFAULT = 10;
const SHOWN_LIMIT = 50;

const input = z.object({
  user: z.string().optional(),
  source: z.string().optional(),
  host: z.string().optional(),
  kind: z.enum(EVENT_KINDS).optional(),
  outcome: z.enum(OUTCOMES).optional(),
  program: z.string().optional(),
  /** What was done: `login` stands for attempts alone, without the records that restate them. */
  action: z.string().optional(),
  /** How a login was made: `password`, `publickey` … */
  method: z.string().optional(),
  /** Text that the raw line holds, compared without regard to case. */
  text: z.string().min(1).optional(),
  /** Epoch milliseconds, inclusive. */
  since: z.number().optional(),
  until: z.number().optional(),
  limit: z.number().int().min(0).max(SHOWN_LIMIT).optional(),
}).strict();
type Query = z.infer<typeof input>;

/** Words of another outcome than the one searched for would turn a receipt into its opposite. */
const FAILED = /\b(?:fail\w*|wrong|rejected|denied|refused|forbidden|blocked)\b/i;
const OUTCOME_WORDS: Readonly<Record<Outcome, ArgumentWords>> = {
  success: { says: /\b(?:success\w*|succe\w+|accepted|allowed|served|log(?:ged|s)? in|logins?|got in)\b/i, unless: FAILED },
  failure: { says: /\b(?:fail\w*|wrong|rejected)\b/i, unless: null },
  denied: { says: /\b(?:denied|refused|forbidden|blocked)\b/i, unless: null },
  info: { says: /\b(?:notices?|records?|mentions?)\b/i, unless: null },
};
const KIND_WORDS: Readonly<Record<EventKind, ArgumentWords>> = {
  auth: { says: /\b(?:log(?:ged|s)? in|logins?|authenticat\w*|sessions?|guess\w*)\b/i, unless: null },
  privilege: { says: /\b(?:privileges?|sudo|commands?|rights)\b/i, unless: null },
  account: { says: /\b(?:accounts?|groups?|passwords?|members?)\b/i, unless: null },
  web: { says: /\b(?:web|requests?|pages?|served)\b/i, unless: null },
  package: { says: /\b(?:packages?|install\w*|upgrade\w*)\b/i, unless: null },
  system: { says: /\b(?:system|services?|jobs?|reboots?)\b/i, unless: null },
  process: { says: /\b(?:process(?:es)?|programs?|commands?|ran|executed|started)\b/i, unless: null },
  file: { says: /\b(?:files?|paths?|renamed|deleted|written)\b/i, unless: null },
  network: { says: /\b(?:connections?|packets?|network|flows?|ports?)\b/i, unless: null },
  dns: { says: /\b(?:dns|names?|lookups?|queries|resolved)\b/i, unless: null },
  mail: { says: /\b(?:mails?|messages?|recipients?|senders?)\b/i, unless: null },
  alert: { says: /\b(?:alerts?|alarms?|detections?)\b/i, unless: null },
  windows: { says: /\b(?:windows|records?|events?)\b/i, unless: null },
  generic: { says: /\b(?:records?|lines?|entries)\b/i, unless: null },
};

export const searchEvents = defineTool({
  name: 'search_events',
  area: 'logs',
  effect: 'observe',
  description: 'Looks through all events (or, with `text`, all raw lines) of the session. Answers with the number of '
    + 'matching rows, the first and last of them as evidence, and a receipt of what was searched. No rows means that '
    + 'nothing matched in what was searched, and only there.',
  input,
  steady: true,
  speaks: ({ outcome, kind }) => ({
    limit: null,
    // Every wording of an attempt or of its outcome says it.
    action: null,
    ...(outcome !== undefined && { outcome: OUTCOME_WORDS[outcome] }), ...(kind !== undefined && { kind: KIND_WORDS[kind] }),
  }),
  async *run(query, context) {
    const hits = openHits(query.limit ?? SHOWN_DEFAULT);
    const reads = yield* search(query, context, hits);
    const minted = await mintEvidence(hits.shown(), context.logs, context.state());
    const receipt = receiptOf(query, hits, reads, evidenceLabel(context.state().evidence.size + minted.evidence.length + 1));
    yield { type: 'evidence.minted', evidence: [...minted.evidence, receipt] };
    return {
      ok: true, rows: hits.count(),
      summary: `${counted(hits.count(), 'row')} of ${counted(receipt.searchedLines, 'line')}: ${receipt.question}`,
      digest: { receipt: receipt.id, rows: hits.count(), shown: shownRows(hits, minted), searched: receipt.searched },
    };
  },
});

interface Hits {
  add(row: Row): void;
  count(): number;
  /** First and last rows, in order. */
  shown(): readonly Row[];
  sha256(): Sha256;
}

function openHits(limit: number): Hits {
  const digest = createHash('sha256');
  const first: Row[] = [];
  const last: Row[] = [];
  let count = 0;
  const half = Math.ceil(limit / 2);
  return {
    add: (row) => {
      count += 1;
      digest.update(`${row.log}:${row.line}:${row.what}\n`);
      if (first.length < half) first.push(row);
      else if (limit > half) {
        last.push(row);
        if (last.length > limit - half) last.shift();
      }
    },
    count: () => count,
    shown: () => [...first, ...last],
    sha256: () => digest.copy().digest('hex') as Sha256,
  };
}

/** Asks what the reading remembered where that is all there is, else reads the logs again: the answer is the same. */
async function* search(
  query: Query, context: ToolContext, hits: Hits,
): AsyncGenerator<Signal, readonly LogRead[]> {
  const known = query.text === undefined ? context.trades.recall.about(query) : null;
  if (known === null) return yield* scan(query, context, hits);
  const matches = eventFilter(query);
  const request = context.state().started?.request;
  const [since, until] = [latest(query.since, request?.since), earliest(query.until, request?.until)];
  const inTime = ({ time }: Event): boolean =>
    (since === null || (time !== null && time >= since)) && (until === null || (time !== null && time <= until));
  for (const event of known.events) {
    if (matches(event) && inTime(event)) hits.add(rowOf(event));
  }
  return known.reads;
}

async function* scan(
  query: Query, context: ToolContext, hits: Hits,
): AsyncGenerator<Signal, readonly LogRead[]> {
  const request = context.state().started?.request ?? null;
  const matches = eventFilter(query);
  const wanted = query.text?.toLowerCase();
  const holds = (text: string): boolean => wanted === undefined || text.toLowerCase().includes(wanted);
  const linesCount = wanted !== undefined && asksLinesOnly(query);
  return yield* scanLogs({
    logs: context.logs, context: context.trades.context, now: context.trades.now, signal: context.signal,
    request: {
      since: latest(query.since, request?.since), until: earliest(query.until, request?.until),
      zone: request?.zone ?? null, clockOffset: request?.clockOffset ?? 0,
    },
    pick: (event, text) => matches(event) && holds(text),
    onEvent: (event) => { hits.add(rowOf(event)); },
    ...(linesCount && {
      onLine: (log: number, line: LinePlace, parsed: Parsed, text: string) => {
        if (parsed !== 'event' && holds(text)) hits.add({ log, ...line, role: 'telling', taint: TAINT_OF_TEXT, time: null, what: 'line' });
      },
    }),
  });
}

type Row = ToCite & { readonly what: string };

const rowOf = (event: Event): Row => {
  const { log, line, offset, time } = event;
  return { log, line, offset, role: 'telling', taint: taintOfEvent(event), time, what: describe(event) };
};

/** A query by text alone finds lines that hold no event too. */
const asksLinesOnly = ({ text: _text, limit: _limit, ...rest }: Query): boolean => Object.keys(rest).length === 0;

const latest = (a: number | undefined, b: number | null | undefined): number | null =>
  a === undefined ? b ?? null : Math.max(a, b ?? a);
const earliest = (a: number | undefined, b: number | null | undefined): number | null =>
  a === undefined ? b ?? null : Math.min(a, b ?? a);

function eventFilter(query: Query): (event: Event) => boolean {
  const { user, source, host, kind, outcome, program, method, action } = query;
  const same = (wanted: string | undefined, value: string | null): boolean =>
    wanted === undefined || wanted === value;
  return (event) =>
    same(kind, event.kind) && same(outcome, event.outcome) && same(source, event.source) && same(host, event.host)
    && same(program, event.program) && (method === undefined || ('method' in event && same(method, event.method)))
    && (action === undefined || isAction(event, action)) && (same(user, event.user) || same(user, event.target));
}

const isAction = (event: Event, action: string): boolean =>
  'action' in event && event.action === action && (event.kind !== 'auth' || action !== 'login' || event.primary);

const describe = (event: Event): string => {
  const parts = [event.kind, 'action' in event ? event.action : null, event.outcome, event.user, event.source,
    event.target, 'method' in event ? event.method : null, 'command' in event ? event.command : null];
  return parts.filter((part) => part !== null).join(' ').slice(0, 300);
};

// Four parameters on purpose: each is a different thing.
function receiptOf(query: Query, hits: Hits, reads: readonly LogRead[], id: EvidenceId): QueryEvidence {
  const names = reads.map(({ log }) => log);
  return {
    kind: 'query', id, tool: 'search_events', args: query, question: questionOf(query), rows: hits.count(),
    searchedLines: reads.reduce((sum, read) => sum + read.lines, 0), searched: names, sha256: hits.sha256(), taint: [],
  };
}

const questionOf = (query: Query): string => {
  const words = Object.entries(query)
    .filter(([name]) => name !== 'limit')
    .map(([name, value]) => `${name}=${typeof value === 'number' ? isoTime(value) : value}`);
  return words.length === 0 ? 'all events' : words.join(' ');
};

const shownRows = (hits: Hits, minted: Minted): readonly unknown[] =>
  hits.shown().map((row) => ({
    evidence: minted.idOf(row), log: row.log, lineNumber: row.line,
    time: row.time === null ? null : isoTime(row.time), what: row.what,
  }));
