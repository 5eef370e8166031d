import type { Evidence, LineEvidence, QueryEvidence } from '../../src/domain/evidence.ts';
import type { Finding } from '../../src/domain/finding.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { evidenceSchema } from '../../src/domain/evidence.ts';
import { findingSchema } from '../../src/domain/finding.ts';
import { incidentSchema } from '../../src/domain/incident.ts';

/** Builders for what a case holds; every value is checked by its schema. */
const HASH = 'a'.repeat(64);
export const at = (time: string): number => Date.parse(`2026-03-03T${time}Z`);

export const line = (id: string, time: string, text: string): LineEvidence => evidenceSchema.parse({
  kind: 'line', id, log: 'S1', file: 'auth.log', path: '/x/auth.log', lineNumber: Number(id.slice(1)), offset: 0, length: text.length,
  sha256: HASH, time: time === '' ? null : `2026-03-03T${time}Z`, text, before: [], after: [], taint: [],
}) as LineEvidence;

export const query = (id: string, args: QueryEvidence['args'], rows: number, searchedLines = 100): QueryEvidence => evidenceSchema.parse({
  kind: 'query', id, question: 'q', tool: 'search_events', args, rows, searchedLines, searched: ['S1'], sha256: HASH, taint: [],
}) as QueryEvidence;

export const finding = (id: string, evidence: readonly string[], more: Readonly<Record<string, unknown>> = {}): Finding => findingSchema.parse({
  id, fingerprint: id.slice(1).padStart(16, '0'), detector: 'a-detector', category: 'brute-force', family: null, title: `Finding ${id}`,
  severity: 'medium', confidence: 'high', progress: 'attempt', attack: [], sources: [], targets: [], users: [], hosts: ['web7'],
  count: 1, first: null, last: null, reason: 'It looked odd.', benign: 'It may be nothing.', taint: [], evidence, adjusted: [], ...more,
});

const incident = (id: string, findings: readonly string[], more: Readonly<Record<string, unknown>> = {}): Incident => incidentSchema.parse({
  id, fingerprint: `f${id.slice(1)}`.padStart(16, '0'), type: 'account-takeover', title: `Incident ${id}`, verdict: 'incident', severity: 'high',
  gotIn: 'yes', findings, links: [], predicates: [], timeline: [], sources: [], users: [], hosts: ['web7'], first: null, last: null,
  attack: [], ...more,
});

/** deploy's password guessed on web7: the story most tests tell. */
export const GUESSED = {
  lines: [
    line('E1', '06:58:02', 'Mar  3 06:58:02 web7 sshd[811]: Failed password for root from 203.0.113.9 port 4711 ssh2'),
    line('E2', '07:41:05', 'Mar  3 07:41:05 web7 sshd[901]: Failed password for deploy from 203.0.113.9 port 4720 ssh2'),
    line('E3', '07:41:10', 'Mar  3 07:41:10 web7 sshd[901]: Accepted password for deploy from 203.0.113.9 port 4721 ssh2'),
    line('E4', '07:41:25', 'Mar  3 07:41:25 web7 sudo:   deploy : TTY=pts/0 ; PWD=/home/deploy ; USER=root ; COMMAND=/bin/bash'),
    line('E5', '07:43:02', 'Mar  3 07:43:02 web7 useradd[955]: new user: name=support, UID=0, GID=0, home=/root, shell=/bin/sh'),
  ] as readonly Evidence[],
  findings: [
    finding('F1', ['E1', 'E2'], { sources: ['203.0.113.9'], users: ['root', 'deploy'], count: 286, first: at('06:58:02'), last: at('07:41:05') }),
    finding('F2', ['E2', 'E3'], {
      category: 'suspicious-login', progress: 'access', severity: 'high', sources: ['203.0.113.9'], users: ['deploy'], first: at('07:41:05'),
      last: at('07:41:10'), title: 'Login of deploy after failures',
    }),
    finding('F3', ['E4'], {
      category: 'privilege-escalation', progress: 'action', severity: 'high', users: ['deploy'], targets: ['root'], first: at('07:41:25'),
      last: at('07:41:25'), title: 'deploy became root',
    }),
    finding('F4', ['E5'], {
      category: 'account-change', progress: 'action', severity: 'critical', targets: ['support'], first: at('07:43:02'), last: at('07:43:02'),
      title: 'New account with uid 0',
    }),
    finding('F5', ['E1'], { severity: 'low', sources: ['198.51.100.4'], count: 12, first: at('05:00:00'), last: at('05:10:00') }),
  ],
  incident: incident('I1', ['F1', 'F2', 'F3', 'F4'], {
    sources: ['203.0.113.9'], users: ['deploy', 'support'], first: at('06:58:02'), last: at('07:43:02'),
    predicates: [
      { name: 'guessed before', state: 'met', why: 'failures precede it', evidence: ['E1', 'E3'] },
      { name: 'processes', state: 'not-checkable', why: 'no process records were given', evidence: [] },
    ],
    timeline: [
      { time: at('06:58:02'), tactic: 'credential-access', text: 'guessing starts', finding: 'F1', evidence: ['E1'] },
      { time: at('07:41:10'), tactic: 'initial-access', text: 'deploy logs in', finding: 'F2', evidence: ['E3'] },
    ],
  }),
};
