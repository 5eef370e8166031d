import type { LogClock } from '../log-clock.ts';
import { warningEvent } from '../network/device-events.ts';
import { isJsonWith, jsonFields } from '../network/json-record.ts';
import { fieldOf } from '../network/key-values.ts';
import { addressOf } from '../network/places.ts';
import type { AlertSeverity } from '../network/severity-words.ts';
import { fieldTime, techniquesIn } from '../network/vendor-fields.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'wazuh';

/** Alerts of Wazuh and OSSEC as JSON: `alerts.json`, and as a shipper wraps them. */
export const wazuh: Parser = {
  name: FORMAT,
  programs: ['wazuh', 'ossec'],
  claims: (record) => isJsonWith(record, '"rule":', '"level":', '"description":') && /"(?:agent|manager|full_log|decoder|location|crit)":/.test(record.text.slice(0, 8_000)),
  taint: ['title', 'user'],
  open: (clock) => ({ feed: (record, emit) => readAlert(record, emit, clock) }),
};

/** The product's own classes: up to 3 nothing to see, 15 and more an attack without doubt. */
function severityOf(level: number): AlertSeverity {
  if (level >= 15) return 'critical';
  if (level >= 12) return 'high';
  if (level >= 7) return 'medium';
  return level >= 4 ? 'low' : 'info';
}

function readAlert(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const fields = jsonFields(record);
  if (!fields) return { unparsed: 'no JSON of Wazuh' };
  const said = (...names: readonly string[]): string | null =>
    fieldOf(fields, ...names.flatMap((name) => [name, `_source.${name}`, `parameters.alert.${name}`]));
  const groups = said('rule.groups[]', 'rule.groups') ?? '';
  emit(warningEvent(record, FORMAT, {
    time: fieldTime(said('timestamp', '@timestamp'), clock) ?? record.time, host: said('agent.name', 'predecoder.hostname') ?? record.host,
    product: 'wazuh', rule: said('rule.id') ?? 'unknown', severity: severityOf(Number(said('rule.level') ?? 0)),
    title: `${said('rule.description') ?? 'alert'}${groups === '' ? '' : ` (${groups})`}`,
    source: addressOf(fields, 'data.srcip', 'data.src_ip', 'srcip', 'data.win.eventdata.ipaddress', 'data.aws.sourceipaddress', 'data.aws.source_ip_address', '_source.data.srcip', 'parameters.alert.data.srcip'),
    target: said('data.dstip', 'syscheck.path', 'data.url'), user: said('data.dstuser', 'data.srcuser', 'data.win.eventdata.targetusername', 'dstuser'),
    techniques: techniquesIn(`${said('rule.mitre.id') ?? ''} ${said('rule.mitre.id[]') ?? ''}`),
  }));
  return 'event';
}
