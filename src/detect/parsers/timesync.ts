import { systemEvent } from '../event-of.ts';
import { contradiction } from '../forgery.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'timesync';
const PROGRAMS = ['chronyd', 'ntpd', 'ntpdate', 'systemd-timesyncd', 'systemd-timedated', 'hwclock', 'ntpsec'];
const WRITERS = { comms: new Set([...PROGRAMS, 'systemd-timesyn', 'systemd-timedat']), rootOnly: false };
/** Smaller corrections are daily work. */
const STEP_SECONDS = 1;

/** Who sets the clock: a step explains times that jump, and an intruder's step hides them. */
export const timesync: Parser = {
  name: FORMAT,
  programs: PROGRAMS,
  claims: null,
  taint: [],
  open: () => ({ feed: readRecord }),
};

const STEPS: readonly RegExp[] = [
  /^System clock was stepped by (?<seconds>-?\d{1,12}(?:\.\d{1,9})?) seconds/,
  /^(?:System clock wrong by) (?<seconds>-?\d{1,12}(?:\.\d{1,9})?) seconds/,
  /^(?:time reset|step time server \S{1,64} offset|clock_step) (?<seconds>[+-]?\d{1,12}(?:\.\d{1,9})?)/,
  /^(?:0\.0\.0\.0 c61c 0c clock_step) (?<seconds>[+-]?\d{1,12}(?:\.\d{1,9})?) s/,
  /^(?:Changed local time to|System time set|Set system clock)/,
];

function readRecord(record: LogRecord, emit: EmitEvent): Parsed {
  const message = record.text.slice(record.body, record.body + 200);
  const step = STEPS.map((pattern) => pattern.exec(message)).find((match) => match !== null);
  if (!step) return 'quiet';
  const seconds = step.groups?.['seconds'];
  if (seconds !== undefined && Math.abs(Number(seconds)) < STEP_SECONDS) return 'quiet';
  emit(systemEvent(record, FORMAT, {
    action: 'clock-step', target: null, user: null, command: seconds === undefined ? null : `${seconds} s`,
    forged: contradiction(record, WRITERS),
  }));
  return 'event';
}
