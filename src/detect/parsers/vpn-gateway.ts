import type { Outcome } from '../../domain/event.ts';
import { addressWithoutPort } from '../address.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { loginEvent } from '../network/device-events.ts';
import { methodOf } from '../network/device-record.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'vpn-gateway';
const LOOKED_AT = 1_500;

interface Wording {
  readonly pattern: RegExp;
  readonly outcome: Outcome;
  readonly service?: string;
}

/** Names of users stand in `<user>`, where they come from in `<src>`; both are written by the gateway in that place. */
const WORDINGS: readonly Wording[] = [
  // Pulse and Ivanti Connect Secure: `- ive - [192.0.2.1] anna(Staff)[] - Login failed using auth server …`.
  { pattern: /\[(?<src>[0-9A-Fa-f:.]{2,45})\] (?:[\w .-]{1,60}::)?(?<user>[^\s([]{1,128})\([^)]{0,120}\)(?:\[[^\]]{0,200}\])? - (?:Login failed|Primary authentication failed|Secondary authentication failed|Authentication failed|Sign-?in rejected)/, outcome: 'failure' },
  { pattern: /\[(?<src>[0-9A-Fa-f:.]{2,45})\] (?:[\w .-]{1,60}::)?(?<user>[^\s([]{1,128})\([^)]{0,120}\)(?:\[[^\]]{0,200}\])? - (?:Login succeeded|Primary authentication successful|Agent login succeeded)/, outcome: 'success' },
  // Citrix ADC and NetScaler.
  { pattern: /\b(?:AAA|AAATM) LOGIN_FAILED \d{1,12} \d{1,12} : +User (?<user>.{1,128}?) - Client_ip (?<src>[0-9A-Fa-f:.]{2,45}) - Failure_reason/, outcome: 'failure' },
  { pattern: /\bSSLVPN LOGIN \d{1,12} \d{1,12} : +Context \S{1,200} - SessionId: ?\d{1,12} ?- ?User (?<user>.{1,128}?) - Client_ip (?<src>[0-9A-Fa-f:.]{2,45}) - /, outcome: 'success' },
  { pattern: /\b(?:UI|GUI|CLI) CMD_EXECUTED \d{1,12} \d{1,12} : +User (?<user>\S{1,128}) - (?:ADM_User \S{1,60} - )?Remote_ip (?<src>[0-9A-Fa-f:.]{2,45}) - Command "login .{0,300}" - Status "ERROR/, outcome: 'failure', service: 'web' },
  { pattern: /\b(?:UI|GUI|CLI) CMD_EXECUTED \d{1,12} \d{1,12} : +User (?<user>\S{1,128}) - (?:ADM_User \S{1,60} - )?Remote_ip (?<src>[0-9A-Fa-f:.]{2,45}) - Command "login .{0,300}" - Status "Success"/, outcome: 'success', service: 'web' },
  // ocserv.
  { pattern: /^(?:worker|main|sec-mod)(?:\[(?<user>[^\]]{0,128})\])?: (?<src>[0-9A-Fa-f:.]{2,45}) (?:failed (?:cookie |password )?authentication|user '[^']{0,128}' (?:failed|authentication failed))/, outcome: 'failure' },
  { pattern: /^main\[(?<user>[^\]]{1,128})\]: ?(?<src>[0-9A-Fa-f.]{7,15}):\d{1,5} user logged in/, outcome: 'success' },
  // SoftEther.
  { pattern: /^(?:[\d-]{10} [\d:.]{8,15} )?Connection "CID-\d{1,12}": User authentication failed\. The user name that has been provided was "(?<user>.{0,128})", from (?<src>[0-9A-Fa-f:.]{2,45}?)\.$/, outcome: 'failure' },
  { pattern: /^(?:[\d-]{10} [\d:.]{8,15} )?Connection "CID-\d{1,12}": Successfully authenticated as user "(?<user>.{0,128})"(?:\.|, from (?<src>[0-9A-Fa-f:.]{2,45}?)\.)$/, outcome: 'success' },
  // Management pages of pfSense and OPNsense.
  { pattern: /^\/\S{1,80}: (?:webConfigurator|Web GUI) authentication error for (?:user )?'(?<user>.{0,128})' from:? (?<src>[0-9A-Fa-f:.]{2,45})$/, outcome: 'failure', service: 'web' },
  { pattern: /^\/\S{1,80}: Successful login for user '(?<user>.{0,128})' from:? (?<src>[0-9A-Fa-f:.]{2,45})/, outcome: 'success', service: 'web' },
  { pattern: /^\/\S{1,80}: user (?<user>\S{1,128}) authenticated successfully(?: for WebGui)? \[using .{0,120}\]? ?(?:from:? (?<src>[0-9A-Fa-f:.]{2,45}))?/, outcome: 'success', service: 'web' },
  // F5 BIG-IP.
  { pattern: /\buser=(?<user>[^\s(]{1,128})\([^)]{0,128}\) partition=\S{1,40} level=\S{1,40} tty=\S{1,40} host=(?<src>[0-9A-Fa-f:.]{2,45}) attempts=\d{1,4} start=.{0,120}/, outcome: 'success', service: 'web' },
];
const MARKS = /PulseSecure|\bive - \[|CMD_EXECUTED|LOGIN_FAILED \d|SSLVPN LOGIN \d|Connection "CID-|authentication error for|Successful login for user '|partition=|authentication attempt|user logged in|authenticated successfully/;

/** SSL VPN gateways and the management pages of firewalls: Ivanti, Citrix, ocserv, SoftEther, pfSense, OPNsense, F5. */
export const vpnGateway: Parser = {
  name: FORMAT,
  programs: ['pulsesecure', 'ocserv'],
  claims: (record) => MARKS.test(record.text.slice(record.body, record.body + LOOKED_AT))
    && saidIn(record.text.slice(record.body, record.body + LOOKED_AT)) !== null,
  taint: ['user'],
  open: (clock) => ({ feed: (record, emit) => readMessage(record, emit, clock) }),
};

interface Said {
  readonly wording: Wording;
  readonly groups: Readonly<Record<string, string | undefined>>;
}

function saidIn(text: string): Said | null {
  const trimmed = text.trimEnd();
  for (const wording of WORDINGS) {
    const match = wording.pattern.exec(trimmed);
    if (match) return { wording, groups: match.groups ?? {} };
  }
  return null;
}

function readMessage(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const text = record.text.slice(record.body, record.body + LOOKED_AT);
  const said = saidIn(text);
  if (!said) return 'quiet';
  const { wording, groups } = said;
  emit(loginEvent(record, FORMAT, {
    time: record.time ?? timeIn(text, clock), service: wording.service ?? 'vpn', outcome: wording.outcome,
    source: addressWithoutPort(groups['src'] ?? ''), user: groups['user'] === undefined || groups['user'] === '' ? null : groups['user'],
    method: methodOf(text.slice(0, 400)) ?? 'password',
  }));
  return 'event';
}
