import { canonicalJson, sha256Of } from '../../../domain/digest.ts';
import type { QueryEvidence } from '../../../domain/evidence.ts';
import type { Fact, Signal } from '../../../domain/fact.ts';
import type { FeedInUse } from '../../../domain/feed.ts';
import type { Finding } from '../../../domain/finding.ts';
import type { Indicator } from '../../../domain/indicator.ts';
import { evidenceLabel } from '../../../domain/labels.ts';
import type { Weighed } from '../../../intel/weigh/drafts.ts';
import { draftsOf, weigh } from '../../../intel/weigh/drafts.ts';
import { feedsInWords } from '../../../intel/weigh/feeds-in-words.ts';
import type { ToolContext, ToolResult } from '../../tool.ts';
import { judged, raiseFindings } from '../raise-findings.ts';
import { digestSightings } from './digest-sightings.ts';
import type { OpenFeeds } from './load-feeds.ts';
import { loadFeeds } from './load-feeds.ts';
import { scanLines } from './scan-lines.ts';
import { sightingsOf } from './sightings.ts';
import { openTally } from './tally.ts';

/** Findings raised, and indicators told; the others are counted. */
const RAISED = 200;
const INDICATORS = 500;

/** The whole of `detect_ioc`, once there are feeds. */
export async function* lookThrough(recorded: readonly FeedInUse[], context: ToolContext): AsyncGenerator<Fact | Signal, ToolResult> {
  const feeds = await loadFeeds(recorded, context.trades.feeds);
  try {
    for (const what of feeds.troubles) yield trouble(what);
    return yield* look(feeds, context);
  } finally {
    for (const feed of [...feeds.threats, ...feeds.warnings]) await feed.close();
  }
}

const trouble = (what: string): Fact => ({ type: 'trouble.met', where: 'detect_ioc', what });

async function* look(feeds: OpenFeeds, context: ToolContext): AsyncGenerator<Fact | Signal, ToolResult> {
  const { now } = context.trades;
  const tally = openTally();
  const lines = yield* scanLines(feeds.threats.map(({ open }) => open), context, tally);
  const sightings = [...await sightingsOf(tally.worst(), feeds), ...await digestSightings(context.state(), feeds)];
  const weighed = sightings.map((one) => weigh(one, now)).filter((one) => one !== null);
  const ordered = judged(draftsOf(weighed, now), context.trades.context);
  const findings = yield* raiseFindings(ordered.slice(0, RAISED), context, 'detect_ioc');
  const left = tally.left() + Math.max(0, ordered.length - RAISED);
  if (left > 0) yield trouble(`${left} further indicators are counted, not listed`);
  const names = feedsInWords(feeds.threats.map(({ info }) => info), now);
  const receipt = receiptOf(weighed, { names, lines, context });
  yield { type: 'evidence.minted', evidence: [receipt] };
  const indicators = withMatches(context.state().indicators, weighed);
  if (canonicalJson(indicators) !== canonicalJson(context.state().indicators)) yield { type: 'indicators.seen', indicators };
  return resultOf(findings, weighed, { names, lines });
}

interface Searched {
  readonly names: string;
  readonly lines: number;
}

/** What was looked up in what: the proof of a "no match", which is worth as much as the feeds are. */
function receiptOf(weighed: readonly Weighed[], { names, lines, context }: Searched & { readonly context: ToolContext }): QueryEvidence {
  const rows = weighed.map(({ sighting: { kind, value, role, count } }) => `${kind} ${value} ${role} ${count}`);
  return {
    kind: 'query', id: evidenceLabel(context.state().evidence.size + 1), question: `values that ${names} name`, tool: 'detect_ioc',
    args: { feeds: names }, rows: weighed.length, searchedLines: lines, searched: context.logs.map(({ info }) => info.name),
    sha256: sha256Of(rows.sort().join('\n')), taint: [],
  };
}

/** Indicators known before with the feeds that name them, and those that only feeds name. */
function withMatches(known: readonly Indicator[], weighed: readonly Weighed[]): Indicator[] {
  const matched = new Map(weighed.map(({ sighting: { kind, value, matches, count } }) =>
    [value, { type: kind, value, count, matched: [...new Set(matches.map(({ feed }) => feed))].sort() }]));
  const before = known.map((one) => ({ ...one, matched: matched.get(one.value)?.matched ?? one.matched }));
  const more = [...matched.values()].filter(({ value }) => !known.some((one) => one.value === value)).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return [...before, ...more].slice(0, INDICATORS);
}

function resultOf(findings: readonly Finding[], weighed: readonly Weighed[], { names, lines }: Searched): ToolResult {
  return {
    ok: true, rows: weighed.length,
    summary: `${weighed.length === 0 ? 'no match' : `${weighed.length} ${weighed.length === 1 ? 'indicator' : 'indicators'}`} in ${lines} ${lines === 1 ? 'line' : 'lines'}: ${names}`,
    digest: {
      feeds: names, lines, indicators: weighed.length,
      findings: findings.slice(0, 50).map(({ id, category, title, severity, progress, evidence, reason, benign }) => ({ id, category, title, severity, progress, evidence, reason, benign })),
    },
  };
}
