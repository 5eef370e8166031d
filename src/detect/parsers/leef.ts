import type { LogClock } from '../log-clock.ts';
import { readDevice } from '../network/device-record.ts';
import type { Fields } from '../network/key-values.ts';
import { fieldOf } from '../network/key-values.ts';
import { severityIn, severityOfTen } from '../network/severity-words.ts';
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
  const [whole, version, vendor = '', product = '', , rule = '', mark] = header;
  const fields = attributesIn(text.slice(whole.length), version === '2' ? delimiterOf(mark) : '\t');
  const said = (...names: readonly string[]): string | null => fieldOf(fields, ...names);
  const title = said('eventname', 'name', 'msg', 'message') ?? rule;
  const category = said('cat', 'category') ?? '';
  const level = said('sev', 'severity') ?? '';
  return readDevice(record, FORMAT, {
    ...flowOf(fields), time: fieldTime(said('devtime', 'eventtime', 'rt'), clock) ?? record.time,
    host: said('identhostname', 'devname', 'hostname', 'devicename') ?? (record.host?.startsWith('LEEF:') === true ? null : record.host),
    product: `${vendor} ${product}`.trim().toLowerCase(), rule: rule === '' ? null : rule, title,
    words: `${rule} ${title} ${category} ${said('action', 'act') ?? ''} ${said('outcome', 'result') ?? ''} ${said('reason') ?? ''}`,
    action: said('action', 'act'), outcome: said('outcome', 'result'), threat: THREAT.test(`${category} ${rule}`),
    severity: /^\d{1,2}$/.test(level) ? severityOfTen(Number(level)) : severityIn(level),
    user: said('usrname', 'username', 'user', 'accountname'), direction: directionIn(said('direction')), techniques: techniquesIn(`${rule} ${category}`),
  }, emit);
}

const THREAT = /\b(?:threat|virus|malware|intrusion|ips|ids|exploit|attack|spyware|vulnerability|wildfire|botnet|waf|trojan|ransomware)\b/i;

function delimiterOf(mark: string | undefined): string {
  if (mark === undefined || mark === '\\t') return '\t';
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
