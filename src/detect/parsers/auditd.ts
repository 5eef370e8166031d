import type { AuditEvent } from '../audit/audit-event.ts';
import { addFields, addRecord, isLast, isPart, openAuditEvent, placeOf } from '../audit/audit-event.ts';
import { tellCall } from '../audit/calls.ts';
import { auditFields } from '../audit/fields.ts';
import type { AuditHead } from '../audit/head.ts';
import { auditHead } from '../audit/head.ts';
import { isLaurel, readLaurel } from '../audit/laurel.ts';
import { tellSingle } from '../audit/user-records.ts';
import { systemEvent } from '../event-of.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'auditd';
/** Records of one event stand together, a few others between them where processors write at the same time. */
const HELD = 16;

/** The Linux audit trail: as auditd, ausearch, laurel, journald or the kernel's own log write it. */
export const auditd: Parser = {
  name: FORMAT,
  programs: ['auditd', 'audispd', 'audisp-syslog', 'audisp-remote', 'laurel'],
  claims: (record) => isAudit(record) || isLaurel(record.text, record.body),
  taint: ['user', 'command', 'target'],
  open: openAuditd,
};

const SHAPE = /^(?:\[ *\d{1,12}\.\d{1,9}\] )?(?:node=\S{1,255} |audit: )?type=(?:\w{1,40}|UNKNOWN\[\d{1,5}\]) (?:msg=)?audit\(/;
/** What ausearch puts between events. */
const BETWEEN = /^(?:----$|time->|time-> )/;

/** Programs that are not auditd write under the tag `audit` too: its records there begin with their type. */
const HANDED_ON = /^[A-Z][A-Z_]{2,30}(?:\[\d{4}\])? (?:\w{1,20}=|avc: |')/;

function isAudit({ text, program, body }: LogRecord): boolean {
  if (program === 'audit') return HANDED_ON.test(text.slice(body, body + 60)) || SHAPE.test(text.slice(body, body + 330));
  if (program !== null && program !== 'kernel') return false;
  const code = text.charCodeAt(body);
  // t, n, a, [ and -
  if (code !== 116 && code !== 110 && code !== 97 && code !== 91 && code !== 45) return false;
  const start = text.slice(body, body + 330);
  return SHAPE.test(start) || (program === null && BETWEEN.test(start));
}

function openAuditd(clock: LogClock): ParserRun {
  const held = new Map<string, AuditEvent>();
  const tell = (id: string, emit: EmitEvent): boolean => {
    const event = held.get(id);
    held.delete(id);
    return event !== undefined && tellCall(event, FORMAT, emit);
  };
  const tellOldest = (emit: EmitEvent): boolean => {
    const [oldest] = held.keys();
    return oldest !== undefined && tell(oldest, emit);
  };
  const join = (record: LogRecord, head: AuditHead, text: string, emit: EmitEvent): Parsed => {
    const id = head.id ?? `pid ${record.pid ?? ''}`;
    let event = held.get(id);
    let told = false;
    if (!event) {
      if (isLast(head.type) && head.type !== 'PROCTITLE') return 'quiet';
      if (held.size >= HELD) told = tellOldest(emit);
      event = openAuditEvent(placeOf(record));
      held.set(id, event);
    }
    addRecord(event, head.type, text);
    return (isLast(head.type) && tell(id, emit)) || told ? 'event' : 'quiet';
  };
  return {
    feed(record, emit) {
      if (isLaurel(record.text, record.body)) return feedLaurel(record, emit, clock);
      const text = record.text.slice(record.body);
      const head = auditHead(text, record.program, clock);
      if (!head) return ownWords(record, text, emit);
      record.time = head.time ?? record.time;
      record.host = head.host ?? record.host;
      const fields = text.slice(head.body);
      return isPart(head.type) ? join(record, head, fields, emit)
        : tellSingle({ record, type: head.type, fields: auditFields(fields), text: fields, format: FORMAT, emit });
    },
    finish(emit) {
      while (held.size > 0) tellOldest(emit);
    },
  };
}

function feedLaurel(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const laurel = readLaurel(record.text.slice(record.body), clock);
  if (!laurel) return { unparsed: 'auditd: an event of laurel that is no whole object' };
  record.time = laurel.time ?? record.time;
  record.host = laurel.host ?? record.host;
  const event = openAuditEvent(placeOf(record));
  let told = false;
  for (const { type, fields } of laurel.records) {
    if (isPart(type)) addFields(event, type, fields);
    else told = tellSingle({ record, type, fields, text: [...fields].map(([key, value]) => `${key}=${value}`).join(' '), format: FORMAT, emit }) === 'event' || told;
  }
  event.argv = laurel.argv;
  event.title = laurel.title;
  event.parent = laurel.parent;
  return tellCall(event, FORMAT, emit) || told ? 'event' : 'quiet';
}

const STARTED = /^(?:Init complete|Started dispatcher|Audit daemon (?:initialized|started))|listening for events/;
const STOPPED = /^(?:The audit daemon is exiting|Audit daemon is (?:suspending|stopping)|auditd? error halt)/;
const ROTATED = /^Audit daemon rotating log files/;

/** What auditd and its helpers say of themselves in the system log. */
function ownWords(record: LogRecord, text: string, emit: EmitEvent): Parsed {
  const action = STARTED.test(text) ? 'logger-start' : STOPPED.test(text) ? 'logger-stop' : ROTATED.test(text) ? 'log-rotated' : null;
  if (action === null) return 'quiet';
  emit(systemEvent(record, FORMAT, { action, target: 'auditd', user: null, command: null, forged: null }));
  return 'event';
}
