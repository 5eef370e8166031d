import type { Attack, Category } from '../../domain/finding.ts';
import type { IndicatorKind, IndicatorUse } from '../../domain/indicator-kind.ts';
import type { Role } from './role.ts';

const SHORT: Readonly<Record<IndicatorUse, string>> = {
  c2: 'a control server', malware: 'malware', ransomware: 'ransomware', mining: 'mining', phishing: 'phishing', exploit: 'exploitation',
  'brute-force': 'password guessing', scanner: 'scanning', spam: 'spam', anonymizer: 'an anonymising relay', unknown: 'bad',
};
/** A path or a user agent can be long. */
const TITLE_VALUE = 80;

export function titleOf(role: Role, use: IndicatorUse, values: readonly string[]): string {
  const value = (values[0] ?? '').length > TITLE_VALUE ? `${(values[0] ?? '').slice(0, TITLE_VALUE)}…` : values[0] ?? '';
  const what = values.length > 1 ? `${values.length} values listed as ${SHORT[use]}` : `${value}, listed as ${SHORT[use]}`;
  switch (role) {
    case 'came-in': return `Login from ${what}`;
    case 'contacted': return `Contact with ${what}`;
    case 'on-host': return `On the host: ${what}`;
    case 'tried': return `Stopped on its way to ${what}`;
    case 'said': return `A record tells of ${what}`;
    case 'knocked': return `Knocked: ${what}`;
    case 'mentioned': return `Mentioned: ${what}`;
    default: return role satisfies never;
  }
}

export const BENIGN: Readonly<Record<Role, string>> = {
  'came-in': 'The address changed hands since it was listed, or many people share it: a relay, a carrier, a hosting firm.',
  contacted: 'The entry is stale or wrong: shared hosting, a name bought back, a researcher or a scanner of ours that looked.',
  'on-host': 'A tool that is listed because attackers use it too, a sample kept for study, or a wrong entry.',
  tried: 'A browser or a mail client followed a link, and the filter did its work.',
  said: 'The record may quote what somebody wrote, or tell of a test.',
  knocked: 'Every host on the internet is knocked at from listed addresses, every day.',
  mentioned: 'Anybody can write a listed value into a request, a name or a message.',
};

const attack = (tactic: string, technique: string): Attack => ({ tactic, technique });
const REACHED: Readonly<Record<IndicatorUse, readonly [Category, Attack]>> = {
  c2: ['command-and-control', attack('command-and-control', 'T1071')], unknown: ['command-and-control', attack('command-and-control', 'T1071')],
  malware: ['malware', attack('command-and-control', 'T1105')], ransomware: ['ransomware', attack('command-and-control', 'T1105')],
  exploit: ['malware', attack('command-and-control', 'T1105')], mining: ['cryptomining', attack('impact', 'T1496')],
  phishing: ['credential-access', attack('initial-access', 'T1566')], spam: ['spam', attack('initial-access', 'T1566')],
  anonymizer: ['policy', attack('command-and-control', 'T1090.003')], scanner: ['command-and-control', attack('command-and-control', 'T1071')],
  'brute-force': ['command-and-control', attack('command-and-control', 'T1071')],
};

/** What a sighting is of, in the words of the trade. */
export function meaningOf(role: Role, use: IndicatorUse, kind: IndicatorKind): { readonly category: Category; readonly attack: Attack[] } {
  if (role === 'came-in') return { category: 'suspicious-login', attack: [attack('initial-access', 'T1078')] };
  if (role === 'on-host') return { category: use === 'ransomware' || use === 'mining' ? REACHED[use][0] : 'malware', attack: [attack('execution', 'T1204.002')] };
  if (role === 'knocked') return { category: 'discovery', attack: [attack('reconnaissance', 'T1595')] };
  if (role === 'mentioned') return kind === 'cve' ? { category: 'web-exploit', attack: [attack('initial-access', 'T1190')] } : { category: 'discovery', attack: [attack('reconnaissance', 'T1595')] };
  const [category, technique] = REACHED[use];
  return { category, attack: [technique] };
}
