import type { Event } from '../../domain/event.ts';
import { canonicalAddress } from '../address.ts';
import { systemEvent } from '../event-of.ts';
import { timeOfField } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import { objectIn, requestOf } from '../web/json-request.ts';
import { modsecurityAlert } from '../web/modsecurity.ts';
import type { MakeWebEvent } from '../web/web-record.ts';
import { openWebEvents } from '../web/web-record.ts';

const NAME = 'caddy';
const LOGGER = /"logger"\s{0,4}:\s{0,4}"(?:http(?:\.[\w.-]{1,80})?|tls(?:\.[\w.-]{1,80})?|admin(?:\.[\w.-]{1,80})?)"/;

/** Caddy's own JSON: requests, verdicts of a rule engine inside it, and what it says of itself. */
export const caddy: Parser = {
  name: NAME,
  programs: [],
  claims: (record) => record.text.includes('{"') && record.text.includes('"ts":') && LOGGER.test(record.text.slice(record.body, record.body + 400)),
  taint: ['uri', 'agent', 'referer', 'user', 'forwarded'],
  open: (clock) => openCaddy(clock),
};

function openCaddy(clock: LogClock): ParserRun {
  const make = openWebEvents(NAME);
  return { feed: (record, emit) => readLine(record, emit, { clock, make }) };
}

interface Tools {
  readonly clock: LogClock;
  readonly make: MakeWebEvent;
}

function readLine(raw: LogRecord, emit: EmitEvent, { clock, make }: Tools): Parsed {
  const object = objectIn(raw.text.slice(raw.body));
  if (!object) return { unparsed: 'no whole JSON object' };
  const record = { ...raw, time: timeOfField(object['ts'], clock) ?? raw.time };
  const said = 'status' in object ? requestOf(object, clock) : null;
  const event = said ? make(record, { ...said, time: said.time ?? record.time })
    : eventOf(record, typeof object['msg'] === 'string' ? object['msg'] : '');
  if (!event) return 'quiet';
  emit(event);
  return 'event';
}

/** A rule of Coraza that fired, or the server's own start. */
function eventOf(record: LogRecord, message: string): Event | null {
  const client = /^\[client "([0-9A-Fa-f.:]{2,64})"\] /.exec(message);
  if (client) return modsecurityAlert(record, NAME, message.slice(client[0].length), canonicalAddress(client[1] ?? ''));
  if (message !== 'server running' && message !== 'admin endpoint started') return null;
  return systemEvent(record, NAME, { action: 'service-start', target: NAME, user: null, command: null, forged: null });
}
