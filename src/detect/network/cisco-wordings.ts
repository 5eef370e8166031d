import type { NetworkEvent, Outcome } from '../../domain/event.ts';
import type { AlertSeverity } from './severity-words.ts';

/** What a message of a Cisco device says. Groups by name: `src sport dst dport proto user act`. */
export type CiscoWording =
  | { readonly kind: 'login'; readonly ids: RegExp; readonly text: RegExp; readonly service: string | null; readonly outcome: Outcome }
  | { readonly kind: 'packet'; readonly ids: RegExp; readonly text: RegExp; readonly action: NetworkEvent['action'] | null }
  | { readonly kind: 'alert'; readonly ids: RegExp; readonly text: RegExp; readonly severity: AlertSeverity; readonly title: string };

const ADDRESS = '[0-9A-Fa-f:.]{2,45}';
/** `outside:192.0.2.1/1234`, `192.0.2.1(1234)`, `outside/192.0.2.1(1234)`; the user in brackets of identity firewalls. */
const place = (name: string, port: string): string =>
  `(?:(?=[\\w.-]{0,40}[g-zG-Z_-])[A-Za-z][\\w.-]{0,40}[:/])?(?<${name}>${ADDRESS})(?:[/(](?<${port}>\\d{1,5})\\)?)?(?:\\([^)]{0,80}\\)){0,2}`;
const FROM = place('src', 'sport');
const TO = place('dst', 'dport');
const NAME = '(?<user>[^\\s"\'<>\\],]{1,128})';
const pattern = (text: string): RegExp => new RegExp(text);

const DENIED: readonly CiscoWording[] = [
  { kind: 'packet', ids: /^106001$/, text: pattern(`^Inbound (?<proto>\\w{1,8}) connection denied from ${FROM} to ${TO}`), action: 'blocked' },
  { kind: 'packet', ids: /^106(?:006|007|014|010)$/, text: pattern(`^Deny inbound (?:\\(No xlate\\) )?(?<proto>\\w{1,8}) (?:from |src )${FROM} (?:to |dst )${TO}`), action: 'blocked' },
  { kind: 'packet', ids: /^106(?:015|021|023|103)$/, text: pattern(`^Deny (?:protocol )?(?<proto>\\w{1,8})(?: \\(no connection\\)| reverse path check)? (?:from |src )${FROM} (?:to |dst )${TO}`), action: 'blocked' },
  { kind: 'packet', ids: /^106(?:102|100)$/, text: pattern(`^access-list \\S{1,80} (?<act>permitted|denied|est-allowed)(?: for user '[^']{0,80}')? (?<proto>\\w{1,8}) ${FROM}(?:\\([^)]{0,80}\\))? -> ${TO}`), action: null },
  { kind: 'packet', ids: /^(?:710003|710005)$/, text: pattern(`^(?<proto>TCP|UDP) (?:access denied by ACL|request discarded) from ${FROM} to ${TO}`), action: 'blocked' },
  { kind: 'packet', ids: /^313001$/, text: pattern(`^Denied (?<proto>ICMP) type=\\d{1,3}, code=\\d{1,3} from ${FROM} on interface (?<dst>x{0})`), action: 'blocked' },
  { kind: 'packet', ids: /^3020(?:13|15|20)$/, text: pattern(`^Built (?:inbound|outbound) (?<proto>\\w{1,8}) connection (?:\\d{1,20} )?for (?:faddr )?${FROM}(?: \\([^)]{0,80}\\))?(?:\\([^)]{0,80}\\))? (?:to |gaddr )${TO}`), action: 'allowed' },
  { kind: 'packet', ids: /^IPACCESSLOG/, text: pattern(`^list \\S{1,80} (?<act>permitted|denied) (?:(?<proto>[a-z0-9]{1,8}) )?${FROM}(?: \\([^)]{0,80}\\))? -> ${TO}`), action: null },
  { kind: 'packet', ids: /^ACCESSLOG/, text: pattern(`^list \\S{1,80} (?<act>permitted|denied) (?:(?<proto>[a-z0-9]{1,8}) )?${FROM}(?: \\([^)]{0,80}\\))? -> ${TO}`), action: null },
  { kind: 'packet', ids: /^IPACCESSLOGS$/, text: pattern(`^list \\S{1,80} (?<act>permitted|denied) (?<src>${ADDRESS}) \\d{1,9} packets?`), action: null },
];

