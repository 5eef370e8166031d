import type { ClaimDraft } from '../../domain/claim.ts';
import type { Evidence, LineEvidence, QueryEvidence } from '../../domain/evidence.ts';
import type { Finding } from '../../domain/finding.ts';
import type { SessionState } from '../../domain/session-state.ts';
import { standsIn } from '../../domain/stands-in.ts';

/** One thing a claim cites, reduced to what values may be taken from it. */
export interface Unit {
  readonly holds: (text: string) => boolean;
  readonly times: readonly number[];
  readonly count: number | null;
}

export interface Cited {
  readonly units: readonly Unit[];
  readonly findings: readonly Finding[];
  readonly lines: readonly LineEvidence[];
  readonly queries: readonly QueryEvidence[];
}

export type Known = Pick<SessionState, 'evidence' | 'findings'>;

/** What the draft cites, or the first id that nobody minted. */
export function citedBy(draft: ClaimDraft, known: Known): Cited | { readonly unknown: string } {
  const evidence: Evidence[] = [];
  for (const id of draft.evidence) {
    const one = known.evidence.get(id);
    if (one === undefined) return { unknown: id };
    evidence.push(one);
  }
  const findings: Finding[] = [];
  for (const id of draft.findings) {
    const one = known.findings.find((finding) => finding.id === id);
    if (one === undefined) return { unknown: id };
    findings.push(one);
  }
  return {
    units: [...evidence.map(unitOfEvidence), ...findings.map(unitOfFinding)],
    findings: [...new Set(findings)],
    lines: [...new Set(evidence)].filter((one) => one.kind === 'line'),
    queries: [...new Set(evidence)].filter((one) => one.kind === 'query'),
  };
}

function unitOfEvidence(evidence: Evidence): Unit {
  switch (evidence.kind) {
    case 'line': return { holds: (text) => standsIn(evidence.text, text), times: timeOf(evidence), count: null };
    case 'file': return { holds: (text) => standsIn(evidence.excerpt, text), times: [], count: null };
    // What was searched for is shown to exist only by rows that were found.
    case 'query': return {
      holds: (text) => evidence.rows > 0 && argsOf(evidence).includes(text), times: [], count: evidence.rows,
    };
    default: return evidence satisfies never;
  }
}

function unitOfFinding(finding: Finding): Unit {
  const names = [...finding.sources, ...finding.users, ...finding.targets, ...finding.hosts];
  const times = [finding.first, finding.last].filter((time) => time !== null);
  return { holds: (text) => names.includes(text), times, count: finding.count };
}

function timeOf(line: LineEvidence): readonly number[] {
  const time = line.time === null ? Number.NaN : Date.parse(line.time);
  return Number.isNaN(time) ? [] : [time];
}

/** The free arguments of a search as text. */
const argsOf = (query: QueryEvidence): readonly string[] =>
  Object.values(query.args).filter((arg) => typeof arg === 'string');
