import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import { looksLikeRequest, objectIn, requestOf } from '../web/json-request.ts';
import type { MakeWebEvent } from '../web/web-record.ts';
import { openWebEvents } from '../web/web-record.ts';

const NAME = 'json-access';

/** One JSON object a request, as nginx, Traefik, Envoy, Kong, cloud balancers and applications write it. */
export const jsonAccess: Parser = {
  name: NAME,
  programs: [],
  claims: (record) => looksLikeRequest(record.body === 0 ? record.text : record.text.slice(record.body)),
  taint: ['uri', 'agent', 'referer', 'user', 'forwarded'],
  open: (clock) => openJsonAccess(clock),
};

function openJsonAccess(clock: LogClock): ParserRun {
  const make = openWebEvents(NAME);
  return { feed: (record, emit) => readLine(record, emit, { clock, make }) };
}

interface Tools {
  readonly clock: LogClock;
  readonly make: MakeWebEvent;
}

function readLine(record: LogRecord, emit: EmitEvent, { clock, make }: Tools): Parsed {
  const object = objectIn(record.text.slice(record.body));
  const said = object === null ? null : requestOf(object, clock);
  if (!said) return { unparsed: 'a JSON record without method, target and status of a request' };
  emit(make(record, { ...said, time: said.time ?? record.time }));
  return 'event';
}
