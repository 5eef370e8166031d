import type { SystemEvent } from '../../domain/event.ts';
import { RECORD_ACTS } from '../record-acts.ts';
import type { Act } from './act-story.ts';

const act = (family: string, rest: Pick<Act, 'severity' | 'did' | 'benign'> & { readonly technique: string }): Act => ({
  family, category: 'log-tampering', severity: rest.severity, attack: { tactic: 'defense-evasion', technique: rest.technique }, did: rest.did, benign: rest.benign,
});

const OVERWRITTEN = act('record-overwritten', {
  severity: 'medium', technique: 'T1070.002', did: 'wrote over login records, as tools that hide logins do',
  benign: 'A disk that failed, or a host that lost power while it wrote.',
});
const AUDIT_OFF = act('audit-off', {
  severity: 'high', technique: 'T1562.012', did: 'switched the audit trail off', benign: 'Maintenance of the audit rules; it is switched on again soon after.',
});
const RULE_REMOVED = act('audit-rule-removed', {
  severity: 'medium', technique: 'T1562.012', did: 'removed rules of the audit trail', benign: 'An administrator loading new rules, which removes the old ones first.',
});
const GUARD_OFF = act('access-control-off', {
  severity: 'medium', technique: 'T1562.001', did: 'switched mandatory access control off', benign: 'An administrator looking for the cause of a fault.',
});
const TRAIL_STOPPED = act('audit-stopped', {
  severity: 'low', technique: 'T1562.012', did: 'stopped the audit trail', benign: 'Maintenance, or an update that starts it again.',
});
const CLOCK_SET = act('clock-set', {
  severity: 'low', technique: 'T1070.006', did: 'set the clock by hand', benign: 'A host without a time service.',
});

/** What a record about the records, or the clock, tells of a person; null where the system did it by itself. */
export function tamperingAct({ action, command, user, target }: SystemEvent): Act | null {
  if (action === 'clock-step') return user === null ? null : CLOCK_SET;
  if (action === 'logger-stop') return user !== null && target === 'auditd' ? TRAIL_STOPPED : null;
  if (action !== 'other' || command === null) return null;
  if (command === RECORD_ACTS.overwritten) return OVERWRITTEN;
  if (user === null) return command === RECORD_ACTS.auditOff ? { ...AUDIT_OFF, severity: 'low' } : null;
  return BY_PERSON.get(command) ?? null;
}

const BY_PERSON = new Map<string, Act>([
  [RECORD_ACTS.auditOff, AUDIT_OFF], [RECORD_ACTS.ruleRemoved, RULE_REMOVED], [RECORD_ACTS.guardOff, GUARD_OFF],
]);
