import type { LogClock } from '../log-clock.ts';
import type { DeviceRecord } from '../network/device-record.ts';
import { readDevice } from '../network/device-record.ts';
import { isJsonWith, jsonFields } from '../network/json-record.ts';
import type { Fields } from '../network/key-values.ts';
import { fieldOf } from '../network/key-values.ts';
import { addressOf, numberOf, portOf, protocolIn } from '../network/places.ts';
import type { AlertSeverity } from '../network/severity-words.ts';
import { severityIn, severityOfTen } from '../network/severity-words.ts';
import { directionIn, fieldTime, techniquesIn } from '../network/vendor-fields.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'ecs';
/** Names of the two schemas, as objects inside or with dots. */
const ECS = /"(?:event\.(?:outcome|category|action|kind|dataset)|source\.ip|ecs\.version)":|"ecs": ?\{ ?"version"|"event": ?\{[^{}]{0,600}"(?:outcome|category|action|kind)":/;
/** Records with their own reader: Windows events, and web requests, which tell more than a login. */
const ELSEWHERE = /"(?:winlog|EventID|http\.request\.method|powershell)(?:"|\.)|"http": ?\{/;

/** JSON records by the Elastic Common Schema, or by OCSF. */
export const ecs: Parser = {
  name: FORMAT,
  programs: [],
  claims: (record) => isOcsf(record) || (isJsonWith(record, '"event') && ECS.test(record.text.slice(0, 16_384)) && !ELSEWHERE.test(record.text.slice(0, 16_384))),
  taint: ['user', 'title'],
  open: (clock) => ({ feed: (record, emit) => readRecord(record, emit, clock) }),
};

const isOcsf = (record: LogRecord): boolean => isJsonWith(record, '"class_uid":', '"activity_id":');

function readRecord(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const fields = jsonFields(record);
  if (!fields) return { unparsed: 'no JSON' };
  return readDevice(record, FORMAT, fields.has('class_uid') ? ocsfOf(record, fields, clock) : ecsOf(record, fields, clock), emit);
}

function ecsOf(record: LogRecord, fields: Fields, clock: LogClock): DeviceRecord {
  const said = (...names: readonly string[]): string | null => fieldOf(fields, ...names);
  const level = said('event.severity', 'log.level');
  return {
    time: fieldTime(said('@timestamp', 'event.created', 'timestamp'), clock) ?? record.time,
    host: said('host.name', 'host.hostname', 'observer.name', 'agent.name') ?? record.host,
    product: (said('observer.vendor', 'observer.product', 'event.module', 'event.provider', 'service.name') ?? 'unknown').toLowerCase(),
    rule: said('rule.id', 'rule.name', 'event.code', 'event.action'), title: said('rule.name', 'event.action', 'event.code') ?? 'event',
    words: ['event.category[]', 'event.category', 'event.type', 'event.action', 'event.dataset', 'rule.name', 'process.name', 'network.application'].map((name) => said(name) ?? '').join(' ').replaceAll('_', ' '),
    action: said('event.type[]', 'event.type', 'event.action'), outcome: said('event.outcome'), threat: said('event.kind') === 'alert',
    severity: level !== null && /^\d{1,3}$/.test(level) ? severityOfTen(Number(level) / (Number(level) > 10 ? 10 : 1)) : severityIn(level),
    source: addressOf(fields, 'source.ip', 'source.address', 'client.ip', 'origin.address', 'related.ip'), target: addressOf(fields, 'destination.ip', 'destination.address', 'server.ip'),
    sourcePort: portOf(fields, 'source.port', 'client.port', 'origin.address'), targetPort: portOf(fields, 'destination.port', 'server.port'),
    protocol: protocolIn(said('network.transport')), user: said('user.name', 'source.user.name', 'user.email', 'user.target.name'),
    bytesOut: numberOf(fields, 'source.bytes'), bytesIn: numberOf(fields, 'destination.bytes'), direction: directionIn(said('network.direction')),
    techniques: techniquesIn(`${said('threat.technique.id', 'threat.technique.id[]') ?? ''} ${said('threat.technique.subtechnique.id') ?? ''}`),
  };
}

/** OCSF counts severity 1 to 6, and says what kind of record it is by number. */
const SEVERITIES: Readonly<Record<string, AlertSeverity>> = { '1': 'info', '2': 'low', '3': 'medium', '4': 'high', '5': 'critical', '6': 'critical' };
const FINDINGS = /^200\d$/;
const AUTHENTICATION = '3002';

function ocsfOf(record: LogRecord, fields: Fields, clock: LogClock): DeviceRecord {
  const said = (...names: readonly string[]): string | null => fieldOf(fields, ...names);
  const text = (...names: readonly string[]): string => said(...names) ?? '';
  return {
    time: fieldTime(said('time', 'time_dt', 'metadata.original_time'), clock) ?? record.time, host: said('device.hostname', 'device.name', 'dst_endpoint.hostname') ?? record.host,
    product: text('metadata.product.name', 'metadata.product.vendor_name').toLowerCase() || 'unknown',
    rule: said('finding_info.uid', 'finding.uid', 'rule.name', 'activity_name', 'type_name'),
    title: text('finding_info.title', 'finding.title', 'message', 'activity_name', 'class_name'), words: ocsfWords(text),
    action: said('action', 'disposition', 'activity_name'), outcome: STATUSES[text('status_id')] ?? said('status'),
    severity: SEVERITIES[text('severity_id')] ?? severityIn(said('severity')), threat: FINDINGS.test(text('class_uid')),
    source: addressOf(fields, 'src_endpoint.ip', 'actor.session.ip', 'device.ip', 'evidences.src_endpoint.ip'), target: addressOf(fields, 'dst_endpoint.ip', 'evidences.dst_endpoint.ip'),
    sourcePort: portOf(fields, 'src_endpoint.port'), targetPort: portOf(fields, 'dst_endpoint.port'),
    protocol: protocolIn(said('connection_info.protocol_name', 'connection_info.protocol_num')), user: said('user.name', 'actor.user.name', 'user.email_addr', 'user.uid'),
    bytesOut: numberOf(fields, 'traffic.bytes_out'), bytesIn: numberOf(fields, 'traffic.bytes_in'), direction: directionIn(said('connection_info.direction')),
    techniques: techniquesIn(text('attacks.technique.uid', 'finding_info.attacks.technique.uid')),
  };
}

const STATUSES: Readonly<Record<string, string>> = { '1': 'success', '2': 'failure' };

/** Logging in and out are one class, told apart by number. */
function ocsfWords(text: (...names: readonly string[]) => string): string {
  const login = text('class_uid') !== AUTHENTICATION ? '' : text('activity_id') === '2' ? 'logout' : 'login';
  return [login, text('class_name'), text('activity_name'), text('auth_protocol', 'service.name'), text('is_mfa') === 'true' ? 'mfa' : ''].join(' ');
}
