import { timeIn, timeOfField } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import type { DeviceRecord } from './device-record.ts';
import type { Fields } from './key-values.ts';
import { fieldOf } from './key-values.ts';
import { addressOf, numberOf, portOf, protocolIn } from './places.ts';

/** Names that products give the same field, the surer first. */
const NAMES = {
  source: ['src', 'srcip', 'src_ip', 'source_ip', 'remip', 'remote_ip', 'remoteip', 'client_ip', 'clientip', 'c6a2', 'sourceip', 'saddr', 'source', 'client', 'ip'],
  target: ['dst', 'dstip', 'dst_ip', 'destination_ip', 'dest_ip', 'destip', 'c6a3', 'destinationip', 'daddr', 'destination'],
  sourcePort: ['spt', 'srcport', 'src_port', 'source_port', 'sport', 's_port', 'src'],
  targetPort: ['dpt', 'dstport', 'dst_port', 'destination_port', 'dest_port', 'dport', 'service_port', 'd_port', 'dst'],
  protocol: ['proto', 'protocol', 'transport', 'app_proto', 'ip_proto'],
  bytesOut: ['out', 'sentbyte', 'sent', 'bytes_sent', 'sent_bytes', 'srcbytes', 'bytesout', 'send_bytes'],
  bytesIn: ['in', 'rcvdbyte', 'rcvd', 'bytes_received', 'recv_bytes', 'dstbytes', 'bytesin', 'received_bytes'],
} as const;

/** Places, ports and sums out of pairs, whatever the product calls them. */
export const flowOf = (fields: Fields): Pick<DeviceRecord,
  'source' | 'target' | 'sourcePort' | 'targetPort' | 'protocol' | 'bytesOut' | 'bytesIn'> => ({
  source: addressOf(fields, ...NAMES.source), target: addressOf(fields, ...NAMES.target),
  sourcePort: portOf(fields, ...NAMES.sourcePort), targetPort: portOf(fields, ...NAMES.targetPort),
  protocol: protocolIn(fieldOf(fields, ...NAMES.protocol)),
  bytesOut: numberOf(fields, ...NAMES.bytesOut), bytesIn: numberOf(fields, ...NAMES.bytesIn),
});

export function directionIn(text: string | null): DeviceRecord['direction'] {
  if (text === null) return null;
  if (/^(?:in|inbound|incoming|ingress|0)$/i.test(text)) return 'inbound';
  return /^(?:out|outbound|outgoing|egress|1)$/i.test(text) ? 'outbound' : null;
}

/** A time written as text, or counted since 1970 in whatever unit. */
export function fieldTime(text: string | null, clock: LogClock): number | null {
  if (text === null) return null;
  return /^\d{10,19}(?:\.\d{1,9})?$/.test(text) ? timeOfField(Number(text), clock) : timeIn(text, clock);
}

/** ATT&CK techniques named in a text. */
export const techniquesIn = (text: string): readonly string[] =>
  [...new Set(text.slice(0, 4_096).match(/\bT1\d{3}(?:\.\d{3})?\b/g) ?? [])].slice(0, 8);
