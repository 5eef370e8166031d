import type { DnsEvent, Event, FileEvent, NetworkEvent, ProcessEvent, SystemEvent } from '../../domain/event.ts';
import { canonicalAddress } from '../address.ts';
import { dnsEvent, fileEvent, networkEvent, processEvent } from '../event-makers.ts';
import { systemEvent } from '../event-of.ts';
import type { LogRecord } from '../record.ts';
import { bareName } from './people.ts';
import type { WinRecord } from './win-record.ts';

// Four parameters on purpose: it belongs to a table of these.
type Reader = (record: LogRecord, format: string, win: WinRecord) => Event;

const text = ({ fields }: WinRecord, name: string): string | null => {
  const value = fields[name];
  return value === undefined || value === '' || value === '-' ? null : value;
};

const started = (record: LogRecord, format: string, win: WinRecord): ProcessEvent => processEvent(record, format, {
  action: 'start', outcome: 'success', target: text(win, 'Image'), command: text(win, 'CommandLine'), parent: text(win, 'ParentImage'),
  pid: text(win, 'ProcessId'), parentPid: text(win, 'ParentProcessId'), user: bareName(win.fields['User']), loginUser: null,
  cwd: text(win, 'CurrentDirectory'),
});

const created = (record: LogRecord, format: string, win: WinRecord): ProcessEvent => processEvent(record, format, {
  action: 'start', outcome: 'success', target: text(win, 'NewProcessName'), command: text(win, 'CommandLine'),
  parent: text(win, 'ParentProcessName'), pid: text(win, 'NewProcessId'), parentPid: text(win, 'ProcessId'),
  user: bareName(win.fields['SubjectUserName']), loginUser: null, cwd: null,
});

const portOf = (value: string | null): number | null => (value !== null && /^\d{1,5}$/.test(value) ? Number(value) : null);

const connected = (record: LogRecord, format: string, win: WinRecord): NetworkEvent => networkEvent(record, format, {
  action: 'flow', outcome: 'success', source: canonicalAddress(text(win, 'SourceIp') ?? ''),
  target: canonicalAddress(text(win, 'DestinationIp') ?? ''), protocol: text(win, 'Protocol')?.toLowerCase() ?? null,
  sourcePort: portOf(text(win, 'SourcePort')), targetPort: portOf(text(win, 'DestinationPort')),
  direction: text(win, 'Initiated') === 'false' ? 'inbound' : 'outbound', bytesOut: null, bytesIn: null, user: bareName(win.fields['User']),
});

const file = (action: FileEvent['action']) => (record: LogRecord, format: string, win: WinRecord): FileEvent => fileEvent(record, format, {
  action, outcome: 'success', target: text(win, 'TargetFilename'), newPath: null, executable: text(win, 'Image'), user: bareName(win.fields['User']),
});

/** `type:  5 name;::ffff:198.51.100.7;` and the like: names and addresses between semicolons. */
const ANSWERS = 16;
const asked = (record: LogRecord, format: string, win: WinRecord): DnsEvent => dnsEvent(record, format, {
  outcome: 'info', target: text(win, 'QueryName')?.toLowerCase().replace(/\.$/, '') ?? null, type: null, response: null,
  answers: (text(win, 'QueryResults') ?? '').split(';', ANSWERS).flatMap((part) => canonicalAddress(part.trim()) ?? []),
  user: bareName(win.fields['User']),
});

const SYSMON: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [1, started], [3, connected], [11, file('create')], [22, asked], [23, file('delete')], [26, file('delete')],
]);

type Action = SystemEvent['action'];
const system = (action: Action, names: readonly [target: string, command: string | null]): Reader => (record, format, win) =>
  systemEvent(record, format, {
    action, target: text(win, names[0]), command: names[1] === null ? null : text(win, names[1]),
    user: bareName(win.fields['SubjectUserName'] ?? win.fields['AccountName']), forged: null,
  });

const SECURITY: ReadonlyMap<number, Reader> = new Map<number, Reader>([
  [4688, created], [4697, system('other', ['ServiceName', 'ServiceFileName'])], [1100, system('logger-stop', ['Channel', null])],
  [1102, system('other', ['Channel', null])], [4616, system('clock-step', ['NewTime', null])], [4608, system('boot', ['Channel', null])],
  [4609, system('shutdown', ['Channel', null])], [4698, system('job', ['TaskName', 'TaskContent'])],
]);
const SYSTEM: ReadonlyMap<string, ReadonlyMap<number, Reader>> = new Map([
  ['Service Control Manager', new Map([[7045, system('other', ['ServiceName', 'ImagePath'])], [7034, system('service-failed', ['param1', null])]])],
  ['EventLog', new Map([[6005, system('logger-start', ['Channel', null])], [6006, system('logger-stop', ['Channel', null])]])],
  ['Microsoft-Windows-Eventlog', new Map([[104, system('other', ['Channel', null])]])],
  ['Microsoft-Windows-Kernel-General', new Map([[12, system('boot', ['Channel', null])], [13, system('shutdown', ['Channel', null])]])],
]);

/** What a program or a service did on the host, as the records of Sysmon, Security and System tell it. */
export function hostEvent(record: LogRecord, format: string, win: WinRecord): Event | null {
  const reader = readerFor(win);
  return reader ? reader(record, format, win) : null;
}

function readerFor({ channel, provider, eventId }: WinRecord): Reader | undefined {
  if (channel === 'Microsoft-Windows-Sysmon/Operational') return SYSMON.get(eventId);
  if (channel?.toLowerCase() === 'security') return SECURITY.get(eventId);
  return SYSTEM.get(provider ?? '')?.get(eventId);
}
