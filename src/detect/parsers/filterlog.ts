import { packetEvent } from '../network/device-events.ts';
import { addressIn, portIn, protocolIn } from '../network/places.ts';
import { directionIn } from '../network/vendor-fields.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'filterlog';
/** Fields common to all, then those of the version, up to the addresses. */
const [ACTION, DIRECTION, VERSION] = [6, 7, 8] as const;
const PLACES = { '4': { protocol: 16, source: 18 }, '6': { protocol: 12, source: 15 } } as const;
const STOPPED = new Set(['block', 'reject', 'synproxy-drop']);
const PORTED = new Set(['tcp', 'udp', 'sctp']);
/** Address translation and scrubbing log with the same fields. */
const ACTIONS = new Set([...STOPPED, 'pass', 'nat', 'rdr', 'binat', 'scrub', 'match']);

/** pf's filter log in fields, as pfSense and OPNsense write it. */
export const filterlog: Parser = {
  name: FORMAT,
  programs: ['filterlog'],
  claims: null,
  taint: [],
  open: () => ({ feed: readPacket }),
};

function readPacket(record: LogRecord, emit: EmitEvent): Parsed {
  const fields = record.text.slice(record.body, record.body + 1_024).split(',');
  const version = fields[VERSION];
  const action = fields[ACTION] ?? '';
  if ((version !== '4' && version !== '6') || !ACTIONS.has(action)) return { unparsed: 'not the fields of filterlog' };
  const { protocol, source } = PLACES[version];
  const [from, to] = [addressIn(fields[source]), addressIn(fields[source + 1])];
  if (from === null || to === null) return { unparsed: 'a packet without two addresses' };
  const name = protocolIn(fields[protocol]);
  const [sourcePort, targetPort] = name !== null && PORTED.has(name) ? [portIn(fields[source + 2]), portIn(fields[source + 3])] : [null, null];
  emit(packetEvent(record, FORMAT, {
    action: STOPPED.has(action) ? 'blocked' : 'allowed', source: from, target: to, protocol: name, sourcePort, targetPort,
    direction: directionIn(fields[DIRECTION] ?? null),
  }));
  return 'event';
}
