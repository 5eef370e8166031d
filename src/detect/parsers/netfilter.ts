import type { NetworkEvent } from '../../domain/event.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { packetEvent } from '../network/device-events.ts';
import type { Fields } from '../network/key-values.ts';
import { keyValuesIn } from '../network/key-values.ts';
import { addressIn, portIn, protocolIn } from '../network/places.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'netfilter';
/** A packet of any length is told in less. */
const LOOKED_AT = 2_048;
const SHAPE = /^[^"'=]{0,200}\b(?:IN=\S{0,40} (?:OUT=|PHYSIN=|MAC=|SRC=)|OUT=\S{1,40} SRC=)/;
/** The rule's own prefix, written by who made the rule: `[UFW BLOCK]`, `IPTABLES-DROP:`, `Shorewall:net-fw:REJECT:`. */
const STOPPED = /drop|block|den(?:y|ied)|reject|refus|invalid|blacklist|banned|limit|scan|-[DR]\]/i;
const PASSED = /allow|accept|pass|permit|audit|-A\]/i;
const WRITERS: ReadonlySet<string> = new Set(['kernel', 'ufw', 'ulogd', 'firewall', 'netfilter']);
const HEAD = /^(?:\[ *\d{1,12}\.\d{1,9}\] ?)?/;

/** Packets as the kernel's filter logs them: iptables, nftables, UFW, Shorewall, firewalld, Proxmox, UniFi. */
export const netfilter: Parser = {
  name: FORMAT,
  programs: ['pve-firewall'],
  claims: (record) => {
    if (record.program !== null && !WRITERS.has(record.program)) return false;
    const at = record.text.indexOf(' SRC=', record.body);
    return at >= 0 && at - record.body < 400 && record.text.includes(' DST=', at)
      && SHAPE.test(record.text.slice(record.body, record.body + LOOKED_AT));
  },
  taint: [],
  open: (clock) => ({ feed: (record, emit) => readPacket(record, emit, clock) }),
};

function readPacket(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const text = record.text.slice(record.body, record.body + LOOKED_AT);
  const start = text.search(/\b(?:IN|OUT)=/);
  const fields = keyValuesIn(start < 0 ? text : text.slice(start));
  const source = addressIn(fields.get('src'));
  const target = addressIn(fields.get('dst'));
  if (source === null || target === null) return { unparsed: 'a packet without two addresses' };
  emit({
    ...packetEvent(record, FORMAT, {
      action: actionOf(text.slice(0, Math.max(0, start)).replace(HEAD, '')), source, target,
      time: record.time ?? timeIn(text, clock), protocol: protocolIn(fields.get('proto')),
      sourcePort: portIn(fields.get('spt')), targetPort: portIn(fields.get('dpt')), direction: directionOf(fields),
    }),
    forged: notByKernel(record),
  });
  return 'event';
}

/** Without a word in the prefix the rule only says that the packet was there. */
function actionOf(prefix: string): NetworkEvent['action'] {
  if (STOPPED.test(prefix)) return 'blocked';
  return PASSED.test(prefix) ? 'allowed' : 'flow';
}

function directionOf(fields: Fields): NetworkEvent['direction'] {
  const [into, out] = [fields.get('in') ?? '', fields.get('out') ?? ''];
  if (into !== '' && out === '') return 'inbound';
  return into === '' && out !== '' ? 'outbound' : null;
}

function notByKernel({ trusted, program }: LogRecord): string | null {
  const transport = trusted?.transport ?? 'kernel';
  return program !== 'kernel' || transport === 'kernel' ? null : `tagged kernel, but it came over ${transport}`;
}
