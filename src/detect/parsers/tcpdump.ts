import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { packetEvent } from '../network/device-events.ts';
import { addressIn, portIn } from '../network/places.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'tcpdump';
const PLACE = '([0-9A-Fa-f:.]{2,52})';
/** `IP 192.0.2.1.43436 > 198.51.100.2.22: Flags [S]`, the port behind a last point. */
const PACKET = new RegExp(`\\bIP6? ${PLACE} > ${PLACE}: (.{0,60})`);
/** pf's log as tcpdump shows it: `rule 10/0(match): block in on em0: 192.0.2.1.5 > 198.51.100.2.22: …`. */
const RULE = new RegExp(`\\brule [^\\s"]{1,60}(?: \\[[^\\]]{0,60}\\])?: (pass|block|match|rdr|nat) (in|out) on [\\w.]{1,20}: (?:\\([^)]{0,120}\\) )?${PLACE} > ${PLACE}: (.{0,60})`);
const SHAPE = /^(?:\S{0,40} ){0,7}?(?:IP6? [0-9A-Fa-f:.]{2,52} > |rule \d)/;

/** Packets as tcpdump prints them, pf's log included. */
export const tcpdump: Parser = {
  name: FORMAT,
  programs: ['pflogd', 'pf'],
  claims: (record) => (record.program === null || record.program === 'tcpdump' || record.program.endsWith('(match)')) && record.text.includes(' > ')
    && SHAPE.test(record.text.slice(0, 200)),
  taint: [],
  open: (clock) => ({ feed: (record, emit) => readPacket(record, emit, clock) }),
};

function readPacket(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const text = record.text.slice(0, 400);
  const ruled = RULE.exec(text);
  const match = ruled ?? PACKET.exec(text);
  if (!match) return { unparsed: 'a packet of a kind that is not known' };
  const [from, to, rest] = ruled ? [match[3], match[4], match[5]] : [match[1], match[2], match[3]];
  const [source, target] = [placeIn(from ?? ''), placeIn(to ?? '')];
  // Who answers is not who began.
  if (!source || !target) return 'quiet';
  const reply = /^Flags \[(?:S\.|R|F|\.|P)/.test(rest ?? '');
  if (reply && !ruled) return 'quiet';
  emit(packetEvent(record, FORMAT, {
    action: ruled === null ? 'flow' : ruled[1] === 'block' ? 'blocked' : 'allowed', time: record.time ?? timeIn(text, clock),
    source: source.address, target: target.address, sourcePort: source.port, targetPort: target.port,
    protocol: /^Flags|tcp/.test(rest ?? '') ? 'tcp' : /^UDP|udp|A\?/.test(rest ?? '') ? 'udp' : /^ICMP/.test(rest ?? '') ? 'icmp' : null,
    direction: ruled === null ? null : ruled[2] === 'in' ? 'inbound' : 'outbound',
  }));
  return 'event';
}

/** The last point parts address and port, where there are more points than an address has. */
function placeIn(text: string): { readonly address: string; readonly port: number | null } | null {
  const plain = addressIn(text);
  if (plain !== null) return { address: plain, port: null };
  const dot = text.lastIndexOf('.');
  const address = dot > 0 ? addressIn(text.slice(0, dot)) : null;
  return address === null ? null : { address, port: portIn(text.slice(dot + 1)) };
}
