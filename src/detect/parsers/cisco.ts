import type { Event } from '../../domain/event.ts';
import { canonicalAddress } from '../address.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import type { CiscoWording } from '../network/cisco-wordings.ts';
import { CISCO_WORDINGS } from '../network/cisco-wordings.ts';
import { loginEvent, packetEvent, warningEvent } from '../network/device-events.ts';
import { packetAction } from '../network/device-record.ts';
import type { Fields } from '../network/key-values.ts';
import { fieldOf } from '../network/key-values.ts';
import { addressOf, portIn, portOf, protocolIn } from '../network/places.ts';
import { severityIn } from '../network/severity-words.ts';
import { orNull, partsOf } from '../network/parts.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'cisco';
const LOOKED_AT = 2_000;
/** `%ASA-6-113015: `, `%SEC_LOGIN-4-LOGIN_FAILED: `, behind times, counters and hosts in any order. */
const MNEMONIC = /^[^%"'([]{0,160}%([A-Z][A-Z0-9_]{1,30})(?:-[A-Z][A-Z0-9_]{1,30}){0,2}-([0-7])-([A-Z0-9_]{3,40}):? /;
const STAMP = /(?:^|[\s*.])((?:[A-Z][a-z]{2} {1,2}\d{1,2}|\d{4}) .{0,40})$/;

/** Cisco ASA, Firepower, IOS and NX-OS messages. */
export const cisco: Parser = {
  name: FORMAT,
  programs: [],
  claims: (record) => {
    const at = record.text.indexOf('%');
    return at >= 0 && at <= 160 && MNEMONIC.test(record.text.slice(0, 260));
  },
  taint: ['user'],
  open: (clock) => ({ feed: (record, emit) => readMessage(record, emit, clock) }),
};

interface Message {
  readonly record: LogRecord;
  readonly time: number | null;
  readonly id: string;
  readonly level: string;
  readonly text: string;
}

function readMessage(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const text = record.text.slice(0, LOOKED_AT);
  const match = MNEMONIC.exec(text);
  if (!match) return { unparsed: 'no message of Cisco' };
  const prefix = text.slice(0, text.indexOf('%'));
  const message: Message = {
    record, time: record.time ?? timeIn(STAMP.exec(prefix.replace(/[: ]+$/, ''))?.[1] ?? prefix, clock),
    id: match[3] ?? '', level: match[2] ?? '', text: text.slice(match[0].length),
  };
  if (/^43000[1-5]$/.test(message.id)) return readFirepower(message, emit);
  for (const wording of CISCO_WORDINGS) {
    if (!wording.ids.test(message.id)) continue;
    const match = wording.text.exec(message.text);
    if (!match) continue;
    emit(eventOf(wording, message, partsOf(match)));
    return 'event';
  }
  return 'quiet';
}

const MASKED = /^\*{3,}$/;
const PORTS: Readonly<Record<string, string>> = { '22': 'ssh', '23': 'telnet', '80': 'web', '443': 'web', ssh: 'ssh', telnet: 'telnet', https: 'web', http: 'web' };

function eventOf(wording: CiscoWording, message: Message, part: (name: string) => string): Event {
  const { record, time, id, text, level } = message;
  const [source, target] = [canonicalAddress(part('src')), canonicalAddress(part('dst'))];
  const user = MASKED.test(part('user')) ? null : orNull(part('user'));
  switch (wording.kind) {
    case 'login': return loginEvent(record, FORMAT, {
      time, service: wording.service ?? serviceAt(part), outcome: wording.outcome, source, user, method: 'password', port: orNull(part('sport')),
    });
    case 'packet': return packetEvent(record, FORMAT, {
      time, action: wording.action ?? packetAction(part('act'), ''), source, target, protocol: protocolIn(part('proto')),
      sourcePort: portIn(part('sport')), targetPort: portIn(part('dport')),
    });
    case 'alert': return warningEvent(record, FORMAT, {
      time, product: 'cisco', rule: orNull(part('rule')) ?? id, title: [wording.title, part('name')].filter((word) => word !== '').join(': '),
      severity: wording.severity, source, target, user, blocked: id === '733102' || text.startsWith('Deny') || level === '0',
    });
    default: return wording satisfies never;
  }
}

/** The trade of a login by the port or name of the service. */
const serviceAt = (part: (name: string) => string): string => PORTS[(part('service') || part('dport')).toLowerCase()] ?? 'device';

/** Firepower writes `Name: value, Name: value`. */
function readFirepower({ record, time, id, text }: Message, emit: EmitEvent): Parsed {
  const fields = new Map(text.split(/, (?=[A-Z][A-Za-z_]{2,40}: )/).flatMap((part): readonly (readonly [string, string])[] => {
    const colon = part.indexOf(': ');
    return colon < 0 ? [] : [[part.slice(0, colon).trim().toLowerCase(), part.slice(colon + 2).trim()]];
  })) as Fields;
  const [source, target] = [addressOf(fields, 'srcip'), addressOf(fields, 'dstip')];
  const action = fieldOf(fields, 'inlineresult', 'accesscontrolruleaction', 'filepolicy', 'fileaction') ?? '';
  if (id === '430001' || id === '430005') {
    const name = fieldOf(fields, 'message', 'threatname', 'filename') ?? 'intrusion';
    emit(warningEvent(record, FORMAT, {
      time, product: 'cisco firepower', rule: fieldOf(fields, 'sid', 'sha_disposition') ?? id, title: name,
      severity: severityIn(fieldOf(fields, 'priority')) ?? 'medium', source, target, blocked: /drop|block/i.test(action),
    }));
    return 'event';
  }
  if (source === null || target === null) return 'quiet';
  emit(packetEvent(record, FORMAT, {
    time, action: packetAction(action, ''), source, target, protocol: protocolIn(fieldOf(fields, 'protocol')),
    sourcePort: portOf(fields, 'srcport'), targetPort: portOf(fields, 'dstport'), user: fieldOf(fields, 'user'),
  }));
  return 'event';
}
