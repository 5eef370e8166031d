import { fingerprintOf } from '../../domain/digest.ts';
import type { Fact } from '../../domain/fact.ts';
import type { Finding, FindingDraft } from '../../domain/finding.ts';
import { findingLabel } from '../../domain/labels.ts';
import { isNonEmpty } from '../../domain/result.ts';
import type { ToolContext } from '../tool.ts';
import { mintEvidence } from './mint-evidence.ts';

export type Judged = FindingDraft & { readonly adjusted: Finding['adjusted'] };

/** Findings with their evidence, in the order given; one whose lines cannot be read again is told and not raised. */
export async function* raiseFindings(judged: readonly Judged[], context: ToolContext, where: string): AsyncGenerator<Fact, readonly Finding[]> {
  const state = context.state();
  const minted = await mintEvidence(judged.flatMap(({ lines, taint }) => lines.map((line) => ({ ...line, taint }))), context.logs, state);
  if (minted.evidence.length > 0) yield { type: 'evidence.minted', evidence: [...minted.evidence] };
  const findings: Finding[] = [];
  let next = state.findings.length + 1;
  for (const { key, lines, adjusted, ...body } of judged) {
    const evidence = [...new Set(lines.map((line) => minted.idOf(line)).filter((id) => id !== null))];
    if (!isNonEmpty(evidence)) {
      yield { type: 'trouble.met', where, what: `the lines of "${body.title}" could not be read again; it is not raised` };
      continue;
    }
    const fingerprint = fingerprintOf([body.detector, key]);
    const known = state.findings.find((finding) => finding.fingerprint === fingerprint);
    const finding: Finding = {
      ...body, fingerprint, adjusted: [...adjusted], id: known?.id ?? findingLabel(next), evidence: [evidence[0], ...evidence.slice(1)],
    };
    if (known === undefined) next += 1;
    findings.push(finding);
    yield { type: known === undefined ? 'finding.raised' : 'finding.updated', finding };
  }
  return findings;
}
