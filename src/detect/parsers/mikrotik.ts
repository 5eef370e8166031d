import { canonicalAddress } from '../address.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { loginEvent, packetEvent } from '../network/device-events.ts';
import { endpointIn, protocolIn } from '../network/places.ts';
import { orNull, partsOf } from '../network/parts.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'mikrotik';
const LOOKED_AT = 1_000;
/** RouterOS puts the topics of a record before its text: `system,error,critical `. */
const TOPIC = '(?:system|firewall|account|ppp|pptp|l2tp|sstp|ovpn|pppoe|ipsec|hotspot|web-proxy|dhcp|wireless|interface|radius|snmp|dns|script|bridge|route|ntp|certificate|ssh|telnet|wireguard|manager|caps|e-mail|netwatch|read|write|upnp|tftp|smb|api|log|backup|bgp|ospf|info|error|warning|critical|debug|event|packet|state|raw|async|timer|calc|firmware|poe-out|queue|store|mqtt|iot|lora|kvm|watchdog|gps|isdn|ldp|mme|mpls|pim|rip|rsvp|simulator|stp|sertcp|vrrp|zerotier|health|gsm|fetch|dude|container|disk|lte|igmp-proxy|evpn)';
const TOPICS = new RegExp(`^(?:<\\d{1,3}>)?((?:[^\\s"',]{1,64} {1,2}){0,5}?)((?:system|firewall|account|ppp|pptp|l2tp|sstp|ovpn|pppoe|ipsec|hotspot|web-proxy|dhcp|wireless|interface|radius|script|dns|wireguard)(?:,!?${TOPIC}){1,5}):? (.*)$`, 's');
const REFUSED = /^login failure for user (.{0,128}) from ([0-9A-Fa-f:.]{2,45})(?:%\S{1,20})? via ([\w-]{1,16})$/;
const ACCEPTED = /^user (.{1,128}) logged in (?:from ([0-9A-Fa-f:.]{2,45})(?:%\S{1,20})? )?via ([\w-]{1,16})$/;
const PACKET = /^(.{0,120}?)\b(input|output|forward|prerouting|postrouting|srcnat|dstnat): in:.{0,80}? out:.{0,300}?\bproto (\w{1,12})(?: \([^)]{0,60}\))?,(?: [a-z-]{1,20} [^,]{1,40},){0,3}? (\[?[0-9A-Fa-f:.]{2,45}\]?(?::\d{1,5})?)->(\[?[0-9A-Fa-f:.]{2,45}\]?(?::\d{1,5})?)(?:,|$)/;
/** A tunnel's user: `<l2tp-anna>: user anna authentication failed`, `anna logged in, 10.0.0.2 from 192.0.2.1`. */
const TUNNEL_FAILED = /^<?[^>\s]{1,80}>?: user (\S{1,128}) authentication failed/;
const TUNNEL_OPEN = /^(\S{1,128}) logged in, [0-9A-Fa-f:.]{2,45} from ([0-9A-Fa-f:.]{2,45})/;
const IPSEC = /^(?:([0-9A-Fa-f.:]{7,45}) (?:failed to (?:pre-process|get valid proposal|begin|process)|parsing packet failed|phase1 negotiation failed)|phase1 negotiation failed due to .{1,60}? [0-9A-Fa-f.:]{7,45}\[\d{1,5}\]<=>([0-9A-Fa-f.:]{7,45})\[)/;

/** MikroTik RouterOS: logins, packets, tunnels. */
export const mikrotik: Parser = {
  name: FORMAT,
  programs: [],
  claims: (record) => record.program === null && record.text.includes(',') && TOPICS.test(record.text.slice(0, 260)),
  taint: ['user'],
  open: (clock) => ({ feed: (record, emit) => readMessage(record, emit, clock) }),
};

function readMessage(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const match = TOPICS.exec(record.text.slice(0, LOOKED_AT));
  if (!match) return { unparsed: 'no record of RouterOS' };
  const part = partsOf(match);
  const [before, topics, said] = [part(1), part(2), part(3).trimEnd()];
  const envelope = { time: record.time ?? timeIn(before, clock), host: record.host ?? hostIn(before) };
  const packet = topics.startsWith('firewall') ? PACKET.exec(said) : null;
  if (packet) return readPacket(record, partsOf(packet), envelope, emit);
  const login = loginIn(said, topics);
  if (!login) return 'quiet';
  emit(loginEvent(record, FORMAT, { ...envelope, ...login }));
  return 'event';
}

/** The last word before the topics, behind a time. */
function hostIn(before: string): string | null {
  const words = before.trim().split(/ +/);
  const last = words.at(-1) ?? '';
  return /[A-Za-z.]/.test(last) && words.length > 1 ? last : null;
}

type Envelope = { readonly time: number | null; readonly host: string | null };

// Four parameters on purpose: the record, what was read of it, its envelope, and whom to tell.
function readPacket(record: LogRecord, part: (at: number) => string, envelope: Envelope, emit: EmitEvent): Parsed {
  const [prefix, chain] = [part(1), part(2)];
  const [source, target] = [endpointIn(part(4)), endpointIn(part(5))];
  if (!source || !target) return { unparsed: 'a packet without two addresses' };
  emit(packetEvent(record, FORMAT, {
    ...envelope, action: /drop|den(?:y|ied)|block|reject|tarpit|blacklist|invalid|scan|attack/i.test(prefix) ? 'blocked' : /accept|allow|pass/i.test(prefix) ? 'allowed' : 'flow',
    source: source.address, target: target.address, sourcePort: source.port, targetPort: target.port, protocol: protocolIn(part(3)),
    direction: chain === 'input' || chain === 'dstnat' ? 'inbound' : chain === 'output' ? 'outbound' : null,
  }));
  return 'event';
}

const SERVICES: Readonly<Record<string, string>> = { ssh: 'ssh', telnet: 'telnet', ftp: 'ftp', web: 'web', 'www-ssl': 'web', rest: 'web', 'rest-api': 'web' };

function loginIn(said: string, topics: string) {
  const refused = REFUSED.exec(said);
  const match = refused ?? ACCEPTED.exec(said);
  if (!match) return tunnelIn(said, topics);
  const part = partsOf(match);
  return {
    service: SERVICES[part(3)] ?? part(3), outcome: refused ? 'failure' : 'success', source: canonicalAddress(part(2)), user: orNull(part(1)),
    method: 'password',
  } as const;
}

function tunnelIn(said: string, topics: string) {
  const failed = TUNNEL_FAILED.exec(said);
  if (failed) return { service: 'vpn', outcome: 'failure', source: null, user: failed[1] ?? null, method: 'password' } as const;
  const open = TUNNEL_OPEN.exec(said);
  if (open) return { service: 'vpn', outcome: 'success', source: canonicalAddress(open[2] ?? ''), user: open[1] ?? null, method: 'password' } as const;
  const ipsec = topics.startsWith('ipsec') ? IPSEC.exec(said) : null;
  if (!ipsec) return null;
  return { service: 'vpn', outcome: 'failure', action: 'probe', source: canonicalAddress(ipsec[1] ?? ipsec[2] ?? ''), user: null } as const;
}