const LOGINS: readonly CiscoWording[] = [
  { kind: 'login', ids: /^605004$/, text: pattern(`^Login denied from ${FROM} to (?:\\S{1,80}?[:/])?${ADDRESS}/(?<service>\\w{1,12}) for user "?${NAME}`), service: null, outcome: 'failure' },
  { kind: 'login', ids: /^605005$/, text: pattern(`^Login permitted from ${FROM} to (?:\\S{1,80}?[:/])?${ADDRESS}/(?<service>\\w{1,12}) for user "?${NAME}`), service: null, outcome: 'success' },
  { kind: 'login', ids: /^611101$/, text: pattern(`^User authentication succeeded: IP(?: address|, )?:? (?<src>${ADDRESS}), Uname: ?${NAME}`), service: 'device', outcome: 'success' },
  { kind: 'login', ids: /^611102$/, text: pattern(`^User authentication failed: IP(?: address|, )?:? (?<src>${ADDRESS}), Uname: ?${NAME}`), service: 'device', outcome: 'failure' },
  { kind: 'login', ids: /^1130(?:05|15|17)$/, text: pattern(`^AAA (?:user )?(?:authentication|authorization) Rejected ?: reason = [^:]{1,80} ?: (?:local database|server = \\S{1,80}) ?: user = ${NAME}(?: ?: user IP = (?<src>${ADDRESS}))?`), service: 'vpn', outcome: 'failure' },
  { kind: 'login', ids: /^113039$/, text: pattern(`^Group <[^>]{0,80}> User <(?<user>[^>]{0,128})> IP <(?<src>${ADDRESS})> AnyConnect parent session started`), service: 'vpn', outcome: 'success' },
  { kind: 'login', ids: /^716039$/, text: pattern(`^Group <[^>]{0,80}> User <(?<user>[^>]{0,128})> IP <(?<src>${ADDRESS})> Authentication: rejected`), service: 'vpn', outcome: 'failure' },
  { kind: 'login', ids: /^7160(?:38|01)$/, text: pattern(`^Group <[^>]{0,80}> User <(?<user>[^>]{0,128})> IP <(?<src>${ADDRESS})> (?:Authentication: successful|WebVPN session started)`), service: 'vpn', outcome: 'success' },
  { kind: 'login', ids: /^109(?:006|008|034)$/, text: pattern(`^Authentication failed for (?:user '?(?<user>[^'\\s]{1,128})'?|network user) from ${FROM}`), service: 'device', outcome: 'failure' },
  { kind: 'login', ids: /^109005$/, text: pattern(`^Authentication succeeded for user '?(?<user>[^'\\s]{1,128})'? from ${FROM}`), service: 'device', outcome: 'success' },
  { kind: 'login', ids: /^308001$/, text: pattern(`console enable password incorrect for \\d{1,4} tries \\(from (?<src>${ADDRESS})`), service: 'device', outcome: 'failure' },
  { kind: 'login', ids: /^LOGIN_FAILED$/, text: pattern(`^Login failed \\[user: ?(?<user>[^\\]]{0,128})\\] \\[Source: (?<src>${ADDRESS})\\] \\[localport: (?<dport>\\d{1,5})\\]`), service: null, outcome: 'failure' },
  { kind: 'login', ids: /^LOGIN_SUCCESS$/, text: pattern(`^Login Success \\[user: ?(?<user>[^\\]]{0,128})\\] \\[Source: (?<src>${ADDRESS})\\] \\[localport: (?<dport>\\d{1,5})\\]`), service: null, outcome: 'success' },
  { kind: 'login', ids: /^SSH2?_USERAUTH$/, text: pattern(`^User '?(?<user>[^']{0,128})'? authentication for SSH2? Session from (?<src>${ADDRESS}) \\(tty = \\d{1,3}\\) using crypto cipher '[^']{0,80}'(?:, hmac '[^']{0,80}')? Failed`), service: 'ssh', outcome: 'failure' },
  { kind: 'login', ids: /^SSH2?_USERAUTH$/, text: pattern(`^User '?(?<user>[^']{0,128})'? authentication for SSH2? Session from (?<src>${ADDRESS}) \\(tty = \\d{1,3}\\) using crypto cipher '[^']{0,80}'(?:, hmac '[^']{0,80}')? Succeeded`), service: 'ssh', outcome: 'success' },
  { kind: 'login', ids: /^SYSTEM_MSG$/, text: pattern(`^(?:pam_aaa:|error: PAM: )?Authentication (?:failed|failure)(?: for (?:illegal )?(?:user )?${NAME})? from (?<src>${ADDRESS})`), service: 'ssh', outcome: 'failure' },
  { kind: 'login', ids: /^AUTHFAIL$/, text: pattern(`^Authentication failure for SNMP req(?:uest)? from host (?<src>${ADDRESS})`), service: 'snmp', outcome: 'failure' },
];

