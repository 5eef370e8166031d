import type { SystemSaid } from '../event-of.ts';
import { systemEvent } from '../event-of.ts';
import { contradiction } from '../forgery.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'syslogd';
const PROGRAMS = ['rsyslogd', 'rsyslogd-2177', 'syslogd', 'syslog-ng', 'systemd-journald', 'systemd-journal', 'journal'];
const WRITERS = {
  comms: new Set([...PROGRAMS, 'in:imuxsock', 'rs:main Q:Reg', 'in:imklog', 'systemd-journal']), rootOnly: false,
};

/** The loggers themselves: when they start, stop, rotate and lose records. */
export const syslogd: Parser = {
  name: FORMAT,
  programs: PROGRAMS,
  claims: (record) => record.program === null && record.text.startsWith('[origin software="rsyslogd"', record.body),
  taint: [],
  open: () => ({ feed: readRecord }),
};

const ORIGIN = /^\[origin software="[^"]{1,40}"(?: [\w-]{1,20}="[^"]{0,100}"){0,6}\] /;

const WORDINGS: readonly (readonly [RegExp, SystemSaid['action']])[] = [
  [/^(?:rsyslogd was HUPed|Configuration reload request received|Vacuuming done|Deleted archived journal)/, 'log-rotated'],
  [/^(?:start\b|\(re\)start|restart(?:\.| \()|syslog-ng starting up|Journal started|syslogd .{0,60}restart)/i, 'logger-start'],
  [/^(?:exiting on signal|syslog-ng shutting down|Journal stopped|Received SIGTERM|Stopping|syslogd exiting)/i, 'logger-stop'],
  // Records were lost: the rate limit was reached, which an intruder can bring about on purpose.
  [/^(?:imuxsock.{0,80}begin to drop|imuxsock.{0,80}lost \d+|Suppressed \d+ messages|Missed \d+ kernel messages|\d+ messages lost|imjournal.{0,80}begin to drop)/i, 'other'],
];

function readRecord(record: LogRecord, emit: EmitEvent): Parsed {
  const message = record.text.slice(record.body, record.body + 400).replace(ORIGIN, '');
  const known = WORDINGS.find(([pattern]) => pattern.test(message));
  if (!known) return /^[\w'"(-]/.test(message) ? 'quiet' : { unparsed: 'syslogd: words that are not known' };
  const [, action] = known;
  emit(systemEvent(record, FORMAT, {
    action, target: record.program ?? 'rsyslogd', user: null, command: action === 'other' ? message.slice(0, 200) : null,
    forged: contradiction(record, WRITERS),
  }));
  return 'event';
}
