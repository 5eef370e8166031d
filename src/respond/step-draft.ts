import type { Exposure } from '../domain/exposure.ts';
import type { Context } from '../domain/context.ts';
import type { Finding } from '../domain/finding.ts';
import type { EvidenceId } from '../domain/ids.ts';
import type { Incident, ResponseStep } from '../domain/incident.ts';

export interface StepInput {
  readonly incident: Incident;
  /** Of the incident, in any order. */
  readonly findings: readonly Finding[];
  readonly exposure: Exposure | null;
  readonly context: Context;
  /** The machine `soc` runs on. */
  readonly thisHost: string;
}

export type StepDraft = Omit<ResponseStep, 'order'>;

/** Where nothing is changed there is nothing to undo, and the step says so. */
export const NOTHING_CHANGED = 'nothing is changed';
const NAMELESS_HOST = 'the host of the log';
/** Evidence ids on one step. */
const CITED = 6;

export const cite = (findings: readonly Finding[]): EvidenceId[] =>
  [...new Set(findings.flatMap(({ evidence }) => evidence))].slice(0, CITED);

export const hostOf = (finding: Finding | undefined, incident: Incident): string =>
  finding?.hosts[0] ?? incident.hosts[0] ?? NAMELESS_HOST;
