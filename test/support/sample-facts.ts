import type { Entry, Fact, FactOf } from '../../src/domain/fact.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { EvidenceId, FindingId, Fingerprint, IncidentId, SessionId } from '../../src/domain/ids.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { encodeBatch, NO_HEAD } from '../../src/domain/chain.ts';

/** Plain facts for tests that are about where facts go, not about what they say. */
export const trouble = (what: string): Fact => ({ type: 'trouble.met', where: 'test', what });

/** One that must be synced before anyone is told. */
export const lesson = (text: string): Fact =>
  ({ type: 'lesson.learnt', id: text.slice(0, 20), who: 'ana', text, scope: 'all', expires: 4_000_000_000_000 });

export const started = (session: SessionId): FactOf<'session.started'> => ({
  type: 'session.started', session, version: '0.1.0', brain: 'embedded', host: 'desk', user: 'ana', now: 1_768_464_000_000,
  request: { command: 'triage', paths: ['auth.log'], since: null, until: null, zone: null, clockOffset: 0, keepSources: false, failOn: 'high', context: null, rules: [] },
});

export const ended = (state: 'complete' | 'interrupted' = 'complete'): Fact => ({ type: 'session.ended', state, why: null, exitCode: 0 });

/** 16 hex digits from a small number. */
export const mark = (number: number): Fingerprint => number.toString(16).padStart(16, '0') as Fingerprint;

export const finding = (number: number, more: Partial<Finding> = {}): Finding => ({
  id: `F${number}` as FindingId, fingerprint: mark(number), detector: 'brute-force', category: 'brute-force', family: null,
  title: 'Password guessing', severity: 'medium', confidence: 'high', progress: 'attempt',
  attack: [{ tactic: 'credential-access', technique: 'T1110.001' }], sources: ['203.0.113.7'], targets: [], users: ['root'],
  hosts: ['web1'], count: 40, first: 1_768_400_000_000, last: 1_768_400_600_000, reason: 'Many failures.', benign: 'A stale password.',
  taint: ['user'], evidence: ['E1' as EvidenceId], adjusted: [], ...more,
});

export const incident = (number: number, more: Partial<Incident> = {}): Incident => ({
  id: `I${number}` as IncidentId, fingerprint: mark(number), type: 'brute-force', title: 'Guessing against web1', verdict: 'suspicious',
  severity: 'medium', gotIn: 'no-sign', findings: ['F1' as FindingId], links: [], predicates: [], timeline: [],
  sources: ['203.0.113.7'], users: ['root'], hosts: ['web1'], first: 1_768_400_000_000, last: 1_768_400_600_000, attack: [], ...more,
});

/** The facts as entries, one millisecond apart. */
export function entriesOf(facts: readonly Fact[], from = 1_768_464_000_000): readonly Entry[] {
  let head = NO_HEAD;
  return facts.flatMap((fact, index) => {
    const batch = encodeBatch([fact], from + index, head);
    head = batch.head;
    return batch.entries;
  });
}
