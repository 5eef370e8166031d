import { canonicalAddress } from '../address.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { packetEvent } from '../network/device-events.ts';
import { addressIn, portIn } from '../network/places.ts';
import { partsOf } from '../network/parts.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'squid';
/** `1772511121.000 3 192.0.2.1 TCP_DENIED/403 3722 CONNECT host:25 user HIER_NONE/- text/html`. */
const NATIVE = /^(\d{9,10}\.\d{3}) +-?\d{1,9} (\S{1,60}) ([A-Z_]{3,60})\/(\d{3}) (\d{1,15}) ([A-Z-]{2,24}|NONE) (\S{1,8192}) (\S{1,256}) [A-Z_]{3,60}\/\S{1,255}/;
/** As web servers log it, with squid's own result behind: `… 200 512 "-" "agent" TCP_MISS:HIER_DIRECT`. */
const COMBINED = /^(\S{1,60}) \S{1,60} (\S{1,256}) \[([^\]]{10,40})\] "([A-Z-]{2,24}) (\S{1,8192}) (?:HTTP|ICY)\/[\d.]{1,4}" (\d{3}) (\d{1,15}|-)(?: "[^"]{0,8192}" "[^"]{0,8192}")? ([A-Z_]{3,60}):[A-Z_]{3,60}$/;
const RESULTS = /(?:TCP|UDP|NONE|ICAP)_[A-Z_]{1,50}[/:]|NONE\/\d{3}/;

/** Requests that clients sent through squid: to what host, by what method, allowed or not. */
export const squid: Parser = {
  name: FORMAT,
  programs: ['squid', '(squid-1)', 'squid-1'],
  claims: (record) => {
    const text = record.text.slice(record.body);
    if (!RESULTS.test(text.slice(0, 120)) && !RESULTS.test(text.slice(-80))) return false;
    return NATIVE.test(text) || COMBINED.test(text);
  },
  taint: ['target'],
  open: (clock) => ({ feed: (record, emit) => readRequest(record, emit, clock) }),
};

interface Request {
  readonly time: number | null;
  readonly client: string;
  readonly result: string;
  readonly bytes: string;
  readonly method: string;
  readonly url: string;
  readonly user: string;
}

function readRequest(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const request = requestIn(record.text.slice(record.body), clock);
  if (!request) return record.program === null ? { unparsed: 'no request of squid' } : 'quiet';
  const { host, port } = destinationOf(request);
  const denied = request.result.includes('DENIED');
  const source = canonicalAddress(request.client);
  emit(packetEvent(record, FORMAT, {
    action: denied ? 'blocked' : 'allowed', time: request.time ?? record.time, source, target: host, targetPort: port,
    protocol: request.method === 'CONNECT' ? 'connect' : 'http', direction: 'outbound',
    bytesIn: request.bytes === '-' ? null : Number(request.bytes), user: request.user === '-' ? null : request.user,
    suspicious: denied,
  }));
  return 'event';
}

function requestIn(text: string, clock: LogClock): Request | null {
  const native = NATIVE.exec(text);
  if (native) {
    const part = partsOf(native);
    return {
      time: clock.epoch(Math.floor(Number(part(1)) * 1_000)), client: part(2), result: part(3), bytes: part(5), method: part(6), url: part(7), user: part(8),
    };
  }
  const combined = COMBINED.exec(text);
  if (!combined) return null;
  const part = partsOf(combined);
  return { time: timeIn(part(3), clock), client: part(1), user: part(2), method: part(4), url: part(5), bytes: part(7), result: part(8) };
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21 };

/** `host:port` of a tunnel, or the host of an absolute address. */
function destinationOf({ method, url }: Request): { readonly host: string | null; readonly port: number | null } {
  const match = /^(?:([a-z]{2,10}):\/\/)?(?:[^/@]{1,256}@)?(\[[0-9A-Fa-f:.]{2,45}\]|[^/:?#]{1,255})(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(url.slice(0, 1_024));
  if (!match || (method !== 'CONNECT' && match[1] === undefined)) return { host: null, port: null };
  const host = (match[2] ?? '').toLowerCase();
  return { host: addressIn(host) ?? host, port: portIn(match[3]) ?? DEFAULT_PORTS[(match[1] ?? '').toLowerCase()] ?? null };
}
