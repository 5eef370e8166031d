import type { LogClock } from '../log-clock.ts';
import type { DeviceRecord } from '../network/device-record.ts';
import { readDevice } from '../network/device-record.ts';
import type { Fields } from '../network/key-values.ts';
import { fieldOf } from '../network/key-values.ts';
import { orNull } from '../network/parts.ts';
import { levelIn } from '../network/severity-words.ts';
import { directionIn, fieldTime, flowOf, techniquesIn } from '../network/vendor-fields.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'cef';
/** The header may stand behind an envelope of any form. */
const ENVELOPE = 300;
const LONGEST = 32_768;
const FIELDS = 300;
const HEADER_FIELDS = 7;

/** ArcSight Common Event Format, bare or behind syslog. */
export const cef: Parser = {
  name: FORMAT,
  programs: ['cef'],
  claims: (record) => headerAt(record) >= 0,
  taint: ['user', 'title'],
  open: (clock) => ({ feed: (record, emit) => readRecord(record, emit, clock) }),
};

interface Header {
  readonly fields: readonly string[];
  readonly rest: string;
}

function headerAt({ text }: LogRecord): number {
  const at = text.indexOf('CEF:');
  return at >= 0 && at < ENVELOPE && /^CEF: ?\d(?:\.\d)?\|/.test(text.slice(at, at + 10)) ? at : -1;
}

function readRecord(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const start = headerAt(record);
  const header = start < 0 ? null : headerIn(record.text.slice(start, start + LONGEST));
  if (!header) return { unparsed: 'no header of CEF' };
  return readDevice(record, FORMAT, deviceOf(record, header, clock), emit);
}

function deviceOf(record: LogRecord, header: Header, clock: LogClock): DeviceRecord {
  const field = (index: number): string => header.fields[index] ?? '';
  const fields = extensionIn(header.rest);
  const said = (...names: readonly string[]): string | null => fieldOf(fields, ...names);
  const text = (name: string): string => fields.get(name) ?? '';
  const [rule, title, category] = [field(4), field(5), `${text('cat')} ${text('devicefacility')}`];
  return {
    ...flowOf(fields), time: fieldTime(said('rt', 'end', 'start', 'devicereceipttime'), clock) ?? record.time,
    host: said('dvchost', 'deviceexternalid', 'dvc') ?? hostOf(record),
    product: `${field(1)} ${field(2)}`.trim().toLowerCase(), rule: orNull(rule), title: orNull(title) ?? rule,
    words: `${title} ${category} ${text('act')} ${text('outcome')} ${text('reason')} ${rule}`, action: said('act'),
    outcome: said('outcome', 'categoryoutcome'), severity: levelIn(field(6)), threat: isThreat(category, rule, title),
    user: said('duser', 'suser', 'duid', 'suid'), direction: directionIn(said('devicedirection')),
    techniques: techniquesIn(`${rule} ${category} ${text('cs1')} ${text('cs2')} ${text('cs3')}`),
  };
}

/** Where no host stands before it, the header was taken for one. */
const hostOf = ({ host }: LogRecord): string | null => (host?.startsWith('CEF:') === true ? null : host);

const THREAT = /\b(?:threat|virus|malware|intrusion|ips|ids|exploit|attack|spyware|vulnerability|wildfire|botnet|webfilter violation|waf|trojan|ransomware|utm:ips|utm:virus)\b/i;
const isThreat = (...texts: readonly string[]): boolean => texts.some((text) => THREAT.test(text));

/** The fields between bars; a bar behind a backslash belongs to its field. */
function headerIn(text: string): Header | null {
  const fields: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 92) at += 1;
    else if (code === 124) {
      fields.push(text.slice(start, at).replace(/\\([|\\])/g, '$1'));
      start = at + 1;
      if (fields.length === HEADER_FIELDS) return { fields, rest: text.slice(start) };
    }
  }
  // A record without extension may end in its severity.
  return fields.length === HEADER_FIELDS - 1 ? { fields: [...fields, text.slice(start).trim()], rest: '' } : null;
}

/** `name=value with blanks name=value`: a value ends before the next name; an equals sign inside is escaped. */
function extensionIn(text: string): Fields {
  const fields = new Map<string, string>();
  const marks = [...text.matchAll(/(?:^|\s)([\w.[\]-]{1,64})=/g)].slice(0, FIELDS);
  for (const [index, mark] of marks.entries()) {
    const name = (mark[1] ?? '').toLowerCase();
    const value = text.slice(mark.index + mark[0].length, marks[index + 1]?.index ?? text.length).trim();
    if (!fields.has(name)) fields.set(name, value.replace(/\\([=\\|])/g, '$1').replace(/\\[nr]/g, ' '));
  }
  return fields;
}
