import type { EventKind, NetworkEvent, Outcome } from '../../domain/event.ts';
import type { EmitEvent, Parsed } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import { loginEvent, packetEvent, warningEvent } from './device-events.ts';
import type { AlertSeverity } from './severity-words.ts';

/** What the formats that many products share (CEF, LEEF, pairs, ECS) say, by one set of names. */
export interface DeviceRecord {
  readonly time: number | null;
  readonly host: string | null;
  /** Vendor and product, lower case. */
  readonly product: string;
  readonly rule: string | null;
  /** The product's own words for what happened: the name of the event, its class, its message. */
  readonly title: string;
  readonly words: string;
  /** What the product did about it: `deny`, `allowed`, `blocked` … */
  readonly action: string | null;
  readonly outcome: string | null;
  readonly severity: AlertSeverity | null;
  /** The record says itself that it is an alert, not only that something happened. */
  readonly threat: boolean;
  readonly source: string | null;
  readonly target: string | null;
  readonly sourcePort: number | null;
  readonly targetPort: number | null;
  readonly protocol: string | null;
  readonly user: string | null;
  readonly bytesOut: number | null;
  readonly bytesIn: number | null;
  readonly direction: NetworkEvent['direction'];
  readonly techniques: readonly string[];
}

const LOGIN = /\b(?:log(?:ged|ging)?[ _-]?(?:in|on)s?|sign(?:ed|-)?[ _-]?(?:in|on)|authenticat\w{2,5}|authn?|passwords?|credentials?|ssl-login\w{0,12}|(?:ssl-?)?vpn (?:user|client|session|tunnel)|user session|tunnel-up|session established|mfa|2fa|otp)\b/i;
const LOGOUT = /\b(?:log(?:ged|ging)?[ _-]?(?:out|off)|sign(?:ed)?[ _-]?out|tunnel-down|session (?:ended|closed|timed out|terminated|expired)|disconnect\w{0,3})\b/i;
const FAILED = /\b(?:fail\w{0,4}|unsuccessful\w{0,2}|invalid|incorrect|wrong|bad|den(?:y|ied)|reject\w{0,3}|refus\w{1,3}|not (?:allowed|authorized|permitted|match\w{0,2})|block\w{0,3}|lock(?:ed)?[ _-]?out|exceed\w{0,3}|expired|unknown user|no such|unauthori[sz]ed|error)\b|(?:-|_)(?:fail|failed|failure|deny)\b/i;
const WORKED = /\b(?:success\w{0,5}|succeeded|accept\w{0,3}|granted|allow\w{0,2}|logged[ _-]?(?:in|on)|signed[ _-]?in|tunnel-up|established|authenticated|passed|permit\w{0,3}|ok)\b/i;
const STOPPED = /\b(?:den(?:y|ied)|drop\w{0,4}|block\w{0,3}|reject\w{0,3}|refus\w{1,3}|reset\w{0,8}|prevent\w{0,3}|discard\w{0,3}|quarantin\w{1,4}|clean\w{0,3}|terminat\w{1,3}|sinkhole\w{0,1}|violation)\b/i;
const PASSED = /\b(?:allow\w{0,2}|accept\w{0,3}|permit\w{0,3}|pass\w{0,3}|forward\w{0,3}|built|start|close|timeout|established|trust|ip-conn|server-rst|client-rst|monitor\w{0,3}|detect\w{0,3})\b/i;
const THREAT = /\b(?:virus|malware|trojan|ransomware|botnet|exploit\w{0,6}|intrusion|ips|ids|attack\w{0,3}|threat\w{0,1}|anomaly|spyware|webshell|phishing|backdoor|c2|command.and.control|scan(?:ner|ning)?|flood|overflow|injection|brute.?force|spoof\w{0,3}|dos|ddos)\b/i;
const UNKNOWN_USER = /\bunknown[ _-]?user|no such user|user (?:not found|does not exist|unknown)|invalid user(?:name)?\b|not_?found\b/i;

