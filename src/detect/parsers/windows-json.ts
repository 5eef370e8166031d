import { windowsEvent } from '../event-makers.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import { codeAt } from '../codes.ts';
import { changeEvent } from '../windows/accounts.ts';
import { hostEvent } from '../windows/host-acts.ts';
import { logonEvent } from '../windows/logons.ts';
import { bareName } from '../windows/people.ts';
import { readWinRecord } from '../windows/read-record.ts';
import { isFields, parseJson } from '../windows/values.ts';
import type { WinClock } from '../windows/win-time.ts';
import { openWinClock } from '../windows/win-time.ts';
import type { WinRecord } from '../windows/win-record.ts';

const [BRACE, BRACKET] = [123, 91] as const;
/** Names of the number and of the log it is from, in any of the usual exports. */
const NUMBER = /"(?:Event_?I[dD]|event_?i[dD]|EventCode|winlog\.event_id|Id)"/;
const CHANNEL = /"(?:Channel|channel|LogName|log_name|winlog|winlog\.channel)"/;

/** Windows events as JSON: Winlogbeat, NXLog, evtx_dump and its kin; one record or several in each text. */
export const windowsJson: Parser = {
  name: 'windows-json',
  programs: [],
  claims: isWindows,
  taint: ['user', 'target', 'fields'],
  open: (clock) => {
    const timeOf = openWinClock(clock);
    return { feed: (record, emit) => readRecord(record, emit, timeOf) };
  },
};

function isWindows(record: LogRecord): boolean {
  const first = codeAt(record, record.body);
  return (first === BRACE || first === BRACKET) && NUMBER.test(record.text) && CHANNEL.test(record.text);
}

function readRecord(record: LogRecord, emit: EmitEvent, timeOf: WinClock): Parsed {
  const value = parseJson(record.text.slice(record.body));
  if (value === null) return { unparsed: 'the JSON does not read' };
  const read = recordsIn(value).flatMap((one) => readWinRecord(one) ?? []);
  // The record is told of the first only when all are read: each of a list has a host and a time of its own.
  const owns = read.map((win) => tell(record, win, { emit, timeOf }));
  record.time ??= owns[0]?.time ?? null;
  record.host = owns[0]?.host ?? record.host;
  return read.length > 0 ? 'event' : { unparsed: 'no Windows event in it' };
}

/** An export of a whole search is one list. */
function recordsIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isFields(value)) return [];
  const { Events: events, records } = value;
  return Array.isArray(events) ? events : Array.isArray(records) ? records : [value];
}

function tell(
  record: LogRecord, win: WinRecord, { emit, timeOf }: { readonly emit: EmitEvent; readonly timeOf: WinClock },
): LogRecord {
  const own = recordOf(record, win, timeOf(win) ?? record.time);
  emit(windowsEvent(own, windowsJson.name, {
    channel: win.channel, provider: win.provider, eventId: win.eventId, fields: win.fields,
    user: bareName(win.fields['User'] ?? win.fields['SubjectUserName'] ?? win.fields['TargetUserName']), target: targetOf(win),
  }));
  const meant = logonIn(own, win) ?? hostEvent(own, windowsJson.name, win);
  if (meant) emit(meant);
  return own;
}

const recordOf = (record: LogRecord, { provider, host }: WinRecord, time: number | null): LogRecord => ({
  text: record.text, body: record.body, log: record.log, line: record.line, offset: record.offset, time, host: host ?? record.host,
  program: provider, pid: null, trusted: null, codes: record.codes, view: record.view, from: record.from,
});

const logonIn = (record: LogRecord, win: WinRecord) => (win.channel?.toLowerCase() === 'security'
  ? logonEvent(record, windowsJson.name, win) ?? changeEvent(record, windowsJson.name, win) : null);

const TARGETS = ['TargetFilename', 'TargetObject', 'ImageLoaded', 'TargetImage', 'PipeName', 'ServiceName', 'TaskName', 'Image', 'NewProcessName', 'TargetUserName', 'ObjectName'];

/** What the record is about, as far as one field tells. */
function targetOf({ fields }: WinRecord): string | null {
  for (const name of TARGETS) {
    const value = fields[name];
    if (value !== undefined && value !== '' && value !== '-') return value;
  }
  return null;
}
