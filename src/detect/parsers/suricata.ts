import type { WebEvent } from '../../domain/event.ts';
import { canonicalAddress } from '../address.ts';
import { dnsEvent } from '../event-makers.ts';
import type { LogClock } from '../log-clock.ts';
import { packetEvent, warningEvent } from '../network/device-events.ts';
import { isJsonWith, jsonFields } from '../network/json-record.ts';
import type { Fields } from '../network/key-values.ts';
import { fieldOf } from '../network/key-values.ts';
import { domainName } from '../network/parts.ts';
import { addressOf, numberOf, portOf, protocolIn } from '../network/places.ts';
import type { AlertSeverity } from '../network/severity-words.ts';
import { fieldTime, techniquesIn } from '../network/vendor-fields.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import type { ClassifyRequest } from '../web/classify.ts';
import { openClassifier } from '../web/classify.ts';
import { pathOf } from '../web/request-path.ts';

const FORMAT = 'suricata';

/** Suricata's EVE records: alerts, and what it saw of web, DNS and connections. */
export const suricata: Parser = {
  name: FORMAT,
  programs: [],
  claims: (record) => isJsonWith(record, '"event_type":', '"timestamp":') && /"(?:flow_id|src_ip|stats|pcap_cnt|engine)":/.test(record.text.slice(0, 4_000)),
  taint: ['uri', 'agent', 'target'],
  open: (clock) => {
    const classify = openClassifier();
    return { feed: (record, emit) => readRecord(record, emit, { clock, classify }) };
  },
};

interface Tools {
  readonly clock: LogClock;
  readonly classify: ClassifyRequest;
}

interface Seen {
  readonly record: LogRecord;
  readonly fields: Fields;
  readonly time: number | null;
  readonly source: string | null;
  readonly target: string | null;
}

function readRecord(record: LogRecord, emit: EmitEvent, { clock, classify }: Tools): Parsed {
  const fields = jsonFields(record);
  if (!fields) return { unparsed: 'no JSON of Suricata' };
  const seen: Seen = {
    record, fields, time: fieldTime(fields.get('timestamp') ?? null, clock) ?? record.time,
    source: addressOf(fields, 'src_ip'), target: addressOf(fields, 'dest_ip'),
  };
  switch (fields.get('event_type') ?? '') {
    case 'alert': return readAlert(seen, emit);
    case 'http': return readHttp(seen, classify, emit);
    case 'dns': return readDns(seen, emit);
    case 'flow': case 'netflow': case 'tls': case 'ssh': case 'drop': case 'rdp': case 'smb': case 'ftp': return readFlow(seen, emit);
    default: return 'quiet';
  }
}

const PRIORITIES: Readonly<Record<string, AlertSeverity>> = { '1': 'high', '2': 'medium', '3': 'low', '4': 'info' };

function readAlert({ record, fields, time, source, target }: Seen, emit: EmitEvent): Parsed {
  const name = fields.get('alert.signature') ?? 'unnamed signature';
  const category = fieldOf(fields, 'alert.category');
  const informational = /^informational$/i.test(fields.get('alert.metadata.signature_severity') ?? '');
  emit(warningEvent(record, FORMAT, {
    time, host: fieldOf(fields, 'host') ?? record.host, product: 'suricata', rule: fields.get('alert.signature_id') ?? name,
    title: category === null ? name : `${name} (${category})`, source, target, blocked: fields.get('alert.action') === 'blocked',
    severity: informational ? 'low' : PRIORITIES[fields.get('alert.severity') ?? ''] ?? 'low',
    techniques: techniquesIn(`${fields.get('alert.metadata.mitre_technique_id') ?? ''} ${fields.get('alert.metadata.mitre_technique_id[]') ?? ''}`),
  }));
  return 'event';
}

function readHttp({ record, fields, time, source, target }: Seen, classify: ClassifyRequest, emit: EmitEvent): Parsed {
  const method = fieldOf(fields, 'http.http_method');
  const uri = fieldOf(fields, 'http.url');
  if (method === null || uri === null) return 'quiet';
  const status = numberOf(fields, 'http.status') ?? 0;
  const [agent, referer] = [fieldOf(fields, 'http.http_user_agent'), fieldOf(fields, 'http.http_refer')];
  const event: WebEvent = {
    kind: 'web', log: record.log, line: record.line, offset: record.offset, time, format: FORMAT, host: fieldOf(fields, 'host') ?? record.host,
    program: record.program, pid: record.pid, outcome: status >= 500 ? 'failure' : status === 401 || status === 403 ? 'denied' : status >= 400 ? 'failure' : 'success',
    source, target: pathOf(uri), user: null, count: 1, suspicious: classify(uri, agent, referer) !== null, inferred: false, forged: null,
    method: method.toUpperCase().slice(0, 32), uri, status, bytes: numberOf(fields, 'http.length'), agent, referer, forwarded: fieldOf(fields, 'http.xff'),
    site: fieldOf(fields, 'http.hostname') ?? target,
  };
  emit(event);
  return 'event';
}

function readDns({ record, fields, time, source, target }: Seen, emit: EmitEvent): Parsed {
  const said = (name: string): string | null => fieldOf(fields, `dns.${name}`, `dns.queries.${name}`, `dns.query.${name}`);
  const answer = /^(?:answer|response)$/.test(said('type') ?? '');
  const rdata = fieldOf(fields, 'dns.answers.rdata', 'dns.rdata', 'dns.grouped.a', 'dns.grouped.aaaa', 'dns.grouped.txt');
  // Who answers is not who asked.
  const asker = answer && portOf(fields, 'src_port') === 53 ? target : source;
  emit(dnsEvent(record, FORMAT, {
    time, source: asker, outcome: 'info', target: domainName(said('rrname')), type: upper(said('rrtype')),
    response: answer ? upper(said('rcode')) ?? 'NOERROR' : null, answers: rdata === null ? [] : [rdata],
  }));
  return 'event';
}

const upper = (text: string | null): string | null => text?.toUpperCase() ?? null;

function readFlow({ record, fields, time, source, target }: Seen, emit: EmitEvent): Parsed {
  if (source === null || canonicalAddress(target ?? '') === null) return 'quiet';
  emit(packetEvent(record, FORMAT, {
    time, host: fieldOf(fields, 'host') ?? record.host, action: fields.get('event_type') === 'drop' ? 'blocked' : 'flow', source, target,
    sourcePort: portOf(fields, 'src_port'), targetPort: portOf(fields, 'dest_port'), protocol: protocolIn(fields.get('proto')),
    bytesOut: numberOf(fields, 'flow.bytes_toserver'), bytesIn: numberOf(fields, 'flow.bytes_toclient'),
  }));
  return 'event';
}
