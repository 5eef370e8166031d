import { canonicalAddress } from '../address.ts';
import { timeIn } from '../generic/time.ts';
import type { LogClock } from '../log-clock.ts';
import type { EmitEvent, Parsed, Parser, ParserRun } from '../parser.ts';
import type { LogRecord } from '../record.ts';
import { objectIn } from '../web/json-request.ts';
import { verdictOf } from '../web/modsecurity.ts';

const NAME = 'modsecurity';
/** `--5f3a1c2b-A--`: a part of one transaction begins; `Z` ends it. */
const BOUNDARY = /^-{2,3}[0-9A-Za-z]{8,16}-{1,3}([A-Z])--$/;
/** First line of part A: time, transaction, client, its port, server, its port. */
const ABOUT = /^\[(\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d(?:\.\d{1,6})? [+-]\d{4})\] [\w@.-]{8,80} ((?=[0-9A-Fa-f]{0,4}[.:])[0-9A-Fa-f.:]{2,64}) \d{1,5} (?=[0-9A-Fa-f]{0,4}[.:])/;
const MESSAGES_EACH = 40;

/** ModSecurity's audit log: serial parts, or one JSON object a transaction. */
export const modsecurity: Parser = {
  name: NAME,
  programs: [],
  claims: ({ text, body }) => {
    const start = text.charCodeAt(body);
    if (start === 45) return BOUNDARY.test(text.slice(body, body + 40));
    return start === 123 ? text.startsWith('{"transaction":{', body) && text.includes('"audit_data"') || isTransaction(text, body)
      : /^(?:Message|Apache-Error|ModSecurity): (?:Warning|Access denied|\[file)/.test(text.slice(body, body + 60)) || ABOUT.test(text.slice(body, body + 160));
  },
  taint: ['uri', 'target'],
  open: (clock) => openModsecurity(clock),
};

const isTransaction = (text: string, body: number): boolean =>
  text.startsWith('{"transaction":{', body) && text.includes('"client_ip"') && text.includes('"messages"');

interface State {
  part: string;
  source: string | null;
  time: number | null;
}

function openModsecurity(clock: LogClock): ParserRun {
  const state: State = { part: '', source: null, time: null };
  return {
    feed: (record, emit) => {
      const text = record.text.slice(record.body);
      return text.startsWith('{') ? readObject(record, emit, clock) : readPart(record, emit, { state, clock, text });
    },
  };
}

interface Part {
  readonly state: State;
  readonly clock: LogClock;
  readonly text: string;
}

/** Lines of a part that nobody claims go to others: what the client sent stands in parts B and C. */
function readPart(record: LogRecord, emit: EmitEvent, { state, clock, text }: Part): Parsed {
  const boundary = BOUNDARY.exec(text.slice(0, 40));
  if (boundary) {
    state.part = boundary[1] ?? '';
    if (state.part === 'A' || state.part === 'Z') state.source = state.time = null;
  } else if (state.part === 'A') noteClient(state, text, clock);
  // Only part H holds what the engine says; the same words in another part were sent by the client.
  const message = state.part === 'H' ? /^(?:Message|ModSecurity): (?:ModSecurity: )?(.*)$/s.exec(text) : null;
  const alert = message ? verdictOf({ ...record, time: state.time }, { text: message[1] ?? '', source: state.source, product: NAME, format: NAME }) : null;
  if (!alert) return 'quiet';
  emit(alert);
  return 'event';
}

function noteClient(state: State, text: string, clock: LogClock): void {
  const about = ABOUT.exec(text);
  if (!about) return;
  state.time = timeIn(about[1] ?? '', clock);
  state.source = canonicalAddress(about[2] ?? '');
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** Version 3 (`messages` with details) and version 2 (`audit_data.messages`, worded as in part H). */
function readObject(record: LogRecord, emit: EmitEvent, clock: LogClock): Parsed {
  const object = objectIn(record.text.slice(record.body));
  const transaction = object?.['transaction'];
  if (!object || !isObject(transaction)) return { unparsed: 'no transaction in the audit record' };
  const source = canonicalAddress(textOf(transaction['client_ip']) || textOf(transaction['remote_address']));
  const timed = { ...record, time: timeIn(textOf(transaction['time_stamp']) || textOf(transaction['time']), clock) ?? record.time };
  const audit = object['audit_data'];
  const listed = transaction['messages'] ?? (isObject(audit) ? audit['messages'] : null);
  const alerts = (Array.isArray(listed) ? listed : []).slice(0, MESSAGES_EACH).flatMap((one: unknown) =>
    verdictOf(timed, { text: isObject(one) ? worded(one) : textOf(one), source, product: NAME, format: NAME }) ?? []);
  for (const alert of alerts) emit(alert);
  return alerts.length > 0 ? 'event' : 'quiet';
}

/** A message of version 3 in the words of the serial form. */
function worded(message: Readonly<Record<string, unknown>>): string {
  const details = isObject(message['details']) ? message['details'] : {};
  const field = (name: string, value: string): string => `[${name} "${value.replace(/["\\]/g, '\\$&')}"]`;
  const action = /^Access denied/.test(textOf(details['match'])) ? 'Access denied ' : 'Warning. ';
  return `${action}${field('id', textOf(details['ruleId']))} ${field('msg', textOf(message['message']))} ${field('severity', textOf(details['severity']))}`;
}