const ALERTS: readonly CiscoWording[] = [
  { kind: 'alert', ids: /^SIGNATURE$/, text: pattern(`^Sig:(?<rule>\\d{1,8}) Subsig:\\d{1,4} Sev:(?<level>\\d{1,3}) (?<name>.{1,120}?) \\[(?<src>[\\d.]{7,15}):(?<sport>\\d{1,5}) -> (?<dst>[\\d.]{7,15}):(?<dport>\\d{1,5})\\]`), severity: 'medium', title: 'Intrusion signature' },
  { kind: 'alert', ids: /^4000\d\d$/, text: pattern(`^I[DP]S:(?<rule>\\d{1,8}) (?<name>.{1,120}?) from (?<src>${ADDRESS}) to (?<dst>${ADDRESS})`), severity: 'low', title: 'Intrusion signature' },
  { kind: 'alert', ids: /^106(?:016|017)$/, text: pattern(`^Deny IP (?<name>spoof|due to Land Attack) from \\(?(?<src>${ADDRESS})\\)? to (?<dst>${ADDRESS})`), severity: 'low', title: 'Spoofed packet' },
  { kind: 'alert', ids: /^733101$/, text: pattern(`(?:Host|Subnet) (?<src>${ADDRESS}) is attacking`), severity: 'medium', title: 'Threat detection: host is attacking' },
  { kind: 'alert', ids: /^733102$/, text: pattern(`adds host (?<src>${ADDRESS}) to shun list`), severity: 'medium', title: 'Threat detection: host shunned' },
  { kind: 'alert', ids: /^113006$/, text: pattern(`^User '?(?<user>[^']{1,128})'? locked out on exceeding`), severity: 'low', title: 'Account locked out after failed logins' },
  { kind: 'alert', ids: /^QUIET_MODE_ON$/, text: pattern(`\\[user: ?(?<user>[^\\]]{0,128})\\] \\[Source: (?<src>${ADDRESS})\\]`), severity: 'low', title: 'Logins blocked after too many failures' },
  { kind: 'alert', ids: /^CONFIG_I$/, text: pattern(`^Configured from \\S{1,20} by (?<user>[^\\s]{1,128}) on \\S{1,20} \\((?<src>${ADDRESS})\\)`), severity: 'info', title: 'Configuration changed' },
];

export const CISCO_WORDINGS: readonly CiscoWording[] = [...DENIED, ...LOGINS, ...ALERTS];
