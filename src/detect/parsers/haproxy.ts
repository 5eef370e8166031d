import type { Event } from '../../domain/event.ts';
import { canonicalAddress } from '../address.ts';
import { networkEvent } from '../event-makers.ts';
import { authEvent, QUIET_AUTH, systemEvent } from '../event-of.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import type { MakeWebEvent } from '../web/web-record.ts';
import { numberOf, openWebEvents, splitRequest, withoutLastPort } from '../web/web-record.ts';

const NAME = 'haproxy';
/** Client, its port and the time it was accepted, which everything else follows. */
const HEAD = /^([0-9A-Fa-f.:]{2,64}|unix):(\d{1,6}) \[(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d(?:\.\d{1,6})?)\] /;
/** `front~ back/server`; a server that was never asked is `<NOSRV>`. */
const ROUTE = /^(\S{1,255}) (\S{1,255}\/\S{1,255}) /;
const HTTP = /^[+\-\d]{1,12}\/[+\-\d]{1,12}\/[+\-\d]{1,12}\/[+\-\d]{1,12}\/[+\-\d]{1,12} (-1|\d{3}|0) \+?(\d{1,15}) (\S{1,1024}) (\S{1,1024}) (\S{4}) \S{1,60} \S{1,40} /;
const TCP = /^[+\-\d]{1,12}\/[+\-\d]{1,12}\/[+\-\d]{1,12} \+?(\d{1,15}) (\S{2}) \S{1,60} \S{1,40}/;
const BROKEN = /: (?:SSL handshake failure|Connection (?:closed|error) during SSL handshake|Timeout during SSL handshake|Received something which does not look like a PROXY)/;
const LOOKED_AT = 16_384;

/** HAProxy: HTTP and TCP form, connection errors, and what it says of its servers. */
export const haproxy: Parser = {
  name: NAME,
  programs: ['haproxy'],
  claims: (record) => record.text.length - record.body > 40 && HEAD.test(record.text.slice(record.body, record.body + 140)),
  taint: ['uri', 'agent'],
  open: (clock) => openHaproxy(clock),
};

function openHaproxy(clock: LogClock): ParserRun {
  const make = openWebEvents(NAME);
  return { feed: (record, emit) => readLine(record, emit, { clock, make }) };
}

interface Tools {
  readonly clock: LogClock;
  readonly make: MakeWebEvent;
}

function readLine(raw: LogRecord, emit: EmitEvent, { clock, make }: Tools): Parsed {
  const text = raw.text.slice(raw.body, raw.body + LOOKED_AT);
  const head = HEAD.exec(text);
  if (!head) return readNotice(raw, text, emit);
  const source = canonicalAddress(head[1] ?? '');
  const record = { ...raw, time: raw.time ?? timeIn(head[3] ?? '', clock) };
  const rest = text.slice(head[0].length);
  const route = ROUTE.exec(rest);
  const after = route ? rest.slice(route[0].length) : '';
  const http = HTTP.exec(after);
  if (http) {
    emit(make(record, { time: record.time, source, ...requestIn(after.slice(http[0].length)), status: Math.max(0, Number(http[1])), bytes: numberOf(http[2]) }));
    return 'event';
  }
  const event = connectionIn(record, { rest, after, source, port: head[2] ?? '', server: route?.[2] ?? null });
  if (!event) return { unparsed: 'neither the HTTP nor the TCP form of HAProxy' };
  emit(event);
  return 'event';
}

interface Connection {
  readonly rest: string;
  readonly after: string;
  readonly source: string | null;
  readonly port: string;
  readonly server: string | null;
}

/** The TCP form, or a connection that came to nothing. */
function connectionIn(record: LogRecord, { rest, after, source, port, server }: Connection): Event | null {
  const tcp = TCP.exec(after);
  if (tcp) {
    return networkEvent(record, NAME, {
      action: 'flow', protocol: 'tcp', sourcePort: Number(port), targetPort: null, direction: 'inbound', bytesOut: null,
      bytesIn: numberOf(tcp[1]), outcome: tcp[2] === '--' ? 'success' : 'info', source, target: server,
    });
  }
  if (!BROKEN.test(rest)) return null;
  return authEvent(record, NAME, { ...QUIET_AUTH, action: 'probe', service: 'web', outcome: 'failure' }, { source, user: null, port, count: 1, forged: null });
}

/** Captured headers in braces come first, request before response; the request ends the record. */
function requestIn(text: string): { readonly method: string; readonly uri: string; readonly agent: string | null } {
  const headers = /^(?:\{([^{}]{0,2048})\} )?(?:\{[^{}]{0,2048}\} )?/.exec(text);
  const quoted = /^"(.*?)"?$/s.exec(text.slice(headers?.[0].length ?? 0).trimEnd())?.[1] ?? '-';
  const agent = headers?.[1]?.split('|').find((value) => /^(?:Mozilla|Opera|curl|Wget|\w{2,30}\/\d)/i.test(value)) ?? null;
  return { ...(quoted.startsWith('<BADREQ>') ? { method: '-', uri: '-' } : splitRequest(quoted)), agent };
}

function readNotice(record: LogRecord, text: string, emit: EmitEvent): Parsed {
  const connect = /^Connect from (\S{3,70}) to (\S{3,70}) \(\S{1,255}\/(?:HTTP|TCP)\)/.exec(text);
  if (connect) {
    const source = canonicalAddress(withoutLastPort(connect[1] ?? ''));
    emit(networkEvent(record, NAME, {
      action: 'flow', protocol: 'tcp', sourcePort: null, targetPort: numberOf(/:(\d{1,5})$/.exec(connect[2] ?? '')?.[1]),
      direction: 'inbound', bytesOut: null, bytesIn: null, outcome: 'info', source, target: canonicalAddress(withoutLastPort(connect[2] ?? '')),
    }));
    return 'event';
  }
  const server = /^(?:Server|Backup Server|Proxy|backend) (\S{1,255}) (?:is (DOWN|UP)|(started|stopped)|has no server available)/.exec(text);
  if (!server) return 'quiet';
  const action = server[2] === 'UP' || server[3] === 'started' ? 'service-start' as const
    : server[3] === 'stopped' ? 'service-stop' as const : 'service-failed' as const;
  emit(systemEvent(record, NAME, { action, target: server[1] ?? null, user: null, command: null, forged: null }));
  return 'event';
}
