import type { LogClock } from '../log-clock.ts';
import type { DeviceRecord } from '../network/device-record.ts';
import { readDevice } from '../network/device-record.ts';
import type { Fields } from '../network/key-values.ts';
import { fieldOf, keyValuesIn } from '../network/key-values.ts';
import { partsOf } from '../network/parts.ts';
import { addressIn, portIn } from '../network/places.ts';
import { severityIn } from '../network/severity-words.ts';
import { directionIn, fieldTime, flowOf, techniquesIn } from '../network/vendor-fields.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'firewall-pairs';
/** How the records of each maker begin, behind whatever envelope. */
const SHAPES: readonly (readonly [string, RegExp])[] = [
  ['fortinet', /\bdate=\d{4}-\d\d-\d\d,? time=[\d:"]{8,14},? (?:.{0,400}?)\b(?:devname|devid|logid|log_id|eventtime|type)=/],
  ['sophos', /\b(?:device(?:_name)?="?S(?:FW|F|G|ophos)|log_component=|log_type="|id="\d{4}" severity="\w{1,12}" sys=")/],
  ['sonicwall', /\bid=\S{1,40} sn=[0-9A-F]{6,24} time="/],
  ['watchguard', /\bmsg_id="[0-9A-F]{4}-[0-9A-F]{4}"/],
  ['stormshield', /\bid=firewall time="[\d: -]{19}" fw="/],
  ['checkpoint', /\bproduct="(?:VPN-1|Firewall|SmartDefense|IPS|Mobile Access|Check ?Point)[^"]{0,60}"|\[Fields@1\.3\.6\.1\.4\.1\.2620 |\[action:"\w{2,20}";|; product:"/],
  ['zyxel', /\bsrc="[0-9A-Fa-f:.]{2,45}:\d{1,5}" dst="[0-9A-Fa-f:.]{2,45}:\d{1,5}"(?:.{0,300}?) msg="/],
  ['meraki', /\b(?:flows|ids-alerts|security_event|events|urls|firewall|ip_flow_start) (?:allow |deny |src=|type=|\w{1,24} |signature=|pattern: )/],
];
const LOOKED_AT = 1_000;
/** Most pairs lie at the front; `=` at all is needed. */
const MARKS = /\b(?:date=\d|sn=|msg_id="|id=firewall|product="|log_(?:type|component)=|device(?:_name)?="|src=|severity=")|\[(?:Fields@|action:")/;

/** Firewalls and gateways that write `name=value`: FortiGate, Sophos, SonicWall, WatchGuard, Check Point, Meraki and their like. */
export const firewallPairs: Parser = {
  name: FORMAT,
  programs: [],
  claims: (record) => MARKS.test(record.text.slice(0, LOOKED_AT)) && makerOf(record) !== null,
  taint: ['user', 'title'],
  open: (clock) => ({ feed: (record, emit) => readRecord(record, emit, clock) }),
};

/** A web request or a mail quotes what others wrote: a record of pairs has none before its first pair. */
const FOREIGN = /^[^=]{0,200}"(?:GET|POST|HEAD|PUT|OPTIONS|CONNECT) /;

function makerOf({ text, program }: LogRecord): string | null {
  if (program !== null && /^(?:kernel|sshd|postfix)/.test(program)) return null;
  const head = text.slice(0, LOOKED_AT);
  if (FOREIGN.test(head)) return null;
  return SHAPES.find(([, shape]) => shape.test(head))?.[0] ?? null;
}

function readRecord(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const maker = makerOf(record) ?? 'firewall';
  const fields = keyValuesIn(maker === 'checkpoint' ? record.text.replace(/(\w):"/g, '$1="') : record.text);
  return readDevice(record, FORMAT, deviceOf(record, maker, fields, clock), emit);
}

// Four parameters on purpose: the record, its maker, its fields and the clock are all there is.
function deviceOf(record: LogRecord, maker: string, fields: Fields, clock: LogClock): DeviceRecord {
  const said = (...names: readonly string[]): string | null => fieldOf(fields, ...names);
  const title = said('attack', 'virus', 'signature_msg', 'protection_name', 'attack_name', 'classification', 'logdesc', 'msg', 'message', 'log_subtype', 'name', 'action') ?? maker;
  const flow = maker === 'watchguard' ? watchguardFlow(record.text, fields) : flowOf(fields);
  const type = `${said('type', 'log_type', 'sub', 'logid_type') ?? ''} ${said('subtype', 'log_component', 'eventtype', 'product') ?? ''}`;
  return {
    ...flow, source: flow.source ?? consoleOf(fields), time: timeOf(fields, clock) ?? record.time, host: said('devname', 'device_name', 'fw', 'sys') ?? record.host,
    product: maker, rule: said('attackid', 'virusid', 'signature_id', 'sid', 'attack_name', 'protection_id', 'logid', 'log_id', 'm', 'msg_id', 'id'),
    title, words: `${type} ${said('logdesc') ?? ''} ${said('action', 'status', 'log_subtype', 'fw_action', 'result') ?? ''} ${productWords(said('msg', 'message') ?? messageOf(record.text))} ${said('reason') ?? ''}`,
    action: actionOf(record.text, said), outcome: said('status', 'result', 'outcome'),
    severity: severityIn(said('crlevel', 'severity', 'priority', 'level', 'pri')), threat: isThreat(fields, type),
    user: said('user', 'usr', 'user_name', 'username', 'xauthuser', 'admin') ?? bracketedUser(record.text), direction: directionIn(said('direction', 'dir')),
    techniques: techniquesIn(title),
  };
}

/** From where an administrator came: `ui="ssh(192.0.2.1)"`. */
const consoleOf = (fields: Fields): string | null => addressIn(/^\w{1,20}\(([0-9A-Fa-f:.]{2,45})\)$/.exec(fields.get('ui') ?? '')?.[1]);

/** What a message quotes came from outside: a name that reads `success` decides nothing. */
const productWords = (message: string): string => message.replace(/["'][^"']{0,256}["']/g, ' ').slice(0, 400);

/** WatchGuard writes most of a record as a sentence behind its number. */
const messageOf = (text: string): string => /\bmsg_id="[0-9A-F-]{9}" (.{1,300})/.exec(text.slice(0, LOOKED_AT))?.[1]?.replace(/\[[^\]]{0,200}\]/g, ' ') ?? '';
const bracketedUser = (text: string): string | null => /\bmsg_id="[0-9A-F-]{9}" .{0,80}?\buser \[([^\]@]{1,128})/.exec(text.slice(0, LOOKED_AT))?.[1] ?? null;
const SENTENCE = /\bmsg_id="[0-9A-F-]{9}" (?:.{0,120}? )?(tcp|udp|icmp) \d{1,5} \d{1,3} ([0-9A-Fa-f.:]{2,45}) ([0-9A-Fa-f.:]{2,45}) (\d{1,5}) (\d{1,5})\b/;
const COMES_FROM = /\] from ([0-9A-Fa-f.:]{2,45}) /;

function watchguardFlow(text: string, fields: Fields): ReturnType<typeof flowOf> {
  const flow = flowOf(fields);
  const match = SENTENCE.exec(text.slice(0, LOOKED_AT));
  if (!match) return { ...flow, source: flow.source ?? addressIn(COMES_FROM.exec(text.slice(0, LOOKED_AT))?.[1]) };
  const part = partsOf(match);
  return { ...flow, protocol: part(1), source: addressIn(part(2)), target: addressIn(part(3)), sourcePort: portIn(part(4)), targetPort: portIn(part(5)) };
}

/** Meraki writes its verdict as a bare word, and so does WatchGuard. */
function actionOf(text: string, said: (...names: readonly string[]) => string | null): string | null {
  const meraki = /\b(?:flows|firewall|ip_flow_start|l7_firewall) (allow|deny)\b|\bmsg_id="[0-9A-F-]{9}" (Allow|Deny) /.exec(text.slice(0, 400));
  return meraki?.[1] ?? meraki?.[2] ?? said('action', 'fw_action', 'act', 'disposition', 'fw_rule_action', 'log_subtype', 'utmaction');
}

/** Types under which makers log what their scanners found. */
const THREAT_TYPE = /\b(?:ips|virus|anomaly|attack|idp|malware|ids-alerts|security_event|anti-?virus|anti-?spyware|atp|sandbox\w{0,5}|smartdefense|threat|waf|botnet|webfilter-virus)\b/i;
const isThreat = (fields: Fields, type: string): boolean =>
  THREAT_TYPE.test(type) || fields.has('attack') || fields.has('virus') || fields.has('attack_name') || fields.has('protection_name')
  || (fields.has('signature') && fields.has('priority'));

function timeOf(fields: Fields, clock: LogClock): number | null {
  const event = fieldTime(fieldOf(fields, 'eventtime', 'timestamp', 'start_time'), clock);
  if (event !== null) return event;
  const [date, time] = [fieldOf(fields, 'date'), fieldOf(fields, 'time')];
  const zone = fieldOf(fields, 'tz');
  return fieldTime(date === null ? time : `${date} ${time ?? ''}${zone === null ? '' : ` ${zone}`}`, clock);
}
