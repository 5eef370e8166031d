import type { Claim } from '../domain/claim.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Exposure } from '../domain/exposure.ts';
import type { FeedInUse } from '../domain/feed.ts';
import type { Finding } from '../domain/finding.ts';
import type { Severity } from '../domain/severity.ts';
import { worse } from '../domain/severity.ts';
import type { EvidenceId, SessionId, Sha256 } from '../domain/ids.ts';
import type { Incident, ResponseStep, SessionVerdict, Triage } from '../domain/incident.ts';
import type { Indicator } from '../domain/indicator.ts';
import type { LogInfo, LogRead, Unreadable } from '../domain/log.ts';
import { openMasker } from '../domain/masker.ts';
import type { NotLookedAt } from '../domain/not-looked-at.ts';
import { notLookedAt } from '../domain/not-looked-at.ts';
import type { SessionState } from '../domain/session-state.ts';
import { isWeather, weatherOf } from '../domain/weather.ts';
import { narrowed } from './narrowed.ts';

/** Who a report is for: `executive` one page without addresses, `technical` everything. */
export const AUDIENCES = ['executive', 'technical'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What a report rests on, besides the facts. */
export interface ReportInput {
  readonly session: SessionId;
  readonly state: SessionState;
  /** SHA-256 of the journal's last line; null while the session is still running. */
  readonly chainHead: Sha256 | null;
  /** Marks of the analyst, applied at view time: why a finding is silenced; null where it is not. */
  readonly silenced: (finding: Finding) => string | null;
  /** Narrows the report to one incident; null for all. */
  readonly incident: Incident | null;
}

export interface ReportLog {
  readonly info: LogInfo;
  readonly read: LogRead | null;
}

/** One session as every format tells it: the same content, the same order. */
export interface Report {
  readonly session: SessionId;
  readonly version: string;
  readonly brain: string;
  /** Machine the session ran on, and its start, epoch milliseconds. */
  readonly host: string;
  readonly started: number;
  readonly chainHead: Sha256 | null;
  readonly verdict: SessionVerdict;
  /** Worst first. `weather`: failed guessing and the like that shows no success and belongs to no incident. */
  readonly findings: readonly Finding[];
  readonly weather: ReportWeather;
  readonly silenced: readonly { readonly finding: Finding; readonly why: string }[];
  readonly incidents: readonly ReportIncident[];
  /** Supported claims; unsupported ones are kept apart and never told as fact. */
  readonly claims: readonly Claim[];
  readonly unsupported: readonly Claim[];
  readonly evidence: ReadonlyMap<EvidenceId, Evidence>;
  readonly logs: readonly ReportLog[];
  /** Every finding told of, silenced or not, weather or not. */
  readonly raised: readonly Finding[];
  readonly indicators: readonly Indicator[];
  /** Feeds of indicators that were at hand. */
  readonly feeds: readonly FeedInUse[];
  readonly exposures: readonly Exposure[];
  readonly unreadable: readonly Unreadable[];
  readonly troubles: SessionState['troubles'];
  readonly notLookedAt: NotLookedAt;
  /** As asked for on the command line. */
  readonly paths: readonly string[];
  /** The part of the logs that was asked for, epoch milliseconds; null leaves that end open. */
  readonly since: number | null;
  readonly until: number | null;
}

/** `sources` and `tries` can tell of more than its findings: these are limited, the count is not. */
export interface ReportWeather {
  readonly findings: readonly Finding[];
  readonly sources: number;
  readonly tries: number;
}

export interface ReportIncident {
  readonly incident: Incident;
  readonly triage: Triage | null;
  readonly steps: readonly ResponseStep[];
}

const NO_VERDICT: SessionVerdict = {
  verdict: 'inconclusive', severity: null, gotIn: 'cannot-tell', headline: 'the session has come to no verdict',
  reasons: ['the session has come to no verdict'],
};

/** Secrets are masked here, for every format; what reads raw lines reads the session's state. */
export function buildReport({ session, chainHead, incident, silenced: whySilenced, state: whole }: ReportInput): Report {
  const masker = openMasker();
  const state = incident === null ? masker.deep(whole) : narrowed(masker.deep(whole), masker.deep(incident));
  const members = new Set(state.incidents.flatMap(({ findings }) => findings));
  const silenced = state.findings.flatMap((finding) => {
    const why = whySilenced(finding);
    return why === null ? [] : [{ finding, why }];
  });
  const open = state.findings.filter((finding) => !silenced.some((one) => one.finding.id === finding.id));
  const tried = open.filter((finding) => !members.has(finding.id) && isWeather(finding));
  return {
    session, chainHead, silenced,
    ...beginningOf(state),
    verdict: state.verdict ?? NO_VERDICT,
    raised: state.findings,
    findings: open.filter((finding) => !tried.includes(finding)),
    weather: { findings: tried, ...weatherCounted(tried, state) },
    incidents: state.incidents.map((one) => ({
      incident: one, triage: state.triages.find((triage) => triage.incident === one.id) ?? null,
      steps: state.steps.get(one.id) ?? [],
    })),
    claims: state.claims.filter(({ standing }) => standing.state === 'supported'),
    unsupported: state.claims.filter(({ standing }) => standing.state === 'unsupported'),
    evidence: state.evidence, indicators: state.indicators, feeds: state.feeds, exposures: state.exposures,
    unreadable: state.unreadable, troubles: state.troubles,
    notLookedAt: notLookedAt(state),
    logs: state.logs.map((info) => ({ info, read: state.reads.find(({ log }) => log === info.id) ?? null })),
  };
}

function beginningOf({ started }: SessionState): Pick<Report, 'version' | 'brain' | 'host' | 'started' | 'paths' | 'since' | 'until'> {
  if (!started) return { version: '', brain: '', host: '', started: 0, paths: [], since: null, until: null };
  const { version, brain, host, now, request } = started;
  return { version, brain, host, started: now, paths: request.paths, since: request.since, until: request.until };
}

/** What the session counted, where more tried than findings were raised; else what these findings come to. */
function weatherCounted(tried: readonly Finding[], { weather, findings }: SessionState): Omit<ReportWeather, 'findings'> {
  const raised = weatherOf(findings.filter(isWeather));
  const { sources, attempts } = weather !== null && weather.sources > raised.sources ? weather : weatherOf(tried);
  return { sources, tries: attempts };
}

/** Of the worst incident, else of the worst finding that is not silenced; null where there is neither. */
export function severityOf({ incidents, findings, weather }: Report): Severity | null {
  const all = incidents.length > 0 ? incidents.map(({ incident }) => incident.severity)
    : [...findings, ...weather.findings].map(({ severity }) => severity);
  return all.length === 0 ? null : all.reduce(worse);
}
