import { FOOTHOLD, GUESSING, LOGINS, SCOUTING, WEB } from '../domain/category-groups.ts';
import type { Category, Finding } from '../domain/finding.ts';
import { succeeded } from '../domain/progress.ts';

interface TypeRow {
  readonly type: string;
  /** True where this finding makes an incident one of this type. */
  readonly made: (finding: Finding) => boolean;
}

const of = (...categories: readonly Category[]) => (finding: Finding): boolean => categories.includes(finding.category);
const success = (categories: ReadonlySet<Category>) => (finding: Finding): boolean =>
  categories.has(finding.category) && succeeded(finding);

/** The first row that any finding of the incident makes true: what harms most, then how they got in, then attempts. */
const ROWS: readonly TypeRow[] = [
  { type: 'ransomware', made: success(new Set(['ransomware'])) },
  { type: 'data-theft', made: success(new Set(['exfiltration'])) },
  { type: 'web-compromise', made: success(WEB) },
  { type: 'account-takeover', made: success(LOGINS) },
  { type: 'lateral-movement', made: success(new Set(['lateral-movement'])) },
  { type: 'malware', made: (finding) => succeeded(finding) && of('malware', 'command-and-control')(finding) },
  { type: 'cryptomining', made: success(new Set(['cryptomining'])) },
  { type: 'log-tampering', made: success(new Set(['log-tampering', 'defense-evasion'])) },
  { type: 'backdoor', made: success(FOOTHOLD) },
  { type: 'privilege-escalation', made: success(new Set(['privilege-escalation'])) },
  { type: 'host-compromise', made: succeeded },
  { type: 'web-attack', made: (finding) => WEB.has(finding.category) },
  { type: 'guessing', made: (finding) => GUESSING.has(finding.category) },
  { type: 'suspicious-login', made: of('suspicious-login') },
  { type: 'denial-of-service', made: of('denial-of-service') },
  { type: 'prompt-injection', made: of('prompt-injection') },
  { type: 'reconnaissance', made: (finding) => SCOUTING.has(finding.category) },
];

export const incidentTypeOf = (findings: readonly Finding[]): string =>
  ROWS.find(({ made }) => findings.some(made))?.type ?? 'suspicious-activity';
