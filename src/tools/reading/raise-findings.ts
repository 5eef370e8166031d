import type { Judgement } from '../../detect/judge.ts';
import { judge } from '../../detect/judge.ts';
import type { Context } from '../../domain/context.ts';
import { fingerprintOf } from '../../domain/digest.ts';
import type { Fact } from '../../domain/fact.ts';
import type { Finding, FindingDraft } from '../../domain/finding.ts';
import { findingLabel } from '../../domain/labels.ts';
import { isNonEmpty } from '../../domain/result.ts';
import { severityRank } from '../../domain/severity.ts';
import type { ToolContext } from '../tool.ts';
import type { Minted } from './mint-evidence.ts';
import { mintEvidence } from './mint-evidence.ts';

/** A draft in the analyst's context. It stays whole until it is raised: of most only the numbers are looked at. */
export interface Judged extends Judgement {
  readonly draft: FindingDraft;
}

/** Worst first, then earliest, then by what it is: the order a person reads in, and the same on every run. */
export function judged(drafts: readonly FindingDraft[], context: Context): readonly Judged[] {
  return drafts.map((draft): Judged => ({ draft, ...judge(draft, context) })).sort((a, b) =>
    severityRank(a.severity) - severityRank(b.severity)
    || (a.draft.first ?? 0) - (b.draft.first ?? 0)
    || b.draft.count - a.draft.count
    || (a.draft.detector + a.draft.key < b.draft.detector + b.draft.key ? -1 : 1));
}

/** Findings with their evidence, in the order given; one whose lines cannot be read again is told and not raised. */
export async function* raiseFindings(all: readonly Judged[], context: ToolContext, where: string): AsyncGenerator<Fact, readonly Finding[]> {
  const state = context.state();
  const cited = all.flatMap(({ draft: { lines, taint } }) => lines.map((line) => ({ ...line, taint })));
  const minted = await mintEvidence(cited, context.logs, state);
  if (minted.evidence.length > 0) yield { type: 'evidence.minted', evidence: [...minted.evidence] };
  const known = new Map(state.findings.map(({ fingerprint, id }) => [fingerprint, id]));
  const findings: Finding[] = [];
  let next = state.findings.length + 1;
  for (const one of all) {
    const body = bodyOf(one, minted);
    if (body === null) {
      yield { type: 'trouble.met', where, what: `the lines of "${one.draft.title}" could not be read again; it is not raised` };
      continue;
    }
    const before = known.get(body.fingerprint);
    const finding: Finding = { ...body, id: before ?? findingLabel(next) };
    if (before === undefined) next += 1;
    findings.push(finding);
    yield { type: before === undefined ? 'finding.raised' : 'finding.updated', finding };
  }
  return findings;
}

function bodyOf({ draft: { key, lines, ...body }, ...judgement }: Judged, minted: Minted): Omit<Finding, 'id'> | null {
  const evidence = [...new Set(lines.map((line) => minted.idOf(line)).filter((id) => id !== null))];
  if (!isNonEmpty(evidence)) return null;
  return { ...body, ...judgement, fingerprint: fingerprintOf([body.detector, key]), evidence: [evidence[0], ...evidence.slice(1)] };
}
