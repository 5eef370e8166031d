import type { LogClock } from '../log-clock.ts';
import { warningEvent } from '../network/device-events.ts';
import { isJsonWith, jsonFields } from '../network/json-record.ts';
import { fieldOf } from '../network/key-values.ts';
import { addressOf } from '../network/places.ts';
import { severityIn } from '../network/severity-words.ts';
import { fieldTime } from '../network/vendor-fields.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'openappsec';

/** What open-appsec and its relatives say of web requests. */
export const openappsec: Parser = {
  name: FORMAT,
  programs: ['cp-nano-http-transaction-handler'],
  claims: (record) => isJsonWith(record, '"waapIncidentType":', '"eventData":'),
  taint: ['target'],
  open: (clock) => ({ feed: (record, emit) => readAlert(record, emit, clock) }),
};

function readAlert(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const fields = jsonFields(record);
  if (!fields) return { unparsed: 'no JSON of open-appsec' };
  const incident = fieldOf(fields, 'eventdata.waapincidenttype') ?? 'web attack';
  emit(warningEvent(record, FORMAT, {
    time: fieldTime(fieldOf(fields, 'eventtime'), clock) ?? record.time, product: 'open-appsec', rule: incident, title: incident,
    severity: severityIn(fieldOf(fields, 'eventseverity')) ?? 'low', source: addressOf(fields, 'eventdata.sourceip', 'eventdata.httpsourceid'),
    target: fieldOf(fields, 'eventdata.httpuripath', 'eventdata.httphostname'), blocked: /prevent/i.test(fieldOf(fields, 'eventdata.securityaction') ?? ''),
  }));
  return 'event';
}
