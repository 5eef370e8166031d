import type { CitedLine } from '../../domain/finding.ts';
import type { IndicatorKind } from '../../domain/indicator-kind.ts';
import type { Match } from './match.ts';
import type { Role } from './role.ts';

/** One value in one role, over all records that show it. */
export interface Sighting {
  readonly kind: IndicatorKind;
  /** As met: of a block the address, of a name the name that is listed. */
  readonly value: string;
  readonly role: Role;
  readonly matches: readonly Match[];
  /** The warning list that names it; null where none does. */
  readonly warned: string | null;
  readonly count: number;
  readonly first: number | null;
  readonly last: number | null;
  /** First, last and some between, in order. */
  readonly lines: readonly CitedLine[];
  readonly hosts: readonly string[];
  readonly users: readonly string[];
  readonly sources: readonly string[];
  /** What an attacker could write in these records. */
  readonly taint: readonly string[];
}
