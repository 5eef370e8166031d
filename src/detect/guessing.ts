import type { FindingDraft } from '../domain/finding.ts';
import { LOGIN_TAINT, USERS_LISTED } from './attempts.ts';
import type { Detector, DetectorRun } from './detector.ts';
import type { FailureRecord } from './ledger-records.ts';
import type { LoginLedger } from './login-ledger.ts';
import type { Tally } from './tally.ts';
import { sizeOf, topNames } from './tally.ts';
import type { Trail } from './trail.ts';
import { citedLines, timeOrNull } from './trail.ts';
import { between, lasting, listed, plural } from './wording.ts';

interface Judge<Kind extends FailureRecord> {
  /** Records that changed after a turn of the ledger. */
  readonly changed: (ledger: LoginLedger, turn: number) => readonly Kind[];
  /** What a record comes to; null where it tells nothing. */
  readonly draft: (record: Kind) => FindingDraft | null;
}

/** A detector that only reads what the ledger of logins counted: it costs nothing before it is asked. */
export const judgeOf = <Kind extends FailureRecord>({ changed, draft }: Judge<Kind>): Detector['open'] =>
  ({ ledger }): DetectorRun => {
    let turn = 0;
    return {
      on: () => undefined,
      drain(emit) {
        for (const record of changed(ledger, turn)) {
          const told = draft(record);
          if (told) emit(told);
        }
        turn = ledger.turn();
      },
      evicted: () => 0,
    };
  };

/** ` against 3 accounts (root, admin, test)`, or nothing where no names are known. */
export function accountsTried(users: Tally): string {
  const known = sizeOf(users);
  const many = users.beyond > 0 ? `${known} or more accounts` : plural(known, 'account');
  return known === 0 ? '' : ` against ${many} (${listed(topNames(users, known), 3)})`;
}

export function pacing({ first, last }: Trail, attempts: number): string {
  const span = last - first;
  const each = attempts > 1 && span > 0 ? `, one every ${lasting(span / (attempts - 1))} on average` : '';
  return `${between(first, last)}${each}`;
}

/** What one kind of guessing says beyond what all of them have in common. */
type GuessSaid = Pick<FindingDraft, 'detector' | 'category' | 'key' | 'family' | 'title' | 'confidence' | 'attack' | 'sources' | 'count' | 'benign'>
  & { readonly targets?: string[]; readonly users: () => string[]; readonly reason: () => string };

/**
 * A finding of failed guessing: no sign of success, so low. A night has thousands of them, and all but the worst are
 * only counted: what takes time is made when it is asked for.
 */
export const guessDraft = ({ hosts, trail }: FailureRecord, said: GuessSaid): FindingDraft => ({
  severity: 'low', progress: 'attempt', targets: said.targets ?? [], hosts: [...hosts],
  first: timeOrNull(trail.first), last: timeOrNull(trail.last), taint: LOGIN_TAINT, detector: said.detector,
  category: said.category, key: said.key, family: said.family, title: said.title, confidence: said.confidence,
  attack: said.attack, sources: said.sources, count: said.count, benign: said.benign,
  get users() { return said.users().slice(0, USERS_LISTED); },
  get reason() { return said.reason(); },
  get lines() { return citedLines(trail); },
});
