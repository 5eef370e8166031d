import type { LogClock } from '../log-clock.ts';
import type { DeviceRecord } from '../network/device-record.ts';
import { readDevice } from '../network/device-record.ts';
import type { Fields } from '../network/key-values.ts';
import { fieldOf } from '../network/key-values.ts';
import { orNull, partsOf } from '../network/parts.ts';
import { levelIn } from '../network/severity-words.ts';
import { directionIn, fieldTime, flowOf, techniquesIn } from '../network/vendor-fields.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'leef';
const ENVELOPE = 300;
const LONGEST = 32_768;
const FIELDS = 300;
/** `LEEF:2.0|vendor|product|version|event|delimiter|`, the delimiter as itself or in hex; LEEF 1.0 has none and uses a tab. */
const HEADER = /^LEEF: ?(1|2)(?:\.0)?\|([^|]{0,200})\|([^|]{0,200})\|([^|]{0,100})\|([^|]{0,200})\|(?:([^|=\t\w]|\\t|(?:0?x)[0-9A-Fa-f]{1,4})?\|)?/;

/** QRadar's Log Event Extended Format. */
export const leef: Parser = {
  name: FORMAT,
  programs: ['leef'],
  claims: (record) => headerAt(record) >= 0,
  taint: ['user', 'title'],
  open: (clock) => ({ feed: (record, emit) => readRecord(record, emit, clock) }),
};

function headerAt({ text }: LogRecord): number {
  const at = text.indexOf('LEEF:');
  return at >= 0 && at < ENVELOPE && /^LEEF: ?[12](?:\.0)?\|/.test(text.slice(at, at + 12)) ? at : -1;
}

function readRecord(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const start = headerAt(record);
  const text = start < 0 ? '' : record.text.slice(start, start + LONGEST);
  const header = HEADER.exec(text);
  if (!header) return { unparsed: 'no header of LEEF' };
  const part = partsOf(header);
  const fields = attributesIn(text.slice(part(0).length), part(1) === '2' ? delimiterOf(part(6)) : '\t');
  return readDevice(record, FORMAT, deviceOf(record, part, fields, clock), emit);
}

// Four parameters on purpose: the record, its header, its fields and the clock are all there is.
function deviceOf(record: LogRecord, part: (at: number) => string, fields: Fields, clock: LogClock): DeviceRecord {
  const said = (...names: readonly string[]): string | null => fieldOf(fields, ...names);
  const text = (...names: readonly string[]): string => fieldOf(fields, ...names) ?? '';
  const [rule, category, outcome] = [part(5), text('cat', 'category'), said('outcome', 'result')];
  const title = said('eventname', 'name', 'msg', 'message') ?? rule;
  return {
    ...flowOf(fields), time: fieldTime(said('devtime', 'eventtime', 'rt'), clock) ?? record.time,
    host: said('identhostname', 'devname', 'hostname', 'devicename') ?? hostOf(record),
    product: `${part(2)} ${part(3)}`.trim().toLowerCase(), rule: orNull(rule), title,
    words: `${rule} ${title} ${category} ${text('action', 'act')} ${text('outcome', 'result')} ${text('reason')}`,
    action: said('action', 'act'), outcome, threat: THREAT.test(`${category} ${rule}`), severity: levelIn(text('sev', 'severity')),
    user: said('usrname', 'username', 'user', 'accountname'), direction: directionIn(said('direction')), techniques: techniquesIn(`${rule} ${category}`),
  };
}

/** Where no host stands before it, the header was taken for one. */
const hostOf = ({ host }: LogRecord): string | null => (host?.startsWith('LEEF:') === true ? null : host);

const THREAT = /\b(?:threat|virus|malware|intrusion|ips|ids|exploit|attack|spyware|vulnerability|wildfire|botnet|waf|trojan|ransomware)\b/i;

function delimiterOf(mark: string): string {
  if (mark === '' || mark === '\\t') return '\t';
  const hex = /^0?x([0-9A-Fa-f]{1,4})$/i.exec(mark);
  return hex ? String.fromCharCode(Number.parseInt(hex[1] ?? '9', 16)) : mark;
}

function attributesIn(text: string, delimiter: string): Fields {
  const fields = new Map<string, string>();
  // Shippers turn tabs into blanks or write them out.
  const parts = delimiter === '\t' && !text.includes('\t') ? text.split(/\\t|#011| {2,}/) : text.split(delimiter);
  for (const part of parts.slice(0, FIELDS)) {
    const equals = part.indexOf('=');
    const name = part.slice(0, equals).trim().toLowerCase();
    if (equals > 0 && name.length <= 64 && !fields.has(name)) fields.set(name, part.slice(equals + 1).trim());
  }
  return fields;
}
