import type { IndicatorUse } from '../../domain/indicator-kind.ts';

/** Words by which feeds tell what an indicator is for; the first that fits counts. */
const WORDS: readonly (readonly [IndicatorUse, RegExp])[] = [
  ['ransomware', /ransom|lockbit|\bconti\b|ryuk|blackcat|alphv|\bclop\b|akira/i],
  ['mining', /\bminer\b|mining|coinhive|xmrig|cryptojack|coinminer|monero/i],
  ['c2', /\bc2\b|\bc&c\b|\bcnc\b|\bcc\b|botnet|command.?(?:and|&).?control|beacon|cobalt|callback|\bc2[-_]|_c2\b|_cc\b|emotet|dridex|trickbot|qakbot|\bqbot\b|bumblebee|icedid|meterpreter|sliver|panel/i],
  ['phishing', /phish|credential.?harvest|spoof|fake login|brand abuse/i],
  ['anonymizer', /\btor\b|exit.?node|\bvpn\b|\bproxy\b|proxies|anonymi[sz]/i],
  ['brute-force', /brute|credential stuffing|password.?(?:guess|spray)|\bssh attack|login attack|fail2ban|blocklist\.de/i],
  ['scanner', /scan|probe|reconnaissance|\brecon\b|crawler|masscan|zmap|shodan|censys|honeypot/i],
  ['exploit', /exploit|\bcve-|injection|\brce\b|log4shell|jndi|web.?shell|vulnerab/i],
  ['spam', /\bspam|bulk mail|junk/i],
  ['malware', /malware|malicious|payload|trojan|stealer|loader|dropper|\brat\b|backdoor|virus|worm|implant|rootkit|hacktool|mimikatz|\bapt\b|apt\d|elf|download|compromis|botware/i],
];

export const useOf = (text: string): IndicatorUse =>
  (text === '' ? 'unknown' : WORDS.find(([, word]) => word.test(text))?.[0] ?? 'unknown');
