import { fingerprintOf } from '../../src/domain/digest.ts';
import type { Evidence, LineEvidence } from '../../src/domain/evidence.ts';
import { sha256Of } from '../../src/domain/digest.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { EvidenceId } from '../../src/domain/ids.ts';
import type { Incident, Predicate } from '../../src/domain/incident.ts';
import { evidenceLabel, findingLabel, incidentLabel, logLabel } from '../../src/domain/labels.ts';
import type { LogInfo, LogRead } from '../../src/domain/log.ts';
import { isoTime } from '../../src/domain/times.ts';

/** Builders for what detectors would have said. Times are seconds after `DAWN`, so that tables stay readable. */
export const DAWN = Date.UTC(2026, 2, 3, 6, 0, 0);
export const at = (seconds: number): number => DAWN + seconds * 1_000;
export const HOUR = 3_600;

type FindingParts = Partial<Omit<Finding, 'id' | 'first' | 'last' | 'evidence'>> & {
  /** Seconds after `DAWN`; null for records without a time. */
  readonly from?: number | null;
  readonly to?: number | null;
  readonly evidence?: readonly number[];
};

/** Finding `F<number>`; its evidence is `E<number>` unless said. */
export function finding(number: number, parts: FindingParts = {}): Finding {
  const { from = 0, to = from, evidence = [number], ...rest } = parts;
  const [head = number, ...tail] = evidence;
  return {
    id: findingLabel(number), fingerprint: fingerprintOf(['test', String(number)]), detector: 'any-detector',
    category: 'brute-force', family: null, title: `finding ${number}`, severity: 'low', confidence: 'high',
    progress: 'attempt', attack: [], sources: [], targets: [], users: [], hosts: ['web7'], count: 1,
    first: from === null ? null : at(from), last: to === null ? null : at(to),
    reason: 'because', benign: 'an owner', taint: [], adjusted: [],
    ...rest, evidence: [evidenceLabel(head), ...tail.map(evidenceLabel)],
  };
}

type LineParts = Partial<Pick<LineEvidence, 'before' | 'after' | 'taint' | 'log' | 'lineNumber'>>;

/** Evidence `E<number>`: one line of `auth.log` at that second. */
export function line(number: number, seconds: number | null, text: string, parts: LineParts = {}): LineEvidence {
  return {
    kind: 'line', id: evidenceLabel(number), log: logLabel(1), file: 'auth.log', path: '/var/log/auth.log',
    lineNumber: number * 10, offset: number * 1_000, length: text.length, sha256: sha256Of(text),
    time: seconds === null ? null : isoTime(at(seconds)), text, before: [], after: [], taint: ['user'], ...parts,
  };
}

export function evidenceOf(lines: readonly Evidence[]): (id: EvidenceId) => Evidence | null {
  const byId = new Map(lines.map((one) => [one.id, one]));
  return (id) => byId.get(id) ?? null;
}

export const noEvidence = evidenceOf([]);

export function logRead(parts: Partial<LogRead> = {}): LogRead {
  return {
    log: logLabel(1), sha256: sha256Of('log'), bytes: 100_000, lines: 1_000, parsed: 900, quiet: 100, unparsed: 0,
    formats: ['sshd'], hosts: ['web7'], zone: { name: 'UTC', how: 'assumed' }, offset: 0, yearInferred: true,
    from: at(-4 * HOUR), to: at(4 * HOUR), gaps: [], unparsedExamples: [], troubles: [], ...parts,
  };
}

export function logInfo(number = 1, name = 'auth.log'): LogInfo {
  return {
    id: logLabel(number), name, path: `/var/log/${name}`, kind: 'file', compression: 'none', size: 100_000, modified: null,
  };
}

export function incident(number: number, parts: Partial<Incident> = {}): Incident {
  return {
    id: incidentLabel(number), fingerprint: fingerprintOf(['incident', String(number)]), type: 'account-takeover',
    title: 'deploy logged in', verdict: 'incident', severity: 'high', gotIn: 'yes', findings: [findingLabel(1)],
    links: [], predicates: [], timeline: [], sources: ['203.0.113.9'], users: ['deploy'], hosts: ['web7'],
    first: at(0), last: at(60), attack: [], ...parts,
  };
}

export const predicate = (name: string, state: Predicate['state']): Predicate =>
  ({ name, state, why: 'shown', evidence: [] });

/** A guessed login and what followed, as one attack leaves it: guessing, login, sudo, a second root account. */
export function takeover(): { readonly findings: readonly Finding[]; readonly lines: readonly Evidence[] } {
  const sources = ['203.0.113.9'];
  return {
    findings: [
      finding(1, { category: 'brute-force', sources, users: ['root', 'deploy'], from: 0, to: 2_580, count: 286 }),
      finding(2, {
        category: 'suspicious-login', severity: 'high', progress: 'access', sources, users: ['deploy'],
        from: 0, to: 2_588, count: 287, evidence: [1, 2], title: 'deploy logged in after 286 failures',
      }),
      finding(3, {
        category: 'privilege-escalation', severity: 'high', progress: 'action', users: ['deploy'], targets: ['root'],
        from: 2_603, title: 'deploy becomes root by sudo',
      }),
      finding(4, {
        category: 'account-change', family: 'uid-0', severity: 'critical', progress: 'action', users: [],
        targets: ['support'], from: 2_701, title: 'new account support with uid 0',
      }),
    ],
    lines: [
      line(1, 0, 'Mar  3 06:00:00 web7 sshd[811]: Failed password for root from 203.0.113.9 port 4 ssh2'),
      line(2, 2_588, 'Mar  3 06:43:08 web7 sshd[901]: Accepted password for deploy from 203.0.113.9 port 5 ssh2', {
        after: [{
          lineNumber: 21, text: 'Mar  3 06:43:08 web7 sshd[901]: pam_unix(sshd:session): session opened for user deploy(uid=1000) by (uid=0)',
        }],
      }),
      line(3, 2_603, 'Mar  3 06:43:23 web7 sudo: deploy : TTY=pts/0 ; USER=root ; COMMAND=/bin/bash'),
      line(4, 2_701, 'Mar  3 06:45:01 web7 useradd[955]: new user: name=support, UID=0, GID=0, home=/home/support, shell=/bin/bash, from=/dev/pts/0'),
    ],
  };
}
