import type { NetworkEvent } from '../../domain/event.ts';
import { canonicalAddress } from '../address.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { loginEvent, packetEvent, warningEvent } from '../network/device-events.ts';
import { packetAction } from '../network/device-record.ts';
import { fieldOf, keyValuesIn } from '../network/key-values.ts';
import { orNull, partsOf } from '../network/parts.ts';
import { addressOf, endpointIn, portOf, protocolIn } from '../network/places.ts';
import { severityIn } from '../network/severity-words.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'juniper';
const LOOKED_AT = 3_000;
const SCREEN = /\bNetScreen device_id=(\S{1,64}) {1,4}(?:\[[^\]]{0,40}\] ?)?system-(\w{4,12})-(\d{5})(?:\([^)]{0,20}\))?: (.{1,1500})/s;
const FLOW = /\b(RT_FLOW_SESSION_(?:CREATE|DENY|CLOSE))(?:_LS)?(?:: | )(.{1,2500})/s;
const IDS = /\b(RT_SCREEN_\w{2,30}|IDP_ATTACK_LOG_EVENT\w{0,4}|AV_VIRUS_DETECTED_\w{1,4}|APPTRACK_\w{1,30})(?:: | )(.{1,2500})/s;
const PAIR = /\b([0-9A-Fa-f:.]{2,45}\/\d{1,5})->([0-9A-Fa-f:.]{2,45}\/\d{1,5})/;

/** Juniper firewalls: ScreenOS, and the session and screen records of SRX. */
export const juniper: Parser = {
  name: FORMAT,
  programs: ['rt_flow', 'rt_ids', 'rt_idp', 'rt_utm'],
  claims: (record) => {
    const head = record.text.slice(0, 300);
    return head.includes('NetScreen device_id=') || head.includes('RT_FLOW_SESSION_') || head.includes('RT_SCREEN_') || head.includes('IDP_ATTACK_LOG');
  },
  taint: ['user'],
  open: (clock) => ({ feed: (record, emit) => readMessage(record, emit, clock) }),
};

function readMessage(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const text = record.text.slice(0, LOOKED_AT);
  const time = record.time ?? timeIn(text, clock);
  const screen = SCREEN.exec(text);
  if (screen) {
    const part = partsOf(screen);
    return readScreen({ record, time, host: orNull(part(1)), level: part(2), rule: part(3), said: part(4) }, emit);
  }
  const flow = FLOW.exec(text);
  if (flow) return readFlow(record, time, partsOf(flow), emit);
  const ids = IDS.exec(text);
  return ids ? readIds(record, time, partsOf(ids), emit) : 'quiet';
}

interface Screen {
  readonly record: LogRecord;
  readonly time: number | null;
  readonly host: string | null;
  readonly level: string;
  readonly rule: string;
  readonly said: string;
}

const ADMIN = /^(?:Admin(?:istrator)?(?: User)?|Management session via \w{1,8}(?: from \S{1,60})? for admin) "?(\S{1,64}?)"? (?:has )?(logged on|login attempt|failed)/i;
const PLACE = /\bfrom (?:host )?([0-9A-Fa-f.]{7,15})(?::\d{1,5})?/;
const AUTH_FAILED = /authentication (?:has )?(?:failed|rejected|denied) for (?:login name|admin user|user) '?"?([^'"\s]{1,128})|(?:login attempt|password).{0,80}(?:failed|invalid|incorrect)/i;
const CHANGED = /^(?:Policy|System configuration|Address|Service|Interface|Zone|Admin)\b.{0,400}\b(?:was (?:modified|added|deleted|changed|removed)|saved|has been (?:changed|added|deleted))\b.{0,80}?\bby (\S{1,64})/;
const ATTACK = /^(.{3,60}?)! From ([0-9A-Fa-f.]{7,15}(?::\d{1,5})?) to ([0-9A-Fa-f.]{7,15}(?::\d{1,5})?)/;

function readScreen(screen: Screen, emit: EmitEvent): Parsed {
  const { record, time, host, rule, said } = screen;
  if (rule === '00257') return readTraffic(screen, emit);
  const base = { time, host, product: 'screenos', rule } as const;
  const attack = ATTACK.exec(said);
  const change = CHANGED.exec(said);
  if (attack) {
    const part = partsOf(attack);
    emit(warningEvent(record, FORMAT, { ...base, title: part(1), severity: 'low', source: placeIn(part(2)), target: placeIn(part(3)), blocked: true }));
  } else if (change) {
    emit(warningEvent(record, FORMAT, {
      ...base, title: 'Configuration of the firewall changed', severity: 'low', source: fromIn(said), user: orNull(partsOf(change)(1)),
    }));
  } else return readAdmin(screen, emit);
  return 'event';
}

