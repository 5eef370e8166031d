import { WEB } from '../domain/category-groups.ts';
import type { Finding } from '../domain/finding.ts';
import type { Incident } from '../domain/incident.ts';
import type { SessionState } from '../domain/session-state.ts';
import { linesOf } from './recall.ts';

/** Which service a program's records are about; several programs may serve one. */
const SERVICE_OF: Readonly<Record<string, string>> = {
  sshd: 'ssh', 'sshd-session': 'ssh', dropbear: 'ssh', nginx: 'web', apache2: 'web', httpd: 'web',
  vsftpd: 'ftp', proftpd: 'ftp', 'pure-ftpd': 'ftp', dovecot: 'imap', postfix: 'smtp', exim4: 'smtp', exim: 'smtp',
  mysqld: 'mysql', mariadbd: 'mysql', postgres: 'postgresql', smbd: 'smb',
};
/** A program tag as syslog writes it, or the field of a journal record. */
const TAG = /(?:^|\s)([a-z][a-z0-9-]*)(?:\/[a-z/-]+)?(?:\[\d+\])?:\s|"(?:SYSLOG_IDENTIFIER|_COMM)"\s*:\s*"([a-z][a-z0-9-]*)"/g;

/** The service an incident came through, read from its earliest findings; null where the records do not tell. */
export function attackedService(incident: Incident, state: SessionState): string | null {
  const findings = state.findings
    .filter(({ id }) => incident.findings.includes(id))
    .sort((a, b) => (a.first ?? Infinity) - (b.first ?? Infinity));
  for (const finding of findings) {
    const service = serviceOf(finding, state);
    if (service !== null) return service;
  }
  return null;
}

function serviceOf(finding: Finding, state: SessionState): string | null {
  if (WEB.has(finding.category)) return 'web';
  for (const line of linesOf(state, finding.evidence)) {
    for (const [, tag, field] of line.text.matchAll(TAG)) {
      const service = Object.hasOwn(SERVICE_OF, tag ?? field ?? '') ? SERVICE_OF[tag ?? field ?? ''] : undefined;
      if (service !== undefined) return service;
    }
  }
  return null;
}

/** The host whose records show the incident; null where no record names one. */
export const attackedHost = (incident: Incident): string | null => incident.hosts[0] ?? null;
