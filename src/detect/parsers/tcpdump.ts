import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { packetEvent } from '../network/device-events.ts';
import { orNull, partsOf } from '../network/parts.ts';
import { addressIn, portIn } from '../network/places.ts';
import { directionIn } from '../network/vendor-fields.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'tcpdump';
const PLACE = '[0-9A-Fa-f:.]{2,52}';
/** `IP 192.0.2.1.43436 > 198.51.100.2.22: Flags [S]`, the port behind a last point. */
const PACKET = new RegExp(`\\bIP6? (?<from>${PLACE}) > (?<to>${PLACE}): (?<rest>.{0,60})`);
/** pf's log as tcpdump shows it: `rule 10/0(match): block in on em0: 192.0.2.1.5 > 198.51.100.2.22: …`. */
const RULE = new RegExp(`\\brule [^\\s"]{1,60}(?: \\[[^\\]]{0,60}\\])?: (?<act>pass|block|match|rdr|nat) (?<way>in|out) on [\\w.]{1,20}: (?:\\([^)]{0,120}\\) )?(?<from>${PLACE}) > (?<to>${PLACE}): (?<rest>.{0,60})`);
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
  const rule = RULE.exec(text);
  const match = rule ?? PACKET.exec(text);
  if (!match) return { unparsed: 'a packet of a kind that is not known' };
  const part = partsOf(match);
  const [source, target, rest] = [placeIn(part('from')), placeIn(part('to')), part('rest')];
  // Who answers is not who began.
  if (!source || !target || (!rule && ANSWERS.test(rest))) return 'quiet';
  emit(packetEvent(record, FORMAT, {
    action: rule ? (part('act') === 'block' ? 'blocked' : 'allowed') : 'flow', time: record.time ?? timeIn(text, clock),
    source: source.address, target: target.address, sourcePort: source.port, targetPort: target.port,
    protocol: protocolOf(rest), direction: directionIn(orNull(part('way'))),
  }));
  return 'event';
}

const ANSWERS = /^Flags \[(?:S\.|R|F|\.|P)/;

function protocolOf(rest: string): string | null {
  if (/^Flags|tcp/.test(rest)) return 'tcp';
  if (/^UDP|udp|A\?/.test(rest)) return 'udp';
  return rest.startsWith('ICMP') ? 'icmp' : null;
}

/** The last point parts address and port, where there are more points than an address has. */
function placeIn(text: string): { readonly address: string; readonly port: number | null } | null {
  const plain = addressIn(text);
  if (plain !== null) return { address: plain, port: null };
  const dot = text.lastIndexOf('.');
  const address = dot > 0 ? addressIn(text.slice(0, dot)) : null;
  return address === null ? null : { address, port: portIn(text.slice(dot + 1)) };
}
