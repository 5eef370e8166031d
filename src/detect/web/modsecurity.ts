import type { AlertEvent } from '../../domain/event.ts';
import { alertEvent } from '../event-makers.ts';
import type { LogRecord } from '../record.ts';

/** ModSecurity and Coraza, which speaks like it. */
const SAYS = /\b(ModSecurity|Coraza): ?/;
const TITLE_LENGTH = 300;
/** A notice is a remark on the protocol (a header left out), as half the tools of a house earn it. */
const SEVERITIES: Readonly<Record<string, AlertEvent['severity']>> = {
  emergency: 'critical', alert: 'critical', critical: 'high', error: 'high', warning: 'medium', notice: 'info', info: 'info', debug: 'info',
  0: 'critical', 1: 'critical', 2: 'high', 3: 'high', 4: 'medium', 5: 'info', 6: 'info', 7: 'info',
};

/** `[name "value"]`; the engine escapes quotes in values, so that the first of a name is its own. */
const fieldIn = (text: string, name: string): string | null =>
  new RegExp(`\\[${name} "((?:[^"\\\\]|\\\\.)*)"\\]`).exec(text)?.[1] ?? null;

/** The verdict of a rule inside an error record of the named format; null where it holds none. */
export function modsecurityAlert(record: LogRecord, format: string, message: string, source: string | null): AlertEvent | null {
  const says = SAYS.exec(message.slice(0, 200));
  if (!says) return null;
  return verdictOf(record, { text: message.slice(says.index + says[0].length), source, product: (says[1] ?? '').toLowerCase(), format });
}

export interface Verdict {
  readonly text: string;
  readonly source: string | null;
  readonly product: string;
  readonly format: string;
}

/** A rule that fired, as the engine words it after its name; null for what is no verdict (start, configuration). */
export function verdictOf(record: LogRecord, { text, source, product, format }: Verdict): AlertEvent | null {
  const rule = fieldIn(text, 'id');
  const title = fieldIn(text, 'msg');
  if (rule === null && title === null) return null;
  const blocked = /^(?:Access denied|Access to phase|Intercepted|Disruptive)/.test(text);
  return alertEvent(record, format, {
    product, rule: (rule ?? 'unknown').slice(0, 64), title: (title === null || title === '' ? 'a rule fired' : title).slice(0, TITLE_LENGTH),
    severity: SEVERITIES[(fieldIn(text, 'severity') ?? 'warning').toLowerCase()] ?? 'medium', techniques: [], blocked,
    outcome: blocked ? 'denied' : 'info', source, target: fieldIn(text, 'uri')?.slice(0, 512) ?? null, suspicious: source !== null,
  });
}
