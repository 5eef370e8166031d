import { canonicalAddress } from '../address.ts';
import { alertEvent } from '../event-makers.ts';
import type { EmitEvent, Parsed, Parser } from '../parser.ts';
import type { LogRecord } from '../record.ts';

const NAME = 'mod-evasive';

/** Apache's module against floods writes to syslog whom it shuts out. */
export const modEvasive: Parser = {
  name: NAME,
  programs: ['mod_evasive'],
  claims: null,
  taint: [],
  open: () => ({ feed: readLine }),
};

function readLine(record: LogRecord, emit: EmitEvent): Parsed {
  const match = /^Blacklisting address ([0-9A-Fa-f.:]{2,64}): possible (?:DoS attack|attack)/.exec(record.text.slice(record.body));
  if (!match) return 'quiet';
  const source = canonicalAddress(match[1] ?? '');
  emit(alertEvent(record, NAME, {
    product: 'mod_evasive', rule: 'blacklisting', title: 'too many requests', severity: 'medium', techniques: ['T1499'],
    blocked: true, outcome: 'denied', source, suspicious: source !== null,
  }));
  return 'event';
}
