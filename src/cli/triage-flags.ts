import type { Severity } from '../domain/severity.ts';
import type { FormatName } from './usage.ts';

/** Options of `soc triage` as commander hands them over. */
export interface TriageFlags {
  readonly format: FormatName;
  readonly json?: true;
  readonly plain?: true;
  readonly quiet?: true;
  readonly severity?: Severity;
  readonly since?: number;
  readonly until?: number;
  readonly failOn: Severity;
  readonly zone?: string;
  readonly clockOffset: number;
  readonly context?: string;
  readonly baseline?: string;
  readonly rules?: readonly string[];
  readonly keepSources?: true;
  readonly save: boolean;
}
