import type { Context } from '../../domain/context.ts';
import type { Finding } from '../../domain/finding.ts';
import type { EvidenceId } from '../../domain/ids.ts';
import type { Predicate } from '../../domain/incident.ts';
import type { LogRead } from '../../domain/log.ts';
import type { Cited, CitedBy } from '../cited-line.ts';
import { isEntry, succeeded } from '../../domain/progress.ts';

/** One incident under examination, with everything else the session knows. */
export interface Case {
  readonly members: readonly Finding[];
  /** Every finding of the session, those of other incidents included: a contradiction may stand in any of them. */
  readonly others: readonly Finding[];
  readonly citedBy: CitedBy;
  readonly reads: readonly LogRead[];
  readonly context: Context;
}

type Answer = Omit<Predicate, 'name'>;

/**
 * A condition. `proof` shows a success; `grounds`, and `strong` ones more, tell an attacker's from the owner's; `doubt`
 * takes the proof away when it is unmet; `support` is shown and decides nothing.
 */
export interface Condition {
  readonly name: string;
  readonly weight: 'proof' | 'strong' | 'grounds' | 'doubt' | 'support';
  check(matter: Case): Answer;
}

const CITED = 4;

const some = (evidence: readonly EvidenceId[]): EvidenceId[] => [...new Set(evidence)].slice(0, CITED);
export const met = (why: string, evidence: readonly EvidenceId[] = []): Answer =>
  ({ state: 'met', why, evidence: some(evidence) });
export const unmet = (why: string, evidence: readonly EvidenceId[] = []): Answer =>
  ({ state: 'unmet', why, evidence: some(evidence) });
export const notCheckable = (why: string): Answer => ({ state: 'not-checkable', why, evidence: [] });

export const successesOf = ({ members }: Case): readonly Finding[] => members.filter(succeeded);
export const entriesOf = ({ members }: Case): readonly Finding[] => members.filter(isEntry);
export const actsOf = ({ members }: Case): readonly Finding[] =>
  members.filter(({ progress }) => progress === 'action');

/** The lines these findings cite, each once. */
export const linesOf = (findings: readonly Finding[], citedBy: CitedBy): readonly Cited[] =>
  [...new Map(findings.flatMap((finding) => citedBy(finding)).map((cited) => [cited.line.id, cited])).values()];

export const idsOf = (findings: readonly Finding[]): readonly EvidenceId[] =>
  [...new Set(findings.flatMap(({ evidence }) => evidence))];
