import type {
  AlertEvent, DnsEvent, Event, FileEvent, MailEvent, NetworkEvent, ProcessEvent, WindowsEvent,
} from '../domain/event.ts';
import type { LogRecord } from './record.ts';

/** What a record says beyond its envelope; what is left out is unknown. */
type Said<Made extends Event, Own extends keyof Made> =
  Pick<Made, Own> & Partial<Pick<Event, 'time' | 'host' | 'program' | 'pid' | 'source' | 'target' | 'user' | 'count' | 'suspicious' | 'forged'>>
  & Pick<Event, 'outcome'>;

// The envelope, then what the parser knows better. For formats that come by the thousand, not by the million.
const baseOf = (record: LogRecord, format: string) => ({
  log: record.log, line: record.line, offset: record.offset, time: record.time, format, host: record.host,
  program: record.program, pid: record.pid, source: null, target: null, user: null, count: 1, suspicious: false,
  inferred: false, forged: null,
});

export type ProcessSaid = Said<ProcessEvent, 'action' | 'command' | 'parent' | 'parentPid' | 'loginUser' | 'cwd'>;
export const processEvent = (record: LogRecord, format: string, said: ProcessSaid): ProcessEvent =>
  ({ ...baseOf(record, format), kind: 'process', ...said });

export type FileSaid = Said<FileEvent, 'action' | 'newPath' | 'executable'>;
export const fileEvent = (record: LogRecord, format: string, said: FileSaid): FileEvent =>
  ({ ...baseOf(record, format), kind: 'file', ...said });

export type NetworkSaid =
  Said<NetworkEvent, 'action' | 'protocol' | 'sourcePort' | 'targetPort' | 'direction' | 'bytesOut' | 'bytesIn'>;
export const networkEvent = (record: LogRecord, format: string, said: NetworkSaid): NetworkEvent =>
  ({ ...baseOf(record, format), kind: 'network', ...said });

export type DnsSaid = Said<DnsEvent, 'type' | 'response' | 'answers'>;
export const dnsEvent = (record: LogRecord, format: string, said: DnsSaid): DnsEvent =>
  ({ ...baseOf(record, format), kind: 'dns', ...said });

export type MailSaid = Said<MailEvent, 'action' | 'from' | 'messageId' | 'reason'>;
export const mailEvent = (record: LogRecord, format: string, said: MailSaid): MailEvent =>
  ({ ...baseOf(record, format), kind: 'mail', ...said });

export type AlertSaid = Said<AlertEvent, 'product' | 'rule' | 'title' | 'severity' | 'techniques' | 'blocked'>;
export const alertEvent = (record: LogRecord, format: string, said: AlertSaid): AlertEvent =>
  ({ ...baseOf(record, format), kind: 'alert', ...said });

export type WindowsSaid = Pick<WindowsEvent, 'channel' | 'provider' | 'eventId' | 'fields' | 'user' | 'target'>;
/** Written out: these come by the million after all. */
export const windowsEvent = (record: LogRecord, format: string, said: WindowsSaid): WindowsEvent => ({
  kind: 'windows', log: record.log, line: record.line, offset: record.offset, time: record.time, format, host: record.host,
  program: record.program, pid: record.pid, outcome: 'info', source: null, target: said.target, user: said.user, count: 1,
  suspicious: false, inferred: false, forged: null, channel: said.channel, provider: said.provider, eventId: said.eventId,
  fields: said.fields,
});
