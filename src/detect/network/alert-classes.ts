import type { Attack, Category } from '../../domain/finding.ts';

/** What a rule of another product is about, by the words of its name and class. */
export interface AlertClass {
  readonly category: Category;
  /** What is said where the product names no technique. */
  readonly attack: Attack;
  /** Tried by strangers all day, and failing: low whatever the product calls it. */
  readonly weather: boolean;
  /** The words say that it happened, not that it was tried. */
  readonly happened: boolean;
}

type Row = readonly [RegExp, Category, string, string, ('weather' | 'happened')?];

/** The first that fits; what harms most comes first. */
const ROWS: readonly Row[] = [
  [/\bransom|mass (?:rename|encrypt)/i, 'ransomware', 'impact', 'T1486', 'happened'],
  [/\b(?:coin|crypto)[ -]?min(?:er|ing)|\bminer pool|\bxmrig|stratum\+?tcp|cryptocurrency/i, 'cryptomining', 'impact', 'T1496', 'happened'],
  [/web ?shell/i, 'web-shell', 'persistence', 'T1505.003', 'happened'],
  [/\bcommand[ -](?:and|&)[ -]control|\bc2\b|\bcnc\b|\bc&c\b|\bbotnet|\bbeacon|\bcobalt ?strike|\bmeterpreter|reverse shell/i, 'command-and-control', 'command-and-control', 'T1071', 'happened'],
  [/\btrojan|\bmalware|\bvirus|\bworm\b|\bspyware|\brootkit|\bbackdoor|\bwildfire|\bet malware|malicious (?:file|binary|software)|eicar/i, 'malware', 'execution', 'T1204', 'happened'],
  [/\bexfiltrat|data (?:loss|leak|theft)\b(?! attempt)/i, 'exfiltration', 'exfiltration', 'T1048', 'happened'],
  [/(?:audit|log|history|trail)\w{0,6} (?:\w{1,12} ){0,2}(?:clear|delet|tamper|disabl|stop|remov)|(?:clear|disabl|stop|tamper)\w{0,4} (?:log|audit|security software)|logging or watching changed|T1562/i, 'defense-evasion', 'defense-evasion', 'T1562'],
  [/brute.?force|password (?:guess|spray)|authentication_fail|invalid_login|login[_ ](?:fail|denied)|failed (?:login|logon|password|auth)|(?:auth|logon|login)\w{0,14} fail|credential stuffing|non-existent user/i, 'brute-force', 'credential-access', 'T1110', 'weather'],
  [/port ?-?scan|portsweep|network scan|\bnmap|\bmasscan|\bzmap|is attacking|recon\b|host sweep|scanner blocked|et scan|information leak|sipvicious/i, 'port-scan', 'discovery', 'T1046', 'weather'],
  [/denial.of.service|\bd?dos\b|\bflood|land attack|amplification|request rate/i, 'denial-of-service', 'impact', 'T1498', 'weather'],
  [/call refused/i, 'discovery', 'discovery', 'T1526', 'weather'],
  [/sql|xss|cross.site|travers|injection|web (?:application )?attack|web_specific|webapp|heartbeat|\bexploit|\bcve[-_ ]?\d{4}|overflow|remote code|privilege gain|file inclusion|log4j|shellshock|xml external|open redirect|schema validation|web server(?! 400)|et web|http limit|url instead/i, 'web-exploit', 'initial-access', 'T1190'],
  [/vulnerability scan|web ?scan|crawler|bot protection|probing|web-?recon|scanner|web server 400/i, 'web-scan', 'reconnaissance', 'T1595.002', 'weather'],
  [/lateral|psexec|pass.the.(?:hash|ticket)|admin\$/i, 'lateral-movement', 'lateral-movement', 'T1021'],
  [/\bcredential|\bshadow\b|sensitive file|password file|mimikatz|lsass|\bdump/i, 'credential-access', 'credential-access', 'T1003'],
  [/privilege[ -]escalation|\bsudo\b|setuid|\bsuid\b|namespace|container escape|privileged container|\bpriv_esc/i, 'privilege-escalation', 'privilege-escalation', 'T1068'],
  [/persistence|\bcron|authorized_keys|\bsystemd unit|startup|scheduled task|autorun/i, 'persistence', 'persistence', 'T1053'],
  [/(?:user|account|group)\w{0,1} (?:was )?(?:add|creat|delet|chang|remov)|adduser|key or right given|account_changed|T1098/i, 'account-change', 'persistence', 'T1098'],
  [/shell|executable code|spawn|\bexec|command line|powershell|drop and execute|launched/i, 'execution', 'execution', 'T1059'],
  [/spoof|invalid source/i, 'defense-evasion', 'defense-evasion', 'T1036', 'weather'],
  [/integrity checksum|syscheck|file (?:modified|added|deleted)/i, 'persistence', 'persistence', 'T1543'],
  [/phish|\bspam\b/i, 'spam', 'initial-access', 'T1566'],
  [/data or host opened/i, 'exfiltration', 'collection', 'T1530'],
];
const OTHER: AlertClass = { category: 'policy', attack: { tactic: 'initial-access', technique: 'T1190' }, weather: false, happened: false };
const SUCCEEDED = /\bsuccessful (?:admin|user|credential|priv|exploit)|\bcompromis|\binfected\b|\bwas detected and (?:ran|executed)/i;

/** Never says more than the words of the rule do. */
export function classOf(words: string): AlertClass {
  const text = words.slice(0, 400).replaceAll('_', ' ');
  const raw = words.slice(0, 400);
  const row = ROWS.find(([pattern]) => pattern.test(text) || pattern.test(raw));
  if (!row) return { ...OTHER, happened: SUCCEEDED.test(text) };
  const [, category, tactic, technique, mark] = row;
  return { category, attack: { tactic, technique }, weather: mark === 'weather', happened: mark === 'happened' || SUCCEEDED.test(text) };
}
