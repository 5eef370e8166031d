import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { warningEvent } from '../network/device-events.ts';
import { isJsonWith, jsonFields } from '../network/json-record.ts';
import type { Fields } from '../network/key-values.ts';
import { fieldOf } from '../network/key-values.ts';
import { partsOf } from '../network/parts.ts';
import { addressOf } from '../network/places.ts';
import type { AlertSeverity } from '../network/severity-words.ts';
import { fieldTime, techniquesIn } from '../network/vendor-fields.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'falco';
/** `04:12:01.746609046: Warning A shell was spawned … (user=root …)`. */
const TEXT = /^(?:(?:\d{4}-\d\d-\d\dT)?\d\d:\d\d:\d\d\.\d{6,9}(?:[+-]\d{4}|Z)?: )(Emergency|Alert|Critical|Error|Warning|Notice|Informational|Debug) (.{1,1500})$/s;
const PRIORITIES: Readonly<Record<string, AlertSeverity>> = {
  emergency: 'critical', alert: 'critical', critical: 'critical', error: 'high', warning: 'medium', notice: 'low', informational: 'info', debug: 'info',
};

/** Alerts of Falco, as JSON or as text. */
export const falco: Parser = {
  name: FORMAT,
  programs: ['falco'],
  claims: (record) => isJsonWith(record, '"rule":', '"priority":', '"output":') || TEXT.test(record.text.slice(record.body, record.body + 200)),
  taint: ['title'],
  open: (clock) => ({ feed: (record, emit) => readAlert(record, emit, clock) }),
};

function readAlert(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const fields = jsonFields(record);
  if (fields) {
    emit(ofJson(record, fields, clock));
    return 'event';
  }
  const text = record.text.slice(record.body, record.body + 1_800);
  const match = TEXT.exec(text);
  if (!match) return 'quiet';
  const part = partsOf(match);
  // What stands in brackets are values from the host: the rule's own words come before.
  const [title = ''] = part(2).split(/ [|(]/, 1);
  emit(warningEvent(record, FORMAT, {
    time: record.time ?? timeIn(text, clock), product: 'falco', rule: title, title, severity: priorityOf(part(1)),
    source: null, user: /[ (|]user(?:\.name)?=(\S{1,64})/.exec(part(2))?.[1] ?? null,
  }));
  return 'event';
}

const priorityOf = (word: string): AlertSeverity => PRIORITIES[word.toLowerCase()] ?? 'low';

function ofJson(record: LogRecord, fields: Fields, clock: LogClock) {
  const rule = fieldOf(fields, 'rule') ?? 'unnamed rule';
  const tags = fieldOf(fields, 'tags[]', 'tags') ?? '';
  return warningEvent(record, FORMAT, {
    time: fieldTime(fieldOf(fields, 'time'), clock) ?? record.time, host: fieldOf(fields, 'hostname') ?? record.host, product: 'falco', rule,
    title: tags === '' ? rule : `${rule} (${tags})`, severity: priorityOf(fields.get('priority') ?? ''),
    source: addressOf(fields, 'output_fields.fd.cip', 'output_fields.fd.rip', 'output_fields.ka.sourceips'),
    target: fieldOf(fields, 'output_fields.proc.cmdline', 'output_fields.fd.name', 'output_fields.container.name'),
    user: fieldOf(fields, 'output_fields.user.name', 'output_fields.ka.user.name'), techniques: techniquesIn(tags),
  });
}
