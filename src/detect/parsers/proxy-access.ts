import { addressWithoutPort } from '../address.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import type { MakeWebEvent, RequestSaid } from '../web/web-record.ts';
import { numberOf, openWebEvents, orNull, splitRequest } from '../web/web-record.ts';

const NAME = 'proxy-access';
const QUOTED = '"((?:[^"\\\\]|\\\\.)*)"';
const HTTP_TIME = '\\[(\\d\\d/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4})\\]';

interface Form {
  /** What every line of the form begins with. */
  readonly begin: RegExp;
  readonly line: RegExp;
  readonly read: (match: RegExpExecArray) => Omit<RequestSaid, 'time'>;
}

/** Forms of their own that proxies have for access logs; the time is the first group of each. */
const FORMS: readonly Form[] = [
  // Envoy and Istio as they come: the client is who they forwarded for, nearest last.
  {
    begin: /^\[\d{4}-\d\d-\d\dT[\d:.]{8,20}Z\] "/,
    line: new RegExp(`^\\[(\\d{4}-\\d\\d-\\d\\dT[\\d:.]{8,20}Z)\\] ${QUOTED} (\\d{1,3}) \\S{1,60} (?:[\\w.(){}"-]{1,200} ){0,4}?\\d{1,15} (\\d{1,15}) \\d{1,12} (?:\\d{1,12}|-) ${QUOTED} ${QUOTED} ${QUOTED} ${QUOTED}`),
    read: ([, , request = '-', status, bytes, forwarded = '-', agent, , site]) => ({
      ...splitRequest(request), status: numberOf(status) ?? 0, bytes: numberOf(bytes), source: nearest(forwarded),
      forwarded: forwarded.includes(',') ? forwarded : null, agent: orNull(agent), site: orNull(site)?.toLowerCase() ?? null,
    }),
  },
  // Nginx Proxy Manager: its own statuses and the upstream's, host and target apart, the client in a bracket.
  {
    begin: /^\[\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} [+-]\d{4}\] (?:\S{1,10} ){0,2}\d{3} (?:\d{3} )?- /,
    line: new RegExp(`^${HTTP_TIME} (?:\\S{1,10} ){0,2}(\\d{3}) - ([A-Z]{1,20}) \\w{1,10} (\\S{1,255}) ${QUOTED} \\[Client ([0-9A-Fa-f.:]{2,64})\\] \\[Length (\\d{1,15}|-)\\] (?:\\[[\\w-]{1,20} [^\\]]{0,255}\\] ){0,4}${QUOTED}(?: ${QUOTED})?`),
    read: ([, , status, method = '-', site, uri = '', client = '', bytes, agent, referer]) => ({
      method, uri, status: numberOf(status) ?? 0, bytes: numberOf(bytes), source: addressWithoutPort(client), agent: orNull(agent),
      referer: orNull(referer), site: orNull(site)?.toLowerCase() ?? null,
    }),
  },
  // NPMplus: site and client first, then the time it took.
  {
    begin: /^\[\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} [+-]\d{4}\] \S{1,255} [0-9A-Fa-f.:]{2,64} [\d.]{1,12} "/,
    line: new RegExp(`^${HTTP_TIME} (\\S{1,255}) ([0-9A-Fa-f.:]{2,64}) [\\d.]{1,12} ${QUOTED} (\\d{3}) (\\d{1,15}) \\d{1,15} (\\S{1,2048}) (.*)$`, 's'),
    read: ([, , site, client = '', request = '-', status, bytes, referer, agent]) => ({
      ...splitRequest(request), status: numberOf(status) ?? 0, bytes: numberOf(bytes), source: addressWithoutPort(client),
      referer: orNull(referer), agent: orNull(agent?.slice(0, 2_048)), site: orNull(site)?.toLowerCase() ?? null,
    }),
  },
  // Zoraxy: what the client wrote stands in brackets before the request, so the client is read before it.
  {
    begin: /^(?:\d{4}\/\d\d\/\d\d [\d:]{8} )?\[\d{4}-\d\d-\d\d [\d:.]{8,20}\] \[router:/,
    line: /^(?:\d{4}\/\d\d\/\d\d [\d:]{8} )?\[(\d{4}-\d\d-\d\d [\d:.]{8,20})\] \[router:[\w-]{1,60}\] \[origin:([^\]\s]{0,255})\] \[client: ([0-9A-Fa-f.:]{2,64})\] \[useragent: (.*)\] ([A-Z]{1,20}) (\S{1,8192}) (\d{3})$/s,
    read: ([, , site, client = '', agent, method = '-', uri = '', status]) => ({
      method, uri, status: numberOf(status) ?? 0, source: addressWithoutPort(client), agent: orNull(agent?.slice(0, 2_048)),
      site: orNull(site)?.toLowerCase() ?? null,
    }),
  },
];

/** The hop nearest to the proxy is the last of a forwarded list; names before it were told by whoever asked. */
const nearest = (forwarded: string): string | null => addressWithoutPort(forwarded.split(',').at(-1)?.trim() ?? '');

/** Access logs of reverse proxies that have a form of their own: Envoy, Nginx Proxy Manager and NPMplus, Zoraxy. */
export const proxyAccess: Parser = {
  name: NAME,
  programs: [],
  claims: (record) => formOf(record) !== null,
  taint: ['uri', 'agent', 'referer', 'forwarded'],
  open: (clock) => openProxyAccess(clock),
};

function formOf({ text, body }: LogRecord): Form | null {
  const start = text.charCodeAt(body);
  if (start !== 91 && (start < 48 || start > 57)) return null;
  const head = text.slice(body, body + 400);
  return FORMS.find(({ begin }) => begin.test(head)) ?? null;
}

function openProxyAccess(clock: LogClock): ParserRun {
  const make = openWebEvents(NAME);
  return { feed: (record, emit) => readLine(record, emit, { clock, make }) };
}

interface Tools {
  readonly clock: LogClock;
  readonly make: MakeWebEvent;
}

function readLine(record: LogRecord, emit: EmitEvent, { clock, make }: Tools): Parsed {
  const form = formOf(record);
  const match = form?.line.exec(record.text.slice(record.body, record.body + 32_768));
  if (!form || !match) return { unparsed: 'the fields of the request are not those of the form' };
  emit(make(record, { ...form.read(match), time: timeIn(match[1] ?? '', clock) ?? record.time }));
  return 'event';
}
