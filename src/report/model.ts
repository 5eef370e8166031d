import type { Claim } from '../domain/claim.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Finding } from '../domain/finding.ts';
import type { Severity } from '../domain/severity.ts';
import { worse } from '../domain/severity.ts';
import type { EvidenceId, SessionId, Sha256 } from '../domain/ids.ts';
import type { Incident, ResponseStep, SessionVerdict, Triage } from '../domain/incident.ts';
import type { LogInfo, LogRead } from '../domain/log.ts';
import { openMasker } from '../domain/masker.ts';
import type { SessionState } from '../domain/session-state.ts';

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
  readonly weather: readonly Finding[];
  readonly silenced: readonly { readonly finding: Finding; readonly why: string }[];
  readonly incidents: readonly ReportIncident[];
  /** Supported claims; unsupported ones are kept apart and never told as fact. */
  readonly claims: readonly Claim[];
  readonly unsupported: readonly Claim[];
  readonly evidence: ReadonlyMap<EvidenceId, Evidence>;
  readonly logs: readonly ReportLog[];
  readonly state: SessionState;
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
export function buildReport(input: ReportInput): Report {
  const { session, chainHead } = input;
  const masker = openMasker();
  const state = masker.deep(input.state);
  const told = input.incident ? [masker.deep(input.incident)] : state.incidents;
  const members = new Set(told.flatMap(({ findings }) => findings));
  const wanted = input.incident ? state.findings.filter(({ id }) => members.has(id)) : state.findings;
  const silenced = wanted.flatMap((finding) => {
    const why = input.silenced(finding);
    return why === null ? [] : [{ finding, why }];
  });
  const open = wanted.filter((finding) => !silenced.some((one) => one.finding.id === finding.id));
  return {
    session, chainHead, state,
    version: state.started?.version ?? '', brain: state.started?.brain ?? '', host: state.started?.host ?? '',
    started: state.started?.now ?? 0,
    verdict: state.verdict ?? NO_VERDICT,
    findings: open.filter((finding) => !isWeather(finding, members)),
    weather: open.filter((finding) => isWeather(finding, members)),
    silenced,
    incidents: told.map((incident) => ({
      incident, triage: state.triages.find((one) => one.incident === incident.id) ?? null,
      steps: state.steps.get(incident.id) ?? [],
    })),
    claims: state.claims.filter(({ standing }) => standing.state === 'supported'),
    unsupported: state.claims.filter(({ standing }) => standing.state === 'unsupported'),
    evidence: state.evidence,
    logs: state.logs.map((info) => ({ info, read: state.reads.find(({ log }) => log === info.id) ?? null })),
  };
}

const isWeather = ({ id, severity, progress }: Finding, members: ReadonlySet<string>): boolean =>
  !members.has(id) && progress === 'attempt' && (severity === 'low' || severity === 'info');

/** Of the worst incident, else of the worst finding that is not silenced; null where there is neither. */
export function severityOf({ incidents, findings, weather }: Report): Severity | null {
  const all = incidents.length > 0 ? incidents.map(({ incident }) => incident.severity)
    : [...findings, ...weather].map(({ severity }) => severity);
  return all.length === 0 ? null : all.reduce(worse);
}
