import type { Category, Finding } from '../domain/finding.ts';

/** ATT&CK Enterprise tactics in the matrix's own order, with the names the matrix gives them. */
const TACTICS = [
  ['reconnaissance', 'Reconnaissance'], ['resource-development', 'Resource Development'],
  ['initial-access', 'Initial Access'], ['execution', 'Execution'], ['persistence', 'Persistence'],
  ['privilege-escalation', 'Privilege Escalation'], ['defense-evasion', 'Defense Evasion'],
  ['credential-access', 'Credential Access'], ['discovery', 'Discovery'], ['lateral-movement', 'Lateral Movement'],
  ['collection', 'Collection'], ['command-and-control', 'Command and Control'], ['exfiltration', 'Exfiltration'],
  ['impact', 'Impact'],
] as const;

const RANK: ReadonlyMap<string, number> = new Map(TACTICS.map(([name], at) => [name, at]));
const NAMES: ReadonlyMap<string, string> = new Map(TACTICS);

/** The tactic of a finding that names no technique. */
const USUAL: Record<Category, (typeof TACTICS)[number][0]> = {
  'brute-force': 'credential-access', 'password-spray': 'credential-access', 'user-enumeration': 'reconnaissance',
  'suspicious-login': 'initial-access', 'privilege-escalation': 'privilege-escalation',
  'account-change': 'persistence', persistence: 'persistence', execution: 'execution',
  'credential-access': 'credential-access', 'defense-evasion': 'defense-evasion', discovery: 'discovery',
  'lateral-movement': 'lateral-movement', 'web-scan': 'reconnaissance', 'web-exploit': 'initial-access',
  'web-shell': 'persistence', 'port-scan': 'reconnaissance', 'command-and-control': 'command-and-control',
  exfiltration: 'exfiltration', malware: 'execution', ransomware: 'impact', cryptomining: 'impact',
  'denial-of-service': 'impact', spam: 'impact', 'prompt-injection': 'initial-access',
  'log-tampering': 'defense-evasion', policy: 'initial-access',
};

/** Unknown tactics come last. */
export const tacticRank = (tactic: string): number => RANK.get(tactic) ?? TACTICS.length;
export const tacticName = (tactic: string): string => NAMES.get(tactic) ?? tactic;
export const tacticOf = ({ attack, category }: Pick<Finding, 'attack' | 'category'>): string =>
  attack[0]?.tactic ?? USUAL[category];
