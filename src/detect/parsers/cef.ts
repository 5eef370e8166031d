import type { LogClock } from '../log-clock.ts';
import type { DeviceRecord } from '../network/device-record.ts';
import { readDevice } from '../network/device-record.ts';
import type { Fields } from '../network/key-values.ts';
import { fieldOf } from '../network/key-values.ts';
import { severityIn, severityOfTen } from '../network/severity-words.ts';
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

function headerAt({ text }: LogRecord): number {
  const at = text.indexOf('CEF:');
  return at >= 0 && at < ENVELOPE && /^CEF: ?\d(?:\.\d)?\|/.test(text.slice(at, at + 10)) ? at : -1;
}

function readRecord(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const start = headerAt(record);
  const header = start < 0 ? null : headerIn(record.text.slice(start, start + LONGEST));
  if (!header) return { unparsed: 'no header of CEF' };
  const [, vendor = '', product = '', , rule = '', title = '', severity = ''] = header.fields;
  const fields = extensionIn(header.rest);
  const said = (...names: readonly string[]): string | null => fieldOf(fields, ...names);
  const level = /^\d{1,2}$/.test(severity) ? severityOfTen(Number(severity)) : severityIn(severity);
  const host = said('dvchost', 'deviceexternalid') ?? said('dvc') ?? (record.host?.startsWith('CEF:') === true ? null : record.host);
  const category = said('cat', 'devicefacility') ?? '';
  return readDevice(record, FORMAT, {
    ...flowOf(fields), time: fieldTime(said('rt', 'end', 'start', 'devicereceipttime'), clock) ?? record.time, host,
    product: `${vendor} ${product}`.trim().toLowerCase(), rule: rule === '' ? null : rule, title: title === '' ? rule : title,
    words: `${title} ${category} ${said('act') ?? ''} ${said('outcome') ?? ''} ${said('reason') ?? ''} ${rule}`, action: said('act'),
    outcome: said('outcome', 'categoryoutcome'), severity: level, threat: isThreat(category, rule, title),
    user: said('duser', 'suser', 'duid', 'suid'), direction: directionIn(said('devicedirection')),
    techniques: techniquesIn(`${rule} ${category} ${said('cs1', 'cs2', 'cs3') ?? ''}`),
  } satisfies DeviceRecord, emit);
}

const THREAT = /\b(?:threat|virus|malware|intrusion|ips|ids|exploit|attack|spyware|vulnerability|wildfire|botnet|webfilter violation|waf|trojan|ransomware|utm:ips|utm:virus)\b/i;
const isThreat = (...texts: readonly string[]): boolean => texts.some((text) => THREAT.test(text));

/** The fields between bars; a bar behind a backslash belongs to its field. */
function headerIn(text: string): { readonly fields: readonly string[]; readonly rest: string } | null {
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