const placeIn = (text: string): string | null => endpointIn(text)?.address ?? null;
const fromIn = (said: string): string | null => canonicalAddress(PLACE.exec(said)?.[1] ?? '');
const serviceIn = (said: string): string => (/\bssh\b/i.test(said) ? 'ssh' : /\btelnet\b/i.test(said) ? 'telnet' : 'web');

function readAdmin({ record, time, host, said }: Screen, emit: EmitEvent): Parsed {
  const failed = AUTH_FAILED.exec(said);
  const admin = ADMIN.exec(said);
  const [name, act] = [admin?.[1] ?? null, admin?.[2]?.toLowerCase()];
  if (!failed && act !== 'logged on') return 'quiet';
  emit(loginEvent(record, FORMAT, {
    time, host, service: serviceIn(said), outcome: failed ? 'failure' : 'success', source: fromIn(said), user: failed?.[1] ?? name, method: 'password',
  }));
  return 'event';
}

function readTraffic({ record, time, host, said }: Screen, emit: EmitEvent): Parsed {
  const fields = keyValuesIn(said);
  const [source, target] = [addressOf(fields, 'src'), addressOf(fields, 'dst')];
  if (source === null || target === null) return 'quiet';
  emit(packetEvent(record, FORMAT, {
    time, host, action: packetAction(fieldOf(fields, 'action') ?? '', ''), source, target, protocol: protocolIn(fields.get('proto')),
    sourcePort: portOf(fields, 'src_port'), targetPort: portOf(fields, 'dst_port'),
  }));
  return 'event';
}

const ACTIONS: Readonly<Record<string, NetworkEvent['action']>> = { RT_FLOW_SESSION_DENY: 'blocked', RT_FLOW_SESSION_CREATE: 'allowed' };

// Four parameters on purpose: the record, its time, what it says, and whom to tell.
function readFlow(record: LogRecord, time: number | null, part: (at: number) => string, emit: EmitEvent): Parsed {
  const [action, said] = [ACTIONS[part(1)], part(2)];
  // The end of a session was told when it began.
  if (action === undefined) return 'quiet';
  const fields = keyValuesIn(said);
  const pair = PAIR.exec(said.slice(0, 200));
  const ends = pair ? partsOf(pair) : (at: number): string => fields.get(at === 1 ? 'source-address' : 'destination-address') ?? '';
  const [source, target] = [endpointIn(ends(1)), endpointIn(ends(2))];
  if (!source || !target) return 'quiet';
  emit(packetEvent(record, FORMAT, {
    time, action, source: source.address, target: target.address, sourcePort: source.port ?? portOf(fields, 'source-port'),
    targetPort: target.port ?? portOf(fields, 'destination-port'),
    protocol: protocolIn(fields.get('protocol-id') ?? / (\d{1,3})\(\d{1,3}\) /.exec(said.slice(0, 300))?.[1]),
  }));
  return 'event';
}

const WRITTEN = /^(.{3,60}?)! source: ([0-9A-Fa-f:.]{2,51})(?:, destination: ([0-9A-Fa-f:.]{2,51}))?/;

// Four parameters on purpose: as above.
function readIds(record: LogRecord, time: number | null, part: (at: number) => string, emit: EmitEvent): Parsed {
  const [name, said] = [part(1), part(2)];
  if (name.startsWith('APPTRACK')) return 'quiet';
  const fields = keyValuesIn(said);
  const match = WRITTEN.exec(said);
  const written = match ? partsOf(match) : () => '';
  const action = fieldOf(fields, 'action') ?? /\baction: (\w{1,20})/.exec(said)?.[1] ?? '';
  emit(warningEvent(record, FORMAT, {
    time, product: 'juniper', rule: name, title: orNull(written(1)) ?? fieldOf(fields, 'attack-name', 'threat-name', 'name') ?? name,
    severity: severityIn(fieldOf(fields, 'threat-severity')) ?? (name.startsWith('AV_') ? 'high' : 'low'),
    source: placeIn(written(2)) ?? addressOf(fields, 'source-address', 'src'), target: placeIn(written(3)) ?? addressOf(fields, 'destination-address'),
    blocked: /drop|close|block|deny/i.test(action),
  }));
  return 'event';
}
