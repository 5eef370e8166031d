import { sha256Of } from '../../domain/digest.ts';
import type { HeadPlace } from '../../domain/journal-codec.ts';
import { verifyHead } from '../../domain/journal-codec.ts';
import type { LineEvidence } from '../../domain/evidence.ts';
import type { EvidenceId } from '../../domain/ids.ts';
import type { LogSource } from '../../ports/log-source.ts';
import type { JournalDamage } from '../../ports/journal.ts';
import type { House } from '../house.ts';
import type { DamagedFact } from './damage.ts';
import { damagedFacts, restingOn } from './damage.ts';
import type { StoredSession } from './stored.ts';

/** What became of one evidence line since it was cited. */
export interface EvidenceCheck {
  readonly id: EvidenceId;
  readonly file: string;
  readonly lineNumber: number;
  /** `gone`: the source is no longer there, which proves nothing either way. */
  readonly state: 'holds' | 'changed' | 'gone';
  readonly why: string;
  /** Labels of claims, findings and incidents that rest on it. */
  readonly restsOn: readonly string[];
}

export interface Verification {
  readonly facts: number;
  readonly chainHead: string;
  readonly damage: readonly JournalDamage[];
  /** The facts the damage stands at, a torn tail apart. */
  readonly damaged: readonly DamagedFact[];
  /** Where the head that was given stands; null where none was. */
  readonly headPlace: HeadPlace | null;
  readonly evidence: readonly EvidenceCheck[];
  /** Evidence that cites no line of a log (answers of searches, files of the host as they were): not checked here. */
  readonly notChecked: number;
  /** `broken` before `cannot-check`: what is proven to be wrong stays so whatever is missing. */
  readonly result: 'holds' | 'broken' | 'cannot-check';
}

/**
 * Integrity, not re-execution: the chain of the journal, and each evidence line against its source where it still
 * exists. `expectedHead` is the head printed at the end of the run; without it a journal rewritten whole would pass.
 */
export async function verify(
  house: House, stored: StoredSession, expectedHead: string | null,
): Promise<Verification> {
  const evidence = await checkEvidence(house, stored);
  const headPlace = expectedHead === null ? null : verifyHead(stored, expectedHead);
  const broken = stored.damage.length > 0 || headPlace === 'missing' || evidence.some(({ state }) => state === 'changed');
  return {
    facts: stored.entries.length, chainHead: stored.head.sha256, damage: stored.damage, damaged: damagedFacts(stored), headPlace, evidence,
    notChecked: [...stored.state.evidence.values()].filter(({ kind }) => kind !== 'line').length,
    result: broken ? 'broken' : evidence.some(({ state }) => state === 'gone') ? 'cannot-check' : 'holds',
  };
}

async function checkEvidence(house: House, stored: StoredSession): Promise<readonly EvidenceCheck[]> {
  const lines = [...stored.state.evidence.values()].filter((one) => one.kind === 'line');
  const { sources } = house.places.session(stored.id);
  const opened = await house.logs(sources).reopen(stored.state.logs, sources);
  const checks: EvidenceCheck[] = [];
  for (const [index, log] of stored.state.logs.entries()) {
    const own = lines.filter((line) => line.log === log.id);
    const source = opened[index];
    const states = source?.ok ? await compare(own, source.value)
      : new Map(own.map(({ id }) => [id, { state: 'gone' as const, why: source?.trouble.why ?? 'not kept' }]));
    for (const line of own) {
      const { state, why } = states.get(line.id) ?? { state: 'changed' as const, why: 'no line stands there now' };
      checks.push({ id: line.id, file: line.file, lineNumber: line.lineNumber, state, why,
        restsOn: restingOn(stored.state, [line.id]) });
    }
    if (source?.ok) await source.value.close();
  }
  return checks;
}

async function compare(
  own: readonly LineEvidence[], source: LogSource,
): Promise<Map<EvidenceId, Pick<EvidenceCheck, 'state' | 'why'>>> {
  const places = own.map(({ lineNumber, offset }) => ({ line: lineNumber, offset }));
  const found = new Map((await source.lines(places, 0)).map((line) => [line.lineNumber, line]));
  return new Map(own.map((line) => {
    const raw = found.get(line.lineNumber);
    if (!raw) return [line.id, { state: 'changed', why: 'no line stands there now' }];
    const same = sha256Of(raw.bytes) === line.sha256;
    return [line.id, same ? { state: 'holds', why: '' } : { state: 'changed', why: 'its bytes are others now' }];
  }));
}