/** One event for one record of a device; `quiet` where it tells of neither login, alert nor connection. */
export function readDevice(record: LogRecord, format: string, device: DeviceRecord, emit: EmitEvent): Parsed {
  const kind = kindOf(device);
  if (kind === null) return 'quiet';
  if (kind === 'auth') emit(loginOf(record, format, device));
  else if (kind === 'alert') emit(alertOf(record, format, device));
  else emit(packetOf(record, format, device));
  return 'event';
}

function kindOf(device: DeviceRecord): Extract<EventKind, 'auth' | 'alert' | 'network'> | null {
  const { threat, words, source, target } = device;
  if (threat) return 'alert';
  if (isLogin(device)) return 'auth';
  if (source !== null && THREAT.test(words) && (device.severity ?? 'info') !== 'info') return 'alert';
  return source !== null && target !== null ? 'network' : null;
}

const isLogin = (device: DeviceRecord): boolean => LOGIN.test(device.words) && !LOGOUT.test(device.words)
  && (device.user ?? device.source) !== null && outcomeOf(device) !== 'info';

/** The field made for it knows best, then what was done, then the words. */
function outcomeOf({ outcome, action, words }: DeviceRecord): Outcome {
  for (const text of [outcome, action, words]) {
    if (text === null) continue;
    if (FAILED.test(text)) return 'failure';
    if (WORKED.test(text)) return 'success';
  }
  return 'info';
}

function loginOf(record: LogRecord, format: string, device: DeviceRecord) {
  const { words, time, host, source, user } = device;
  return loginEvent(record, format, {
    time, host, source, user, service: serviceOf(words), outcome: outcomeOf(device), method: methodOf(words),
    unknownUser: UNKNOWN_USER.test(words), port: device.sourcePort === null ? null : String(device.sourcePort),
  });
}

const SERVICES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:ssl-?vpn|sslvpn|vpn|ipsec|ike\w{0,2}|globalprotect|anyconnect|l2tp|pptp|webvpn|tunnel\w{0,8}|remote access|xauth|svpn|captive portal)\b|ssl-login/i, 'vpn'],
  [/\bssh\w{0,1}\b/i, 'ssh'], [/\btelnet\b/i, 'telnet'], [/\bftp\w{0,1}\b/i, 'ftp'], [/\bsmtp\b/i, 'smtp'], [/\bimap\b/i, 'imap'],
  [/\brdp\b/i, 'rdp'], [/\bradius\b/i, 'radius'], [/\bldap\b/i, 'ldap'], [/\b(?:https?|web\w{0,5}|gui|browser|portal)\b/i, 'web'],
];

/** The trade of a login by the words around it. */
const serviceOf = (words: string): string => SERVICES.find(([pattern]) => pattern.test(words))?.[1] ?? 'device';

/** A second factor asked on a telephone is told apart, since only who knows the password comes to it. */
export function methodOf(words: string): string | null {
  if (/\bpush\b/i.test(words)) return 'mfa-push';
  return /\b(?:mfa|2fa|two.?factor|multi.?factor|otp|one.time|token ?code|second factor)\b/i.test(words) ? 'mfa' : null;
}

function alertOf(record: LogRecord, format: string, device: DeviceRecord) {
  const { product, rule, title, severity, time, host, source, target, user, techniques } = device;
  return warningEvent(record, format, {
    product, rule: rule ?? title, title, severity: severity ?? 'low', time, host, source, target, user, techniques,
    blocked: isStopped(device),
  });
}

const isStopped = ({ action, outcome }: DeviceRecord): boolean =>
  (action !== null && STOPPED.test(action)) || (outcome !== null && STOPPED.test(outcome));

function packetOf(record: LogRecord, format: string, device: DeviceRecord) {
  const { time, host, source, target, sourcePort, targetPort, protocol, user, bytesOut, bytesIn, direction } = device;
  return packetEvent(record, format, {
    time, host, source, target, sourcePort, targetPort, protocol, user, bytesOut, bytesIn, direction,
    action: packetAction(device.action ?? device.outcome ?? '', device.title),
  });
}

/** What became of a packet, by what the device calls its action, else by the name of the event. */
export function packetAction(action: string, title: string): NetworkEvent['action'] {
  for (const text of [action, title]) {
    if (STOPPED.test(text)) return 'blocked';
    if (PASSED.test(text)) return 'allowed';
  }
  return 'flow';
}
