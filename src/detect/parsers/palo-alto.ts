import { canonicalAddress } from '../address.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import { loginEvent, packetEvent, warningEvent } from '../network/device-events.ts';
import { methodOf, packetAction } from '../network/device-record.ts';
import { addressIn, portIn, protocolIn } from '../network/places.ts';
import { severityIn } from '../network/severity-words.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'palo-alto';
const LONGEST = 16_384;
const FIELDS = 60;
/** `1,2026/03/03 04:12:01,016401002737,THREAT,`: version, time, serial number, type. */
const HEAD = /(?:^|[ :,])\d{0,2},(?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.]{8,15}Z),\w{0,20},(THREAT|TRAFFIC|SYSTEM|GLOBALPROTECT|CONFIG|AUTHENTICATION|URL|WILDFIRE|DATA|USERID|HIPMATCH|HIP-MATCH|DECRYPTION|CORRELATION|TUNNEL|SCTP|GTP|IPTAG),/;

/** Palo Alto Networks firewalls, records in fields between commas. */
export const paloAlto: Parser = {
  name: FORMAT,
  programs: [],
  claims: (record) => record.text.includes(',') && HEAD.test(record.text.slice(0, 240)),
  taint: ['user', 'title'],
  open: (clock) => ({ feed: (record, emit) => readRecord(record, emit, clock) }),
};

interface Row {
  readonly record: LogRecord;
  readonly time: number | null;
  readonly at: (index: number) => string;
}

function readRecord(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const match = HEAD.exec(record.text.slice(0, 240));
  if (!match) return { unparsed: 'no record of PAN-OS' };
  const start = match.index + (/^[ :,]/.test(match[0]) && match[0][0] !== ',' ? 1 : 0);
  const fields = fieldsIn(record.text.slice(start, start + LONGEST));
  const at = (index: number): string => fields[index] ?? '';
  const row: Row = { record, time: record.time ?? timeIn(at(6), clock) ?? timeIn(at(1), clock), at };
  switch (at(3)) {
    case 'THREAT': case 'WILDFIRE': case 'DATA': return readThreat(row, emit);
    case 'TRAFFIC': return readTraffic(row, emit);
    case 'GLOBALPROTECT': return readGlobalProtect(row, emit);
    case 'SYSTEM': return readSystem(row, emit);
    case 'AUTHENTICATION': return readAuthentication(row, emit);
    default: return 'quiet';
  }
}

/** Fields between commas; quoted ones may hold commas, and quotes written twice. */
function fieldsIn(text: string): readonly string[] {
  const fields: string[] = [];
  let at = 0;
  while (at <= text.length && fields.length < FIELDS) {
    if (text.charCodeAt(at) === 34) {
      let close = at + 1;
      while (close < text.length && !(text.charCodeAt(close) === 34 && text.charCodeAt(close + 1) !== 34)) {
        close += text.charCodeAt(close) === 34 ? 2 : 1;
      }
      fields.push(text.slice(at + 1, close).replaceAll('""', '"'));
      at = close + 2;
      continue;
    }
    const comma = text.indexOf(',', at);
    fields.push(text.slice(at, comma < 0 ? text.length : comma));
    if (comma < 0) break;
    at = comma + 1;
  }
  return fields;
}

const nameIn = (text: string): string | null => (text === '' ? null : text);

function readThreat({ record, time, at }: Row, emit: EmitEvent): Parsed {
  const [source, target] = [addressIn(at(7)), addressIn(at(8))];
  const severity = severityIn(at(34)) ?? 'low';
  // The log of web addresses has this type too, and tells of no threat.
  if (at(4) === 'url' || at(4) === 'file') return 'quiet';
  emit(warningEvent(record, FORMAT, {
    time, product: 'palo alto', rule: /\((\d{1,12})\)$/.exec(at(32))?.[1] ?? at(4), title: `${at(32)} (${at(4)})`, severity, source, target,
    user: nameIn(at(12)), blocked: /^(?:drop|reset|block|sinkhole|deny)/.test(at(30)),
  }));
  return 'event';
}

function readTraffic({ record, time, at }: Row, emit: EmitEvent): Parsed {
  // A session logged at its start is logged again at its end.
  if (at(4) === 'start') return 'quiet';
  const [source, target] = [addressIn(at(7)), addressIn(at(8))];
  if (source === null || target === null) return 'quiet';
  emit(packetEvent(record, FORMAT, {
    time, action: packetAction(at(30), at(4)), source, target, sourcePort: portIn(at(24)), targetPort: portIn(at(25)), protocol: protocolIn(at(29)),
    bytesOut: sumIn(at(32)), bytesIn: sumIn(at(33)), user: nameIn(at(12)),
  }));
  return 'event';
}

const sumIn = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null);

function readGlobalProtect({ record, time, at }: Row, emit: EmitEvent): Parsed {
  if (!/^(?:portal|gateway|clientless-vpn)-(?:auth|login|connected|getconfig)/.test(at(8)) || at(8).endsWith('getconfig')) return 'quiet';
  const failed = /^fail/i.test(at(28));
  // The portal asks first and the gateway again: a success counts where the tunnel comes up.
  emit(loginEvent(record, FORMAT, {
    time, service: 'vpn', outcome: failed ? 'failure' : 'success', source: addressIn(at(15)) ?? addressIn(at(16)), user: nameIn(at(12)),
    method: methodOf(`${at(10)} ${at(25)} ${at(26)}`) ?? 'password',
  }));
  return 'event';
}

const QUOTED_USER = /(?:for user|User name:) '?([^',]{1,128})'?/;
const FROM = /(?:From|Login from|client IP|from IP|IP address)[: ]{1,3}([0-9A-Fa-f:.]{2,45}?)[.,]?(?:\s|$)/i;

function readSystem({ record, time, at }: Row, emit: EmitEvent): Parsed {
  const [event, text] = [at(8), at(14).slice(0, 1_000)];
  if (!/(?:auth|login)-?(?:fail|succ)\w{0,6}$|^(?:general|auth)$/.test(event)) return 'quiet';
  const failed = /fail|Invalid/.test(`${event} ${text}`);
  if (!failed && !/succ|authenticated for user|logged in/.test(`${event} ${text}`)) return 'quiet';
  const user = (QUOTED_USER.exec(text) ?? /User (\S{1,128}) logged in/.exec(text))?.[1];
  emit(loginEvent(record, FORMAT, {
    time, service: /globalprotect/i.test(`${event} ${at(4)}`) ? 'vpn' : 'web', outcome: failed ? 'failure' : 'success',
    source: canonicalAddress((FROM.exec(text)?.[1] ?? '').replace(/[.,]$/, '')), user: user ?? nameIn(at(9)), method: methodOf(text) ?? 'password',
  }));
  return 'event';
}

/** Answers of the authentication policy, second factors among them. */
function readAuthentication({ record, time, at }: Row, emit: EmitEvent): Parsed {
  const said = [14, 15, 16, 17, 18, 19, 20, 21].map(at).join(' ');
  const failed = /fail|deny|denied|reject|timeout|timed out/i.test(said);
  if (!failed && !/success|authenticated|allow/i.test(said)) return 'quiet';
  emit(loginEvent(record, FORMAT, {
    time, service: 'web', outcome: failed ? 'failure' : 'success', source: addressIn(at(8)), user: nameIn(at(9)), method: methodOf(said) ?? 'mfa',
  }));
  return 'event';
}
