import * as z from 'zod';
import { tacticName } from '../detect/attack-tactics.ts';
import { correlate } from '../detect/correlate.ts';
import { sessionVerdict } from '../detect/verdict.ts';
import { canonicalJson } from '../domain/digest.ts';
import type { Fact } from '../domain/fact.ts';
import type { Finding } from '../domain/finding.ts';
import type { Incident, SessionVerdict } from '../domain/incident.ts';
import type { Indicator } from '../domain/indicator.ts';
import type { SessionState } from '../domain/session-state.ts';
import { counted, isoTime } from '../domain/times.ts';
import { addressOf, canonicalPlace } from '../domain/within.ts';
import { isBackground, isWeather } from '../domain/weather.ts';
import type { ToolResult } from './tool.ts';
import { defineTool } from './tool.ts';

/** Rows of each list in the digest; the facts hold all of them. */
const DIGEST_INCIDENTS = 10;
const DIGEST_ROWS = 12;
/** Indicators of one session; those seen most often stay. */
const INDICATORS = 500;

export const correlateEvents = defineTool({
  name: 'correlate_events',
  area: 'correlation',
  effect: 'observe',
  description: 'Links the findings of this session by shared sources, accounts, hosts and time into incidents, checks '
    + 'the conditions each verdict rests on, and gives the verdict of the session with what it rests on.',
  input: z.object({}).strict(),
  async *run(_args, context) {
    const now = context.state();
    const { incidents, links } = correlate(now.findings, (id) => now.evidence.get(id) ?? null, {
      reads: now.reads, context: context.trades.context, known: now.incidents, earlier: context.trades.earlier ?? [],
    });
    const verdict = sessionVerdict({ ...now, incidents });
    yield* changed(now, incidents, verdict);
    return resultOf(incidents, verdict, { links: links.length, findings: now.findings });
  },
});

/** Only what differs from what the session already holds: asking twice says nothing twice. */
function* changed(now: SessionState, incidents: readonly Incident[], verdict: SessionVerdict): Generator<Fact> {
  for (const incident of incidents) {
    const before = now.incidents.find(({ id }) => id === incident.id);
    if (!before) yield { type: 'incident.raised', incident };
    else if (!same(before, incident)) yield { type: 'incident.updated', incident };
  }
  const indicators = indicatorsOf(now);
  if (!same(now.indicators, indicators)) yield { type: 'indicators.seen', indicators };
  if (!same(now.verdict, verdict)) yield { type: 'verdict.given', verdict };
}

const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

/** Sources worth looking up elsewhere, of every finding that is more than weather, and what feeds have named. */
function indicatorsOf({ findings, indicators }: Pick<SessionState, 'findings' | 'indicators'>): Indicator[] {
  const matched = new Map(indicators.filter((one) => one.matched.length > 0).map((one) => [one.value, one]));
  const counts = new Map<string, number>();
  for (const finding of findings) {
    if (isBackground(finding)) continue;
    for (const source of new Set(finding.sources.map(canonicalPlace))) {
      counts.set(source, (counts.get(source) ?? 0) + finding.count);
    }
  }
  const sources = [...counts]
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .map(([value, count]) => ({ type: kindOf(value), value, count, matched: matched.get(value)?.matched ?? [] }));
  return [...matched.values()].filter(({ value }) => !counts.has(value)).concat(sources).slice(0, INDICATORS);
}

function kindOf(value: string): string {
  const address = addressOf(value);
  return address === null ? 'host' : address.version === 4 ? 'ipv4' : 'ipv6';
}

function resultOf(
  incidents: readonly Incident[], verdict: SessionVerdict,
  { links, findings }: { readonly links: number; readonly findings: readonly Finding[] },
): ToolResult {
  const weather = findings.filter(isWeather);
  return {
    ok: true,
    rows: findings.length,
    summary: `${counted(findings.length, 'finding')}, ${counted(links, 'link')}, ${counted(incidents.length, 'incident')}: ${verdict.verdict}`,
    digest: {
      verdict: { ...verdict, reasons: verdict.reasons.slice(0, DIGEST_ROWS) },
      incidents: incidents.slice(0, DIGEST_INCIDENTS).map(brief),
      moreIncidents: Math.max(0, incidents.length - DIGEST_INCIDENTS),
      weather: { count: weather.length, findings: weather.slice(0, DIGEST_ROWS).map(({ id }) => id) },
    },
  };
}

/** An incident as a brain needs it: what it says, with the ids to look further. */
const brief = (incident: Incident) => ({
  id: incident.id, type: incident.type, title: incident.title, verdict: incident.verdict, severity: incident.severity,
  gotIn: incident.gotIn, findings: incident.findings.slice(0, DIGEST_ROWS),
  sources: incident.sources.slice(0, DIGEST_ROWS), users: incident.users.slice(0, DIGEST_ROWS),
  hosts: incident.hosts.slice(0, DIGEST_ROWS),
  links: incident.links.slice(0, DIGEST_ROWS),
  predicates: incident.predicates,
  timeline: incident.timeline.slice(0, DIGEST_ROWS).map(({ time, tactic, ...step }) => ({
    ...step, time: time === null ? null : isoTime(time), tactic: tacticName(tactic),
  })),
});
