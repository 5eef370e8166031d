import type { SystemSaid } from '../event-of.ts';
import { systemEvent } from '../event-of.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const FORMAT = 'kernel';
/** Messages that name hosts (packet filters) are for another reader. */
const HOST = / SRC=|(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?!\d)/;
const STAMP = /^\[ *\d{1,12}\.\d{1,9}\] /;

/** Start, end and little else: what the kernel says of devices is understood as no matter of security. */
export const kernel: Parser = {
  name: FORMAT,
  programs: [],
  claims: (record) => record.program === 'kernel' && !HOST.test(record.text.slice(record.body, record.body + 1_000)),
  taint: [],
  open: () => ({ feed: readRecord }),
};

const WORDINGS: readonly (readonly [RegExp, SystemSaid['action']])[] = [
  [/^Linux version \d/, 'boot'],
  [/^reboot: (?:Restarting system|Power down|System halted)/, 'shutdown'],
  [/^(?:Kernel logging \(proc\) stopped|imklog .{0,40}stopped)/, 'logger-stop'],
  [/^imklog .{0,40}started/, 'logger-start'],
];

function readRecord(record: LogRecord, emit: EmitEvent): Parsed {
  const raw = record.text.slice(record.body, record.body + 300);
  const message = raw.replace(STAMP, '');
  const known = WORDINGS.find(([pattern]) => pattern.test(message));
  if (known) {
    emit(systemEvent(record, FORMAT, {
      action: known[1], target: null, user: null, command: null, forged: notByKernel(record),
    }));
    return 'event';
  }
  return 'quiet';
}

function notByKernel({ trusted }: LogRecord): string | null {
  const transport = trusted?.transport ?? 'kernel';
  return transport === 'kernel' ? null : `tagged kernel, but it came over ${transport}`;
}
