import type { Attack, Category } from '../../domain/finding.ts';

/** Tactics as rules tag them, and the category that a finding of one is in. */
const CATEGORIES: ReadonlyMap<string, Category> = new Map<string, Category>([
  ['execution', 'execution'], ['persistence', 'persistence'], ['privilege-escalation', 'privilege-escalation'],
  ['credential-access', 'credential-access'], ['discovery', 'discovery'], ['lateral-movement', 'lateral-movement'],
  ['command-and-control', 'command-and-control'], ['exfiltration', 'exfiltration'], ['collection', 'execution'],
  ['defense-evasion', 'defense-evasion'], ['reconnaissance', 'discovery'], ['resource-development', 'malware'],
  ['initial-access', 'execution'], ['impact', 'malware'],
]);
/** What the names of later editions of the matrix stand for here. */
const RENAMED: ReadonlyMap<string, string> = new Map([['defense-impairment', 'defense-evasion'], ['stealth', 'defense-evasion']]);
/** Techniques that say more than their tactic; fetching a tool is no contact to its master yet. */
const TECHNIQUE_CATEGORIES: ReadonlyMap<string, Category> = new Map<string, Category>([
  ['T1486', 'ransomware'], ['T1490', 'malware'], ['T1496', 'cryptomining'], ['T1070.001', 'log-tampering'], ['T1070.002', 'log-tampering'],
  ['T1136', 'account-change'], ['T1136.001', 'account-change'], ['T1136.002', 'account-change'], ['T1098', 'account-change'], ['T1105', 'execution'],
]);
const WEB_CATEGORIES: ReadonlyMap<string, Category> = new Map<string, Category>([['T1505.003', 'web-shell'], ['T1595', 'web-scan']]);

const TACTIC = /^attack\.([a-z][a-z_-]{2,40})$/;
const TECHNIQUE = /^attack\.(t\d{4}(?:\.\d{3})?)$/;

/** Each technique with the tactic named last before it. */
export function attackOf(tags: readonly string[]): readonly Attack[] {
  const found: Attack[] = [];
  const first = tags.flatMap(tacticIn)[0] ?? 'execution';
  let tactic = first;
  for (const tag of tags) {
    [tactic = tactic] = tacticIn(tag);
    const technique = TECHNIQUE.exec(tag.toLowerCase())?.[1];
    if (technique !== undefined) found.push({ tactic, technique: technique.toUpperCase() });
  }
  return found;
}

function tacticIn(tag: string): readonly string[] {
  const name = TACTIC.exec(tag.toLowerCase())?.[1]?.replaceAll('_', '-');
  if (name === undefined) return [];
  const known = RENAMED.get(name) ?? name;
  return CATEGORIES.has(known) ? [known] : [];
}

/** `attempts` are what a server or the network saw, and say nothing of what a host did. */
export function categoryOf(tags: readonly string[], attempts: boolean): Category {
  const special = (names: ReadonlyMap<string, Category>): Category | undefined =>
    attackOf(tags).flatMap(({ technique }) => names.get(technique) ?? [])[0];
  const tactic = tags.flatMap(tacticIn)[0] ?? '';
  if (attempts) return special(WEB_CATEGORIES) ?? (tactic === 'initial-access' ? 'web-exploit' : CATEGORIES.get(tactic) ?? 'web-exploit');
  return special(TECHNIQUE_CATEGORIES) ?? CATEGORIES.get(tactic) ?? 'execution';
}
